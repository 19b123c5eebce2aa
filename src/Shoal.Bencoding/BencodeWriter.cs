using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Shoal.Bencoding;

/// <summary>Writes canonical bencoding (BEP 3). A misuse, such as a key out of order, is the programmer's error and throws.</summary>
public sealed class BencodeWriter
{
    private readonly IBufferWriter<byte> _output;
    private readonly Stack<Level> _open = new();
    private byte[] _keys = new byte[64];
    private int _keysEnd;

    /// <summary>Writes behind what the buffer holds already.</summary>
    public BencodeWriter(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
    }

    /// <summary>True when every list and dictionary was ended.</summary>
    public bool IsComplete => _open.Count == 0;

    /// <summary>Begins a dictionary; keys follow in ascending order of their bytes.</summary>
    public void WriteStartDictionary() => Start((byte)'d', isDictionary: true);

    /// <summary>Begins a list.</summary>
    public void WriteStartList() => Start((byte)'l', isDictionary: false);

    /// <summary>Ends the innermost list or dictionary.</summary>
    public void WriteEnd()
    {
        if (!_open.TryPop(out var level) || level.HasKey)
        {
            throw new InvalidOperationException(level.HasKey ? "a key has no value" : "nothing is open");
        }

        _keysEnd = level.KeyStart;
        Put((byte)'e');
    }

    /// <summary>Writes a key; its value must follow.</summary>
    public void WriteKey(ReadOnlySpan<byte> key)
    {
        if (!_open.TryPop(out var level) || !level.IsDictionary || level.HasKey)
        {
            throw new InvalidOperationException("a key belongs into a dictionary, behind the value of the key before it");
        }

        if (level.KeyLength >= 0 && key.SequenceCompareTo(_keys.AsSpan(level.KeyStart, level.KeyLength)) <= 0)
        {
            throw new InvalidOperationException($"the key '{Encoding.UTF8.GetString(key)}' is out of order");
        }

        var end = level.KeyStart + key.Length;
        if (end > _keys.Length)
        {
            Array.Resize(ref _keys, Math.Max(end, _keys.Length * 2));
        }

        key.CopyTo(_keys.AsSpan(level.KeyStart));
        _keysEnd = end;
        _open.Push(level with { KeyLength = key.Length, HasKey = true });
        PutBytes(key);
    }

    /// <summary>Writes an integer.</summary>
    public void WriteInteger(long value)
    {
        BeforeValue();
        var span = _output.GetSpan(22);
        span[0] = (byte)'i';
        Utf8Formatter.TryFormat(value, span[1..], out var digits);
        span[digits + 1] = (byte)'e';
        _output.Advance(digits + 2);
    }

    /// <summary>Writes a string of bytes.</summary>
    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        BeforeValue();
        PutBytes(value);
    }

    /// <summary>Writes text as UTF-8.</summary>
    public void WriteText(string value) => WriteBytes(Encoding.UTF8.GetBytes(value));

    /// <summary>Writes a value that is encoded already: an info dictionary as it came. The caller vouches for it.</summary>
    public void WriteRaw(ReadOnlySpan<byte> encoded)
    {
        BeforeValue();
        _output.Write(encoded);
    }

    /// <summary>A key and an integer.</summary>
    public void Write(ReadOnlySpan<byte> key, long value)
    {
        WriteKey(key);
        WriteInteger(value);
    }

    /// <summary>A key and a string of bytes.</summary>
    public void Write(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        WriteKey(key);
        WriteBytes(value);
    }

    /// <summary>A key and text as UTF-8.</summary>
    public void Write(ReadOnlySpan<byte> key, string value)
    {
        WriteKey(key);
        WriteText(value);
    }

    private void Start(byte delimiter, bool isDictionary)
    {
        BeforeValue();
        _open.Push(new Level(isDictionary, HasKey: false, _keysEnd, KeyLength: -1));
        Put(delimiter);
    }

    private void BeforeValue()
    {
        if (!_open.TryPeek(out var level) || !level.IsDictionary)
        {
            return;
        }

        if (!level.HasKey)
        {
            throw new InvalidOperationException("a value in a dictionary needs a key first");
        }

        _open.Pop();
        _open.Push(level with { HasKey = false });
    }

    private void Put(byte value)
    {
        _output.GetSpan(1)[0] = value;
        _output.Advance(1);
    }

    private void PutBytes(ReadOnlySpan<byte> value)
    {
        var span = _output.GetSpan(11);
        Utf8Formatter.TryFormat(value.Length, span, out var digits);
        span[digits] = (byte)':';
        _output.Advance(digits + 1);
        _output.Write(value);
    }

    /// <param name="KeyStart">Where in the key store this level's last key lies; deeper levels lie behind it.</param>
    private readonly record struct Level(bool IsDictionary, bool HasKey, int KeyStart, int KeyLength);
}
