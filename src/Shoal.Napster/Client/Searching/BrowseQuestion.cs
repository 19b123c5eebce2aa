using Shoal.Napster.Client.Sessions;
using Shoal.Napster.Protocol;

namespace Shoal.Napster.Client.Searching;

/// <summary>211 → 212* → 213; before that 210 where the user is not there.</summary>
internal sealed class BrowseQuestion(string nick) : QuestionFor<IReadOnlyList<RemoteFile>>
{
    private readonly List<RemoteFile> _files = [];
    private bool _isAway;

    public override void Send(ServerLink link, ServerKind kind) => link.Send(MessageType.Browse, $"{nick}");

    public override void Complete()
    {
        if (_isAway)
        {
            Fail($"'{nick}' is not there");
        }
        else if (_files.Count == 0 && Notices.Count > 0)
        {
            Refuse("");
        }
        else
        {
            base.Complete();
        }
    }

    protected override Heard HearAnswer(MessageType type, Fields fields)
    {
        switch (type)
        {
            case MessageType.BrowseRow:
                if (_files.Count < Limits.RowsKept && RemoteFileReader.ReadRow(fields) is { } file)
                {
                    _files.Add(file);
                }

                return Heard.Part;
            case MessageType.SignedOff when Is(fields):
                _isAway = true;
                return Heard.Part;
            case MessageType.BrowseEnd:
                return Heard.End;
            default:
                return Heard.NotMine;
        }
    }

    protected override IReadOnlyList<RemoteFile> Answer() => _files;

    private bool Is(Fields fields) => fields.TryNext(out var name) && Nick.Comparer.Equals(LegacyText.Decode(name), nick);
}
