namespace Shoal.TrackerServer.Control.Administration;

/// <summary>An administrator asks for what cannot be.</summary>
internal sealed class RefusedException(int status, string message) : Exception(message)
{
    public int Status => status;
}
