namespace Shoal.Napster.Server;

/// <summary>How often something came.</summary>
internal sealed class Tally
{
    public long Messages { get; private set; }

    /// <summary>Of their frames.</summary>
    public long Bytes { get; private set; }

    public void Add(int bytes)
    {
        Messages++;
        Bytes += bytes;
    }
}
