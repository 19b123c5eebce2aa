namespace Shoal.Fuzz.Connections;

/// <summary>The input of a conversation: each choice is read from it, so that a shorter input is a shorter conversation.</summary>
internal ref struct Script(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public readonly bool IsOver => _at >= _bytes.Length;

    /// <summary>The next byte, 0 behind the end.</summary>
    public byte Next() => IsOver ? (byte)0 : _bytes[_at++];

    public int Below(int limit) => limit <= 256 ? Next() % limit : ((Next() << 8) | Next()) % limit;

    public T Of<T>(ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    public ReadOnlySpan<byte> Take(int count)
    {
        var from = _at;
        _at = Math.Min(_bytes.Length, _at + count);
        return _bytes[from.._at];
    }
}
