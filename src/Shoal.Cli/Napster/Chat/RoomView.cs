using System.Globalization;
using System.Text.Json;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Napster.Chat;

/// <summary>A room as lines: who comes and goes, what is said; under --json an object for each.</summary>
internal sealed class RoomView(string channel, Output output, TimeProvider time)
{
    /// <summary>Servers have rooms of some hundred.</summary>
    private const int MostMembers = 10_000;

    private readonly SortedSet<string> _members = new(StringComparer.OrdinalIgnoreCase);
    private string _topic = "";
    private bool _isLost;

    public void Show(Happening happening)
    {
        Remember(happening);
        if (happening.Kind == HappeningKind.Member || (happening.Kind == HappeningKind.Lost && _isLost))
        {
            return;
        }

        _isLost = happening.Kind == HappeningKind.Lost;
        Line(happening.Kind switch
        {
            HappeningKind.Entered => $"-- {channel}: {Names()}",
            HappeningKind.Joined => $"-- {happening.Nick} comes",
            HappeningKind.Left => $"-- {happening.Nick} goes",
            HappeningKind.Said => $"<{happening.Nick}> {happening.Text}",
            HappeningKind.Emote => $"* {happening.Nick} {happening.Text}",
            HappeningKind.Topic => TopicLine(),
            HappeningKind.Out => $"-- out of {channel}",
            HappeningKind.Message => $"[{happening.Nick}] {happening.Text}",
            HappeningKind.Lost => $"-- the server is gone{(happening.Text.Length > 0 ? $" ({happening.Text})" : "")}: looked for again",
            HappeningKind.Missed => "-- some lines were missed: they came too fast",
            _ => $"-- {happening.Text}",
        });
        output.JsonLine(json =>
        {
            json.WriteString("time", time.GetUtcNow());
            json.WriteString("event", JsonNamingPolicy.CamelCase.ConvertName(happening.Kind.ToString()));
            json.WriteString("channel", channel);
            json.WriteIfThere("nick", happening.Nick.Length > 0 ? happening.Nick : null);
            json.WriteIfThere("text", happening.Text.Length > 0 ? happening.Text : null);
            if (happening.Kind == HappeningKind.Entered)
            {
                json.WriteStrings("members", [.. _members]);
            }
        });
    }

    /// <summary>What the user did that nobody tells back.</summary>
    public void ShowSent(string nick, string text) => Line($"[-> {nick}] {text}");

    public void ShowNames() => Line($"-- {Names()}");

    public void ShowTopic() => Line(TopicLine());

    /// <summary>Of use to people only.</summary>
    public void Tell(string text) => Line($"-- {text}");

    private void Remember(Happening happening)
    {
        switch (happening.Kind)
        {
            case HappeningKind.Member or HappeningKind.Joined when _members.Count < MostMembers:
                _members.Add(happening.Nick);
                break;
            case HappeningKind.Left:
                _members.Remove(happening.Nick);
                break;
            case HappeningKind.Topic:
                _topic = happening.Text;
                break;
            case HappeningKind.Lost:
                // Who is there is told anew.
                _members.Clear();
                break;
            default:
                break;
        }
    }

    private string Names() => $"{_members.Count} here: {string.Join(", ", _members)}";

    private string TopicLine() => _topic.Length == 0 ? "-- no topic" : $"-- topic: {_topic}";

    private void Line(string text) => output.Line($"{time.GetLocalNow().ToString("HH:mm", CultureInfo.InvariantCulture)} {text}");
}
