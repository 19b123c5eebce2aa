namespace Shoal.Napster.Client.Uploads;

/// <summary>One file that one user wants of us.</summary>
internal sealed class UploadEntry(string nick, byte[] name)
{
    public string Nick => nick;

    /// <summary>What is wanted, as it is shared.</summary>
    public byte[] Name => name;

    public UploadState State { get; set; }

    /// <summary>When it was asked for last, or offered, by the loop's clock.</summary>
    public TimeSpan Since { get; set; }

    /// <summary>The connection that it is sent by; null while it is not.</summary>
    public Data.Upload? Current { get; set; }

    /// <summary>Up to here it was sent.</summary>
    public long Sent { get; set; }

    /// <summary>Bytes of all of it; 0 until it is known.</summary>
    public long Size { get; set; }

    public bool Is(string otherNick, ReadOnlySpan<byte> otherName) => Protocol.Nick.Comparer.Equals(nick, otherNick) && otherName.SequenceEqual(name);
}
