using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Shoal.TrackerServer.Access;
using Shoal.Web.Serving;

namespace Shoal.TrackerServer.Control.Administration;

/// <summary>
/// /administration/…, by POST with <see cref="AdministrationRequest"/>, for who has the token: every user of this machine and every page in a browser reaches the listener, and
/// only the tracker's own user can read the file with the token.
/// </summary>
internal sealed class AdministrationRoutes
{
    private readonly byte[] _expected;

    private AdministrationRoutes(string token) => _expected = Encoding.ASCII.GetBytes("Bearer " + token);

    public static void Map(WebRoutes routes, Administrator administrator, string token)
    {
        var self = new AdministrationRoutes(token);
        var json = AdministrationJson.Default;
        self.Map(routes, "users/add", administrator.AddUser, json.UserEntry);
        self.Map(routes, "users/remove", administrator.RemoveUser, json.UserEntry);
        self.Map(routes, "users/list", administrator.ListUsers, json.IReadOnlyListUserEntry);
        self.Map(routes, "users/report", administrator.ReportUser, json.ReportEntry);
        self.Map(routes, "keys/add", administrator.AddKey, json.KeyEntry);
        self.Map(routes, "keys/remove", administrator.RemoveKey, json.KeyEntry);
        self.Map(routes, "keys/list", administrator.ListKeys, json.IReadOnlyListKeyEntry);
        self.Map(routes, "hashes/add", administrator.AddHashes, json.ListEntry);
        self.Map(routes, "hashes/remove", administrator.RemoveHashes, json.ListEntry);
        self.Map(routes, "hashes/list", _ => administrator.ListHashes(), json.ListEntry);
    }

    private void Map<T>(WebRoutes routes, string name, Func<AdministrationRequest, T> act, JsonTypeInfo<T> form) => routes.Map(HttpMethods.Post, "/administration/" + name, async context =>
    {
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString()), _expected))
        {
            await WebReply.TextAsync(context, StatusCodes.Status401Unauthorized, "the token in the tracker's data folder is needed");
            return;
        }

        try
        {
            var request = await JsonSerializer.DeserializeAsync(context.Request.Body, AdministrationJson.Default.AdministrationRequest, context.RequestAborted);
            var answer = act(request ?? new AdministrationRequest());
            await WebReply.BytesAsync(context, StatusCodes.Status200OK, "application/json", JsonSerializer.SerializeToUtf8Bytes(answer, form));
        }
        catch (RefusedException e)
        {
            await WebReply.TextAsync(context, e.Status, e.Message);
        }
        catch (JsonException)
        {
            await WebReply.TextAsync(context, StatusCodes.Status400BadRequest, "this is not the JSON that is asked for here");
        }
        catch (Exception e) when (e is AccessException or SqliteException)
        {
            await WebReply.TextAsync(context, StatusCodes.Status500InternalServerError, e.Message);
        }
    });
}
