namespace Shoal.Bencoding;

/// <summary>A list or dictionary whose end is not read yet. The default stands for "none".</summary>
internal struct OpenContainer
{
    private readonly bool _isDictionary;
    private int _lastKey;
    private bool _hasKey;

    internal OpenContainer(int token, bool isDictionary)
    {
        Token = token;
        IsOpen = true;
        _isDictionary = isDictionary;
        _lastKey = -1;
    }

    internal int Token { get; }

    internal bool IsOpen { get; }

    internal readonly bool ExpectsKey => _isDictionary && !_hasKey;

    internal readonly bool ExpectsValue => _isDictionary && _hasKey;

    /// <summary>Counts the token in as an item, key or value.</summary>
    internal BencodeFault Take(BencodeToken[] tokens, int index, ReadOnlySpan<byte> input, bool isStrict)
    {
        if (!_isDictionary)
        {
            return BencodeFault.None;
        }

        if (_hasKey)
        {
            _hasKey = false;
            return BencodeFault.None;
        }

        var order = _lastKey < 0 ? 1 : KeyOf(tokens[index], input).SequenceCompareTo(KeyOf(tokens[_lastKey], input));
        _lastKey = index;
        _hasKey = true;
        tokens[Token].Unsorted |= order < 0;
        return order switch
        {
            0 => BencodeFault.DuplicateKey,
            < 0 when isStrict => BencodeFault.UnsortedKeys,
            _ => BencodeFault.None,
        };
    }

    internal static ReadOnlySpan<byte> KeyOf(in BencodeToken token, ReadOnlySpan<byte> input) => input[(token.Start + token.Prefix)..token.End];
}
