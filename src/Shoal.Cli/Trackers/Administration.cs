using System.CommandLine;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using Shoal.Cli.Shell;
using Shoal.TrackerServer.Control.Administration;

namespace Shoal.Cli.Trackers;

/// <summary>Asks the tracker that runs on this machine, by the address and the token that it left in its data folder.</summary>
internal sealed class Administration
{
    private readonly Option<string?> _data = AccessSettings.CreateData("The data folder of the tracker that is asked; the one of your state unless given");

    /// <summary>A verb that asks the tracker: its words behind "tracker", what its example has behind them, and what it takes.</summary>
    public Verb Make(string words, string example, string description, Func<ParseResult, Output, CancellationToken, Task<int>> run, params IEnumerable<Symbol> symbols)
    {
        var verb = new Verb(words.Split(' ')[^1], description) { Examples = [$"shoal tracker {words}{example}"], Run = run };
        verb.AddAll([.. symbols, _data]);
        return verb;
    }

    /// <exception cref="VerbException">No tracker answers, or it refuses.</exception>
    public async Task<T> AskAsync<T>(ParseResult parsed, string what, AdministrationRequest request, JsonTypeInfo<T> form, CancellationToken cancellation)
    {
        var folder = DataFolder.PathOf(parsed.GetValue(_data));
        var (address, token) = await ReadAsync(folder, cancellation);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var body = JsonContent.Create(request, AdministrationJson.Default.AdministrationRequest);
            using var answer = await http.PostAsync(new Uri(address, "/administration/" + what), body, cancellation);
            return answer.IsSuccessStatusCode
                ? (await answer.Content.ReadFromJsonAsync(form, cancellation))!
                : throw new VerbException(ExitCode.Failed, (await answer.Content.ReadAsStringAsync(cancellation)).Trim());
        }
        catch (HttpRequestException e)
        {
            throw new VerbException(ExitCode.Failed, $"no tracker answers at {address} ({e.Message.TrimEnd('.')}): start it again by 'shoal tracker'", e);
        }
    }

    /// <summary>Asks for a list part by part, until there is no more of it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="what">Which list.</param>
    /// <param name="request">For the first part.</param>
    /// <param name="after">For the part behind an entry.</param>
    /// <param name="form">Of a part.</param>
    /// <param name="cancellation">The user stops it.</param>
    /// <exception cref="VerbException">No tracker answers, or it refuses.</exception>
    public async Task<IReadOnlyList<T>> AskAllAsync<T>(
        ParseResult parsed, string what, AdministrationRequest request, Func<T, AdministrationRequest> after, JsonTypeInfo<IReadOnlyList<T>> form, CancellationToken cancellation)
    {
        var all = new List<T>();
        while (await AskAsync(parsed, what, request, form, cancellation) is { Count: > 0 } some)
        {
            all.AddRange(some);
            request = after(some[^1]);
        }

        return all;
    }

    private static async Task<(Uri Address, string Token)> ReadAsync(string folder, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllLinesAsync(DataFolder.ControlFileOf(folder), cancellation) is [var address, var token] && Uri.TryCreate(address, UriKind.Absolute, out var uri)
                ? (uri, token)
                : throw new VerbException(ExitCode.Failed, $"'{DataFolder.ControlFileOf(folder)}' is not what a tracker writes: start the tracker again");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new VerbException(
                ExitCode.Failed, $"no tracker with users or lists runs with the data folder '{folder}': start 'shoal tracker --private' or 'shoal tracker --allow-list FILE' with its control listener, or name its folder by --data", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new VerbException(ExitCode.Failed, $"the tracker's data folder '{folder}' is another user's: ask as the user that the tracker runs as", e);
        }
    }
}
