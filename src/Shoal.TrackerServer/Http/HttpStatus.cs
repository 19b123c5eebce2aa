namespace Shoal.TrackerServer.Http;

/// <summary>The status codes in use (RFC 9110).</summary>
internal enum HttpStatus
{
    Ok = 200,
    BadRequest = 400,
    NotFound = 404,
    MethodNotAllowed = 405,
    HeadersTooLarge = 431,
}
