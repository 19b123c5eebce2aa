using System.CommandLine;
using Shoal.Cli.Napster.Listing;
using Shoal.Cli.Napster.Presence;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Commands;

/// <summary>shoal napster msg: a private message.</summary>
internal sealed class NapsterMsgCommand
{
    private readonly Argument<string> _nick = new("NICK") { Description = "The user to write to" };
    private readonly Argument<string[]> _text = new("TEXT") { Description = "The text to send", Arity = ArgumentArity.OneOrMore };

    public static Verb Create(NapsterShell shell)
    {
        var self = new NapsterMsgCommand();
        return shell.Make(
            Place.Anywhere,
            "msg",
            "Write to a user in private. What others write to you is shown by 'share' and 'chat'.",
            ["shoal napster msg ann thank you for the songs"],
            self.RunAsync,
            self._nick,
            self._text);
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, NapsterPresence presence, CancellationToken cancellation)
    {
        var nick = parsed.GetRequiredValue(_nick);
        var client = await presence.OnlineAsync(cancellation);
        var wrong = await Failing.WithAsync(client.MessageAsync(nick, string.Join(' ', parsed.GetRequiredValue(_text))), cancellation);
        if (wrong.Count > 0)
        {
            throw new VerbException(ExitCode.Failed, $"the message did not reach '{nick}': {string.Join("; ", wrong)}");
        }

        output.Line($"Sent to {nick}.");
        output.JsonLine(json => json.WriteString("sent", nick));
        return ExitCode.Done;
    }
}
