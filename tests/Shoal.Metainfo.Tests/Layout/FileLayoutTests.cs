using Shoal.Metainfo.Layout;

namespace Shoal.Metainfo.Tests.Layout;

public sealed class FileLayoutTests
{
    private const int PieceLength = 32 * 1024;

    // What libtorrent 2.0.8 asks for: whole blocks, in the last piece too.
    [Fact]
    public void A_v2_piece_can_be_asked_for_beyond_the_end_of_its_file()
    {
        var layout = new FileLayout(PieceLength, [(PieceLength + 100, false), (0, false), (200, false)], alignToPieces: true);

        Assert.Equal([PieceLength, 100, 200], Enumerable.Range(0, 3).Select(i => layout.LengthOf(new PieceIndex(i))));
        Assert.Equal([PieceLength, PieceLength, PieceLength], Enumerable.Range(0, 3).Select(i => layout.ServableLengthOf(new PieceIndex(i))));
    }

    [Fact]
    public void A_run_that_reaches_into_a_v2_gap_ends_in_padding()
    {
        var layout = new FileLayout(PieceLength, [(100, false), (0, false), (200, false)], alignToPieces: true);
        var segments = new List<FileSegment>();

        layout.Split(50, 16_384, segments);

        Assert.Equal([new FileSegment(0, 50, 50, IsPadding: false), new FileSegment(2, 0, 16_334, IsPadding: true)], segments);
    }

    [Fact]
    public void A_run_over_a_whole_v2_gap_goes_on_in_the_next_file()
    {
        var layout = new FileLayout(PieceLength, [(100, false), (0, false), (200, false)], alignToPieces: true);
        var segments = new List<FileSegment>();

        layout.Split(0, PieceLength + 200, segments);

        Assert.Equal(
            [new FileSegment(0, 0, 100, IsPadding: false), new FileSegment(2, 0, PieceLength - 100, IsPadding: true), new FileSegment(2, 0, 200, IsPadding: false)],
            segments);
    }

    [Fact]
    public void A_run_over_the_end_of_the_last_v2_file_ends_in_padding()
    {
        var layout = new FileLayout(PieceLength, [(100, false), (200, false), (0, false)], alignToPieces: true);
        var segments = new List<FileSegment>();

        layout.Split(PieceLength, 16_384, segments);

        Assert.Equal(2, segments.Count);
        Assert.Equal(new FileSegment(1, 0, 200, IsPadding: false), segments[0]);
        Assert.Equal((16_184, true), (segments[1].Length, segments[1].IsPadding));
    }
}
