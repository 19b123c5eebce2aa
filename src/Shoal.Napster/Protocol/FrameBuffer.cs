using System.Globalization;
using System.Text;

namespace Shoal.Napster.Protocol;

/// <summary>Frames that are written one behind the other, to be sent.</summary>
internal sealed class FrameBuffer
{
    private byte[] _bytes = new byte[512];
    private int _length;

    /// <summary>Where the frame begins that is being written.</summary>
    private int _frame;

    /// <summary>Bytes that were taken by the connection.</summary>
    private int _sent;

    /// <summary>Bytes that were not taken yet.</summary>
    public int Unsent => _length - _sent;

    /// <summary>Bytes that it takes in memory.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>What is to be sent.</summary>
    public ReadOnlySpan<byte> UnsentSpan => _bytes.AsSpan(_sent, Unsent);

    /// <summary>So many bytes more were taken.</summary>
    public void Take(int bytes)
    {
        _sent += bytes;
        if (_sent == _length)
        {
            Clear();
        }
    }

    public void Clear() => _length = _sent = _frame = 0;

    /// <summary>Begins a frame; its header comes when its length is known.</summary>
    public void Begin()
    {
        _frame = _length;
        _length += Room(Frame.HeaderLength).Length;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    public void Append(string text)
    {
        var room = Room(Encoding.UTF8.GetMaxByteCount(text.Length));
        _length += Encoding.UTF8.GetBytes(text, room);
    }

    public void Append(long number)
    {
        number.TryFormat(Room(20), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
    }

    /// <summary>Ends the frame. What a length cannot tell is cut: only text of clients comes so long, and theirs is bounded far below.</summary>
    public void End(MessageType type, ByteOrder order)
    {
        var payload = Math.Min(_length - _frame - Frame.HeaderLength, Frame.MostPayload);
        _length = _frame + Frame.HeaderLength + payload;
        Frame.WriteHeader(_bytes.AsSpan(_frame), order, payload, type);
    }

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - _length < length && _sent > 0)
        {
            UnsentSpan.CopyTo(_bytes);
            _frame -= _sent;
            _length -= _sent;
            _sent = 0;
        }

        if (_bytes.Length - _length < length)
        {
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + length));
        }

        return _bytes.AsSpan(_length, length);
    }
}
