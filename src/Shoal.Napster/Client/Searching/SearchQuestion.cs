using Shoal.Napster.Client.Sessions;
using Shoal.Napster.Protocol;

namespace Shoal.Napster.Client.Searching;

/// <summary>200 → 201* → 202.</summary>
internal sealed class SearchQuestion(FileSearch search, string? cursor) : QuestionFor<FoundFiles>
{
    private readonly List<RemoteFile> _files = [];
    private string? _next;

    public override void Send(ServerLink link, ServerKind kind)
    {
        if (kind.IsOurs())
        {
            link.Send(MessageType.Search, $"{search.Clauses(kind)} CURSOR \"{cursor ?? ""}\"");
        }
        else
        {
            link.Send(MessageType.Search, $"{search.Clauses(kind)}");
        }
    }

    public override void Complete()
    {
        if (_files.Count == 0 && Notices.Count > 0)
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
            case MessageType.Hit:
                if (_files.Count < Limits.HitsKept && RemoteFileReader.ReadHit(fields) is { } file && search.Admits(file))
                {
                    _files.Add(file);
                }

                return Heard.Part;
            case MessageType.SearchEnd:
                _next = fields.TryNext(out var next) ? LegacyText.Decode(next) : null;
                return Heard.End;
            default:
                return Heard.NotMine;
        }
    }

    protected override FoundFiles Answer() => new(_files, _next, Notices);
}
