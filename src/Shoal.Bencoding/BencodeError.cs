namespace Shoal.Bencoding;

/// <summary>Why and where bytes were refused.</summary>
/// <param name="Fault">The reason.</param>
/// <param name="Offset">The byte, from 0, at which the reason was seen.</param>
public readonly record struct BencodeError(BencodeFault Fault, int Offset)
{
    /// <summary>The reason in words, without the offset.</summary>
    public string Reason => Fault switch
    {
        BencodeFault.None => "no error",
        BencodeFault.Incomplete => "the data ends inside a value",
        BencodeFault.UnexpectedByte => "no value begins with this byte",
        BencodeFault.MalformedInteger => "malformed integer",
        BencodeFault.MalformedLength => "malformed string length",
        BencodeFault.KeyNotString => "a dictionary key is not a string",
        BencodeFault.KeyWithoutValue => "a dictionary key has no value",
        BencodeFault.UnsortedKeys => "dictionary keys are not sorted",
        BencodeFault.DuplicateKey => "a dictionary has the same key twice",
        BencodeFault.TrailingBytes => "there are bytes behind the value",
        BencodeFault.TooDeep => "nested too deeply",
        BencodeFault.TooManyTokens => "too many values",
        BencodeFault.TooLong => "too long",
        _ => "unknown error",
    };

    /// <summary>The reason and the byte offset, as part of a sentence.</summary>
    public override string ToString() => $"{Reason} (at byte {Offset})";
}
