using System.Threading.Channels;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Napster.Chat;

/// <summary>A room on a terminal or in a pipe: what happens is shown, what is typed is done, until the user goes or is put out.</summary>
internal sealed class ChatRoom(IRoom room, ChannelReader<Happening> happenings, ILines input, Output output, TimeProvider time)
{
    /// <summary>For the server to tell us what we said last; a script's last line would be lost otherwise.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly RoomView _view = new(room.Channel, output, time);

    /// <summary>Lines of ours that were not told back yet.</summary>
    private int _unheard;

    /// <summary>Why we are out; empty: nobody says.</summary>
    private string _why = "";

    /// <exception cref="VerbException">The user was put out.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var more = happenings.WaitToReadAsync(cancellation).AsTask();
        var line = input.ReadLineAsync(Prompt, cancellation).AsTask();
        while (true)
        {
            await Task.WhenAny(more, line);
            if (cancellation.IsCancellationRequested)
            {
                return ExitCode.Done;
            }

            if (more.IsCompleted)
            {
                if (!await more || !ShowAll())
                {
                    var why = _why.Length > 0 ? _why : "its operators or the server put you out";
                    throw new VerbException(ExitCode.Failed, $"you are out of {room.Channel} ({why}): come again by 'shoal napster chat {room.Channel}'");
                }

                more = happenings.WaitToReadAsync(cancellation).AsTask();
            }

            if (line.IsCompleted)
            {
                if (await line is not { } typed || !await DoAsync(typed))
                {
                    await HearLastAsync(more, cancellation);
                    return ExitCode.Done;
                }

                output.Flush();
                line = input.ReadLineAsync(Prompt, cancellation).AsTask();
            }
        }
    }

    private string Prompt => $"{room.Channel}> ";

    /// <summary>False: we are out.</summary>
    private bool ShowAll()
    {
        var isIn = true;
        while (happenings.TryRead(out var happening))
        {
            _view.Show(happening);
            if (happening.Kind == HappeningKind.Out)
            {
                (isIn, _why) = (false, happening.Text);
            }

            if (happening.Kind is HappeningKind.Said or HappeningKind.Emote && string.Equals(happening.Nick, room.Nick, StringComparison.OrdinalIgnoreCase))
            {
                _unheard--;
            }
            else if (happening.Kind == HappeningKind.Lost)
            {
                _unheard = 0;
            }
        }

        output.Flush();
        return isIn;
    }

    /// <summary>False: the user goes.</summary>
    private async Task<bool> DoAsync(string typed)
    {
        if (!ChatLine.TryParse(typed, out var line, out var reason))
        {
            _view.Tell(reason);
            return true;
        }

        switch (line.Kind)
        {
            case ChatLineKind.Say:
                _unheard++;
                room.Say(line.Text);
                break;
            case ChatLineKind.Emote:
                _unheard++;
                room.Emote(line.Text);
                break;
            case ChatLineKind.Topic:
                room.SetTopic(line.Text);
                break;
            case ChatLineKind.ShowTopic:
                _view.ShowTopic();
                break;
            case ChatLineKind.Names:
                _view.ShowNames();
                break;
            case ChatLineKind.Message:
                await MessageAsync(line.Nick, line.Text);
                break;
            case ChatLineKind.Help:
                _view.Tell(ChatLine.Help);
                break;
            case ChatLineKind.Quit:
                return false;
            default:
                break;
        }

        return true;
    }

    private async Task MessageAsync(string nick, string text)
    {
        var wrong = await room.MessageAsync(nick, text);
        if (wrong.Count == 0)
        {
            _view.ShowSent(nick, text);
        }

        foreach (var sentence in wrong)
        {
            _view.Tell(sentence);
        }
    }

    private async Task HearLastAsync(Task<bool> more, CancellationToken cancellation)
    {
        var late = Task.Delay(Patience, time, cancellation);
        while (_unheard > 0 && await Task.WhenAny(more, late) == more && await more && ShowAll())
        {
            more = happenings.WaitToReadAsync(cancellation).AsTask();
        }
    }
}
