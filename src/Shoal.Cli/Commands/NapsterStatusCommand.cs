using System.CommandLine;
using Shoal.Cli.Napster.Presence;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Commands;

/// <summary>shoal napster status: who one is, on which server, and what goes on.</summary>
internal static class NapsterStatusCommand
{
    public static Verb Create(NapsterShell shell) => shell.Make(
        Place.IfRunning,
        "status",
        "Tell who you are on which Napster server, and what your client does.",
        ["shoal napster status", "shoal napster status --profile work --json"],
        RunAsync);

    private static async Task<int> RunAsync(ParseResult parsed, Output output, NapsterPresence presence, CancellationToken cancellation)
    {
        var status = presence.Client is { } client ? await client.ReadStatusAsync(cancellation) : null;
        Write(presence, status, output);
        output.JsonLine(json =>
        {
            json.WriteString("profile", presence.Folder.Name);
            json.WriteString("folder", presence.Folder.Path);
            json.WriteIfThere("server", presence.Profile.Server);
            json.WriteIfThere("nick", presence.Profile.Nick);
            json.WriteStrings("shared", presence.Profile.Folders);
            json.WriteBoolean("running", status is not null);
            if (status is not null)
            {
                json.WriteBoolean("connected", status.IsConnected);
                json.WriteIfThere("trouble", status.Trouble);
                json.WriteNumber("files", status.Files);
                json.WriteNumber("bytes", status.Bytes);
                json.WriteNumber("downloads", status.Downloads);
                json.WriteNumber("uploads", status.Uploads);
                json.WriteNumber("waiting", status.Waiting);
            }
        });
        return ExitCode.Done;
    }

    private static void Write(NapsterPresence presence, ClientStatus? status, Output output)
    {
        var profile = presence.Profile;
        output.Field("Profile", $"{presence.Folder.Name} ({presence.Folder.Path})");
        output.Field("Server", profile.Server ?? "none yet");
        output.Field("Nick", profile.Nick ?? "none yet");
        output.Fields("Folder", profile.Folders);
        output.Field("Client", (status, status?.Trouble) switch
        {
            (null, _) => "does not run",
            ({ IsConnected: true }, null) => "connected",
            ({ IsConnected: true }, { } trouble) => $"connected; {trouble}",
            (_, null) => "not connected",
            (_, { } trouble) => $"not connected: {trouble}",
        });
        if (status is not null)
        {
            output.Field("Shared", $"{status.Files} {(status.Files == 1 ? "file" : "files")}, {Sizes.Format(status.Bytes)}");
            output.Field("Transfers", $"{status.Downloads} come, {status.Waiting} wait, {status.Uploads} go");
        }
    }
}
