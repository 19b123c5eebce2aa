using System.Text;
using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Searching;

/// <summary>A file that another user shares, as the server tells of it.</summary>
public sealed record RemoteFile
{
    /// <summary>Whose it is.</summary>
    public required string Nick { get; init; }

    /// <summary>What it is called there, byte for byte: by it and no other name it is asked for.</summary>
    public required ReadOnlyMemory<byte> Name { get; init; }

    /// <summary>The same for people.</summary>
    public string Text => Protocol.LegacyText.Decode(Name.Span);

    /// <summary>The last part of its name.</summary>
    public string FileName => Text[(Text.LastIndexOfAny(['\\', '/']) + 1)..];

    /// <summary>By what other owners of the same are found: opaque.</summary>
    public string Token { get; init; } = "";

    /// <summary>Bytes. Old servers tell 32 bits of it.</summary>
    public long Size { get; init; }

    /// <summary>kbit/s; 0 where nobody knows.</summary>
    public int Bitrate { get; init; }

    /// <summary>Hertz; 0 where nobody knows.</summary>
    public int Frequency { get; init; }

    /// <summary>Seconds; 0 where nobody knows.</summary>
    public int Duration { get; init; }

    /// <summary>The owner's line, 0 to 10.</summary>
    public int Line { get; init; }

    /// <summary>Where its owner is, without a port; null where the server does not say.</summary>
    public Endpoint? Address { get; init; }

    /// <summary>The hash of all of it, as the owner says; null where nobody does.</summary>
    public Sha256Hash? Sha256 { get; init; }
}
