namespace Shoal.Catalog.Exchange;

/// <summary>Reads a stream line by line, and holds no more than the longest line that is read.</summary>
internal sealed class LineReader(Stream from)
{
    private readonly byte[] _buffer = new byte[Limits.LineLength + 1];
    private int _start;
    private int _end;
    private bool _isOver;

    /// <summary>1 for the first.</summary>
    public long Number { get; private set; }

    /// <summary>The line without its end, valid until the next.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>It has more bytes than are read; the rest is skipped.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Goes to the next line; false behind the last.</summary>
    public bool Next()
    {
        Number++;
        IsTooLong = false;
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                Take(length);
                _start += length + 1;
                return true;
            }

            if (_isOver)
            {
                Take(_end - _start);
                _start = _end;
                return IsTooLong || Line.Length > 0;
            }

            Fill();
        }
    }

    private void Take(int length) => Line = IsTooLong ? default : _buffer.AsMemory(_start, length);

    private void Fill()
    {
        if (_end - _start == _buffer.Length)
        {
            IsTooLong = true;
            _start = _end;
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var read = from.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isOver = read == 0;
    }
}
