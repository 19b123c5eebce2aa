namespace Shoal.Client.Exchange;

/// <summary>BEP 11: what is said of a contact.</summary>
[Flags]
internal enum ExchangeFlags : byte
{
    None = 0,
    PrefersEncryption = 0x01,

    /// <summary>A seed, or upload-only by BEP 21.</summary>
    UploadOnly = 0x02,
    Utp = 0x04,
    Holepunch = 0x08,

    /// <summary>The teller dialled it.</summary>
    Reachable = 0x10,
}
