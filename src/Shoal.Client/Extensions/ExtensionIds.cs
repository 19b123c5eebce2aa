namespace Shoal.Client.Extensions;

/// <summary>BEP 10: the ids by which peers are to send us each extension's messages, as our "m" tells them.</summary>
internal static class ExtensionIds
{
    /// <summary>The extension handshake itself.</summary>
    public const byte Handshake = 0;

    /// <summary>BEP 9 "ut_metadata".</summary>
    public const byte Metadata = 1;

    /// <summary>BEP 11 "ut_pex".</summary>
    public const byte Exchange = 2;

    /// <summary>BEP 54 "lt_donthave".</summary>
    public const byte DontHave = 3;

    /// <summary>libtorrent's "upload_only": one byte, which changes what the handshake's key of BEP 21 said.</summary>
    public const byte UploadOnly = 4;
}
