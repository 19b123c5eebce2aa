using Shoal.Napster.Client.Sessions;
using Shoal.Napster.Protocol;

namespace Shoal.Napster.Client.Sharing;

/// <summary>Gathers files of one folder for a message: "folder" "file" token size … "file" …; none grows longer than the old servers take.</summary>
internal sealed class ShareBatch
{
    private readonly List<byte> _payload = [];
    private byte[] _folder = [];

    public void Add(ServerLink link, ReadOnlySpan<byte> folder, ReadOnlySpan<byte> name, ReadOnlySpan<byte> line)
    {
        // A space and two quotation marks.
        if (!folder.SequenceEqual(_folder) || _payload.Count + name.Length + line.Length + 3 > Limits.Payload)
        {
            Flush(link);
        }

        if (_payload.Count == 0)
        {
            _folder = folder.ToArray();
            _payload.Add((byte)'"');
            _payload.AddRange(folder);
            _payload.Add((byte)'"');
        }

        _payload.AddRange(" \""u8);
        _payload.AddRange(name);
        _payload.Add((byte)'"');
        _payload.AddRange(line);
    }

    public void Flush(ServerLink link)
    {
        if (_payload.Count > 0)
        {
            link.Send(MessageType.ShareBatch, $"{System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_payload)}");
            _payload.Clear();
        }
    }
}
