namespace Shoal.Client.Extensions;

/// <summary>BEP 10: the ids by which peers are to send us each extension's messages, as our "m" tells them.</summary>
internal static class ExtensionIds
{
    /// <summary>The extension handshake itself.</summary>
    public const byte Handshake = 0;

    /// <summary>BEP 9 "ut_metadata".</summary>
    public const byte Metadata = 1;
}
