namespace Shoal.Net;

/// <summary>Takes incoming links, on the listening loop.</summary>
public interface IAcceptHandler
{
    /// <summary>A stranger connected; the link is attached to no loop yet.</summary>
    void OnAccepted(ILink link);
}
