namespace Shoal.Napster.Tests.Data;

/// <summary>What files of tests hold.</summary>
internal static class Content
{
    /// <summary>Bytes by chance, the same for a length in each run.</summary>
    public static byte[] Of(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }

    /// <summary>Data that begins with digits, as a size does.</summary>
    public static byte[] Digits(int length)
    {
        var content = Of(length);
        "0123456789012345678901234567890"u8[..Math.Min(31, length)].CopyTo(content);
        return content;
    }
}
