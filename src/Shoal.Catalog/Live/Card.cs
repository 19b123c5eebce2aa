namespace Shoal.Catalog.Live;

/// <summary>What a search asks of a file that is shared now, held in memory so that files which do not fit need not be read.</summary>
internal struct Card
{
    /// <summary>Whose; 0 where nobody shares it now. It is written last and removed first.</summary>
    public int Owner;

    public int Bitrate;
    public int Frequency;
    public int Duration;
    public long Size;
    public MediaType Media;

    /// <summary>The lower, the better: see <see cref="RankOf"/>. It stays for the visit, so that pages follow each other whatever becomes of the owner's line.</summary>
    public ushort Rank;

    /// <summary>The card of a file.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="presence">His line when he shares it.</param>
    /// <param name="file">What.</param>
    /// <param name="words">How many words find it.</param>
    public static Card Of(OwnerId owner, Presence presence, SharedFile file, int words) => new()
    {
        Owner = owner.Value,
        Bitrate = file.Bitrate,
        Frequency = file.Frequency,
        Duration = file.Duration,
        Size = file.Size,
        Media = file.Media,
        Rank = RankOf(words, presence),
    };

    /// <summary>First the file with the fewest words, so with the fewest that were not asked for; of equal ones that to which others can connect; then the fastest line.</summary>
    private static ushort RankOf(int words, Presence presence) =>
        (ushort)((Math.Min(words, byte.MaxValue) << 8) | (presence.IsReachable ? 0 : 0x80) | (0x7f - Math.Min(presence.Speed, (byte)0x7f)));
}
