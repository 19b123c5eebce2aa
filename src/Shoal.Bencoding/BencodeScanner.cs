namespace Shoal.Bencoding;

/// <summary>
/// One pass over the bytes that fills the token table. No recursion: hostile nesting would end the process. What it needs besides is the document's, and serves its next pass again.
/// </summary>
internal ref struct BencodeScanner
{
    private readonly ReadOnlySpan<byte> _input;
    private readonly BencodeOptions _options;
    private readonly Stack<OpenContainer> _open;
    private readonly DuplicateKeys _duplicates;
    private int _at;

    internal BencodeScanner(ReadOnlySpan<byte> input, BencodeOptions options, BencodeToken[] tokens, Stack<OpenContainer> open, DuplicateKeys duplicates)
    {
        _input = input;
        _options = options;
        _open = open;
        _duplicates = duplicates;
        Tokens = tokens;
    }

    internal BencodeToken[] Tokens { get; private set; }

    internal int Count { get; private set; }

    internal BencodeError Scan()
    {
        if (_input.Length > _options.Limits.Length)
        {
            return new BencodeError(BencodeFault.TooLong, _options.Limits.Length);
        }

        _open.Clear();
        do
        {
            if (_at >= _input.Length)
            {
                return Error(BencodeFault.Incomplete);
            }

            var fault = _input[_at] == (byte)'e' ? Close() : Value();
            if (fault != BencodeFault.None)
            {
                return Error(fault);
            }
        }
        while (_open.Count > 0);

        return default;
    }

    private readonly BencodeError Error(BencodeFault fault) => new(fault, _at);

    private BencodeFault Value()
    {
        if (Count >= _options.Limits.Tokens)
        {
            return BencodeFault.TooManyTokens;
        }

        var isContainer = _input[_at] is (byte)'d' or (byte)'l';
        if (isContainer && _open.Count >= _options.Limits.Depth)
        {
            return BencodeFault.TooDeep;
        }

        var isString = _input[_at] is >= (byte)'0' and <= (byte)'9';
        if (_open.TryPop(out var parent))
        {
            if (parent.ExpectsKey && !isString)
            {
                return BencodeFault.KeyNotString;
            }
        }

        var index = Add(new BencodeToken { Start = _at });
        ref var token = ref Tokens[index];
        BencodeFault fault;
        if (isContainer)
        {
            token.Kind = _input[_at] == (byte)'d' ? BencodeKind.Dictionary : BencodeKind.List;
            _at++;
            fault = BencodeFault.None;
        }
        else
        {
            fault = isString ? Bytes(ref token) : Integer(ref token);
            token.End = _at;
            token.Next = index + 1;
        }

        if (fault != BencodeFault.None)
        {
            return fault;
        }

        if (parent.IsOpen)
        {
            fault = parent.Take(Tokens, index, _input, _options.IsStrict);
            if (fault != BencodeFault.None)
            {
                _at = Tokens[index].Start;
                return fault;
            }

            _open.Push(parent);
        }

        if (isContainer)
        {
            _open.Push(new OpenContainer(index, Tokens[index].Kind == BencodeKind.Dictionary));
        }

        return BencodeFault.None;
    }

    private BencodeFault Close()
    {
        if (!_open.TryPop(out var container))
        {
            return BencodeFault.UnexpectedByte;
        }

        if (container.ExpectsValue)
        {
            return BencodeFault.KeyWithoutValue;
        }

        ref var token = ref Tokens[container.Token];
        token.Next = Count;
        if (token.Unsorted && _duplicates.Find(Tokens, container.Token, _input) is { } duplicate)
        {
            _at = duplicate;
            return BencodeFault.DuplicateKey;
        }

        token.End = ++_at;
        return BencodeFault.None;
    }

    private BencodeFault Bytes(ref BencodeToken token)
    {
        var start = _at;
        long length = 0;
        while (_at < _input.Length && _input[_at] is >= (byte)'0' and <= (byte)'9')
        {
            length = length * 10 + (_input[_at] - '0');
            _at++;
            if (_at - start > Limits.LengthDigits || _at - start == 2 && _input[start] == (byte)'0')
            {
                return BencodeFault.MalformedLength;
            }
        }

        if (_at == _input.Length)
        {
            return BencodeFault.Incomplete;
        }

        if (_input[_at] != (byte)':')
        {
            return BencodeFault.MalformedLength;
        }

        _at++;
        if (length > _input.Length - _at)
        {
            return length > _options.Limits.Length ? BencodeFault.TooLong : BencodeFault.Incomplete;
        }

        token.Kind = BencodeKind.Bytes;
        token.Prefix = (byte)(_at - start);
        _at += (int)length;
        return BencodeFault.None;
    }

    private BencodeFault Integer(ref BencodeToken token)
    {
        if (_input[_at] != (byte)'i')
        {
            return BencodeFault.UnexpectedByte;
        }

        _at++;
        var isNegative = _at < _input.Length && _input[_at] == (byte)'-';
        _at += isNegative ? 1 : 0;
        var digits = _input[_at..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits < 0)
        {
            _at = _input.Length;
            return BencodeFault.Incomplete;
        }

        var isZero = digits > 0 && _input[_at] == (byte)'0';
        if (digits == 0 || isZero && (digits > 1 || isNegative) || _input[_at + digits] != (byte)'e')
        {
            return BencodeFault.MalformedInteger;
        }

        token.Kind = BencodeKind.Integer;
        _at += digits + 1;
        return BencodeFault.None;
    }

    private int Add(BencodeToken token)
    {
        if (Count == Tokens.Length)
        {
            var tokens = Tokens;
            Array.Resize(ref tokens, Math.Min(Math.Max(Limits.FirstTokens, Count * 2), _options.Limits.Tokens));
            Tokens = tokens;
        }

        Tokens[Count] = token;
        return Count++;
    }
}
