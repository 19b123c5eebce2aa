namespace Shoal.Fuzz.Connections;

/// <summary>Bytes that come in at one end and leave at the other.</summary>
internal sealed class ByteQueue
{
    private byte[] _bytes = new byte[1024];
    private int _start;
    private int _end;

    public int Count => _end - _start;

    public ReadOnlySpan<byte> All => _bytes.AsSpan(_start, Count);

    public void Put(ReadOnlySpan<byte> data)
    {
        if (_bytes.Length - _end < data.Length)
        {
            var target = Count + data.Length <= _bytes.Length / 2 ? _bytes : new byte[Math.Max(2 * _bytes.Length, Count + data.Length)];
            All.CopyTo(target);
            (_bytes, _start, _end) = (target, 0, Count);
        }

        data.CopyTo(_bytes.AsSpan(_end));
        _end += data.Length;
    }

    public int Take(Span<byte> into)
    {
        var take = Math.Min(into.Length, Count);
        All[..take].CopyTo(into);
        Skip(take);
        return take;
    }

    public void Skip(int count)
    {
        _start += count;
        if (_start == _end)
        {
            _start = _end = 0;
        }
    }
}
