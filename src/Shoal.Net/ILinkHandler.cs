namespace Shoal.Net;

/// <summary>Hears of a link's readiness, on the link's loop.</summary>
public interface ILinkHandler
{
    /// <summary>Bytes, or the stream's end, can be received. Called again while any are left.</summary>
    void OnReadable();

    /// <summary>What <see cref="ILink.NotifyWritable"/> asked for.</summary>
    void OnWritable();
}
