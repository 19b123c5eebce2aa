using Shoal.Napster.Client.Sessions;
using Shoal.Napster.Protocol;

namespace Shoal.Napster.Client.Searching;

/// <summary>215 → 216* → 217: who else has the same file.</summary>
internal sealed class SourcesQuestion(string token, long size) : QuestionFor<IReadOnlyList<RemoteFile>>
{
    private readonly List<RemoteFile> _files = [];

    public override void Send(ServerLink link, ServerKind kind) => link.Send(MessageType.Sources, $"{token} {size}");

    protected override Heard HearAnswer(MessageType type, Fields fields)
    {
        switch (type)
        {
            case MessageType.Source:
                if (_files.Count < Limits.HitsKept && RemoteFileReader.ReadSource(fields) is { } file)
                {
                    _files.Add(file);
                }

                return Heard.Part;
            case MessageType.SourcesEnd:
                return Heard.End;
            case MessageType.Notice:
                // Servers without this message say that they do not know it, and no more.
                return Heard.End;
            default:
                return Heard.NotMine;
        }
    }

    protected override IReadOnlyList<RemoteFile> Answer() => _files;
}
