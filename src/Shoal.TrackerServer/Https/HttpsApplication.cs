using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Shoal.TrackerServer.Http;
using Endpoint = Shoal.Runtime.Endpoint;

namespace Shoal.TrackerServer.Https;

/// <summary>What Kestrel calls for each announce and scrape: the target as it came, to the tracker that plain HTTP asks too.</summary>
internal sealed class HttpsApplication(TrackerHost tracker) : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public async Task ProcessRequestAsync(HttpContext context)
    {
        var (request, response) = (context.Features.GetRequiredFeature<IHttpRequestFeature>(), context.Response);
        var connection = context.Features.GetRequiredFeature<HttpsConnection>();
        var from = connection.From;
        // As by plain HTTP: a GET without a body, and nothing else.
        var asked = !HttpMethods.IsGet(request.Method) ? HttpStatus.MethodNotAllowed
            : context.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody ? HttpStatus.BadRequest
            : connection.IsProxied && !tracker.Proxies.TryFindClient(request.Headers[tracker.Proxies.Header], from, out from) ? HttpStatus.BadRequest : HttpStatus.Ok;
        var (status, body) = await tracker.AnswerAsync(asked, Encoding.Latin1.GetBytes(request.RawTarget), from, connection.Counters.Requests);
        response.StatusCode = (int)status;
        response.ContentType = "text/plain";
        if (TakesGzip(request.Headers.AcceptEncoding) && Gzip.TryCompress(body.Span, out var compressed))
        {
            // No secret stands in an answer beside what others chose, so that its length tells nothing.
            response.Headers.ContentEncoding = "gzip";
            body = compressed;
        }

        response.ContentLength = body.Length;
        if (status == HttpStatus.MethodNotAllowed)
        {
            // RFC 9110, 15.5.6.
            response.Headers.Allow = HttpMethods.Get;
        }

        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static bool TakesGzip(StringValues lines)
    {
        var encoding = new AcceptEncoding();
        foreach (var line in lines)
        {
            encoding.Take(Encoding.Latin1.GetBytes(line ?? ""));
        }

        return encoding.TakesGzip;
    }

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }
}
