namespace Shoal.Catalog.Live;

/// <summary>A file that somebody shares now: what a search asks of it, and all else packed.</summary>
internal struct Card
{
    /// <summary>Whose; 0 where it is over. It is written last and removed first; the rest never changes.</summary>
    public int Owner;

    public int Bitrate;
    public int Frequency;
    public int Duration;
    public long Size;

    /// <summary>All else: <see cref="FileFacts"/>.</summary>
    public byte[]? Facts;

    /// <summary>The file's number in the catalog.</summary>
    public long Id;

    /// <summary>A hash of its token and size; 0 where it has no token.</summary>
    public uint Source;

    /// <summary>The lower, the better: see <see cref="RankOf"/>. It stays for the visit, so that pages follow each other whatever becomes of the owner's line.</summary>
    public ushort Rank;

    private byte _media;

    public readonly MediaType Media => (MediaType)_media;

    /// <summary>The card of a file.</summary>
    /// <param name="id">Its number in the catalog.</param>
    /// <param name="owner">Whose.</param>
    /// <param name="presence">His line when he shares it.</param>
    /// <param name="file">What.</param>
    /// <param name="source">A hash of its token and size.</param>
    /// <param name="words">How many words find it.</param>
    public static Card Of(long id, OwnerId owner, Presence presence, SharedFile file, uint source, int words) => new()
    {
        Owner = owner.Value,
        Bitrate = file.Bitrate,
        Frequency = file.Frequency,
        Duration = file.Duration,
        Size = file.Size,
        Facts = FileFacts.Of(file),
        Id = id,
        Source = source,
        Rank = RankOf(words, presence),
        _media = (byte)file.Media,
    };

    /// <summary>First the file with the fewest words, so with the fewest that were not asked for; of equal ones that to which others can connect; then the fastest line.</summary>
    private static ushort RankOf(int words, Presence presence) =>
        (ushort)((Math.Min(words, byte.MaxValue) << 8) | (presence.IsReachable ? 0 : 0x80) | (0x7f - Math.Min(presence.Speed, (byte)0x7f)));
}
