using System.Buffers.Text;

namespace Shoal.Napster.Protocol;

/// <summary>
/// The fields of a payload, one after the other: words between spaces, or whatever stands between two quotation marks. There is no way to write a quotation mark in one.
/// </summary>
/// <param name="payload">All of it.</param>
internal ref struct Fields(ReadOnlySpan<byte> payload)
{
    private ReadOnlySpan<byte> _rest = payload;

    /// <summary>What no field was taken from yet, to the end: a message for people, which is never quoted.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest.TrimStart((byte)' ');

    /// <summary>Nothing is left.</summary>
    public readonly bool IsEmpty => Rest.IsEmpty;

    /// <summary>The next field begins with a quotation mark.</summary>
    public readonly bool IsQuoted => Rest is [(byte)'"', ..];

    /// <summary>Takes the next field, without its quotation marks; an open quotation runs to the end.</summary>
    public bool TryNext(out ReadOnlySpan<byte> field)
    {
        _rest = Rest;
        field = default;
        if (_rest.IsEmpty)
        {
            return false;
        }

        var isQuoted = IsQuoted;
        var start = isQuoted ? 1 : 0;
        var length = _rest[start..].IndexOf(isQuoted ? (byte)'"' : (byte)' ');
        if (length < 0)
        {
            field = _rest[start..];
            _rest = default;
        }
        else
        {
            field = _rest.Slice(start, length);
            _rest = _rest[(start + length + 1)..];
        }

        return true;
    }

    /// <summary>Takes all that is left as text that goes on in quotation marks: what stands in its own, or all of it.</summary>
    public byte[] TakeText()
    {
        var text = IsQuoted && TryNext(out var field) ? field : Rest;
        _rest = default;
        return Quotable(text);
    }

    /// <summary>Text that goes on in quotation marks: those in it become apostrophes, since a quotation mark cannot be written.</summary>
    public static byte[] Quotable(ReadOnlySpan<byte> text)
    {
        var copy = text.ToArray();
        copy.AsSpan().Replace((byte)'"', (byte)'\'');
        return copy;
    }

    /// <summary>Takes the next field as a number, which may be quoted; not below zero.</summary>
    public bool TryNumber(out long number)
    {
        number = 0;
        return TryNext(out var field) && TryNumber(field, out number);
    }

    /// <summary>Takes the next field as a number; the one given where there is no field or no number in it.</summary>
    public long NumberOr(long otherwise) => TryNumber(out var number) ? number : otherwise;

    /// <summary>Digits and nothing else, as many as a number of 63 bits has.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> field, out long number) =>
        Utf8Parser.TryParse(field, out number, out var used) && used == field.Length && number >= 0;
}
