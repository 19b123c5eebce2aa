using System.Text.Json;
using Shoal.Metainfo;

namespace Shoal.Metainfo.Oracle;

/// <summary>Compares a torrent with what libtorrent says about it: one line of libtorrent_tool.py describe.</summary>
public static class LibtorrentView
{
    public static void AssertSame(string json, TorrentMetainfo torrent)
    {
        using var document = JsonDocument.Parse(json);
        var expected = document.RootElement;
        Assert.Equal(expected.GetProperty("v1").GetString(), torrent.InfoHashes.V1?.ToString());
        Assert.Equal(expected.GetProperty("v2").GetString(), torrent.InfoHashes.V2?.ToString());
        Assert.Equal(expected.GetProperty("pieceLength").GetInt32(), torrent.Layout.PieceLength);
        Assert.Equal(expected.GetProperty("pieces").GetInt32(), torrent.Layout.PieceCount);
        Assert.Equal(expected.GetProperty("private").GetBoolean(), torrent.IsPrivate);
        Assert.Equal(expected.GetProperty("comment").GetString(), torrent.Comment ?? "");
        Assert.Equal(expected.GetProperty("creator").GetString(), torrent.CreatedBy ?? "");
        Assert.Equal(expected.GetProperty("webSeeds").EnumerateArray().Select(seed => seed.GetString()), torrent.WebSeeds);

        // libtorrent shuffles within a tier as it reads (BEP 12), so only the set of each is compared.
        Assert.Equal(
            expected.GetProperty("trackers").EnumerateArray().Select(tracker => (Tier: tracker[1].GetInt32(), Url: tracker[0].GetString())).Order(),
            torrent.Trackers.SelectMany((tier, number) => tier.Select(url => (Tier: number, Url: (string?)url))).Order());
        Assert.Equal(
            expected.GetProperty("files").EnumerateArray().Select(file => (file.GetProperty("path").GetString(), file.GetProperty("length").GetInt64(),
                file.GetProperty("root").GetString(), file.GetProperty("executable").GetBoolean())),
            torrent.Files.Where(file => !file.IsPadding).Select(file => ((string?)file.SafePath, file.Length, file.PiecesRoot?.ToString(), file.IsExecutable)));

        // A v2 torrent of one file: libtorrent calls it by the file's name, we by the info dictionary's.
        if (torrent.HasV1 || !torrent.IsSingleFile)
        {
            Assert.Equal(expected.GetProperty("name").GetString(), torrent.Name);
        }
    }
}
