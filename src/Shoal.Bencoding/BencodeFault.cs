namespace Shoal.Bencoding;

/// <summary>Why bytes were refused.</summary>
public enum BencodeFault
{
    /// <summary>They were not.</summary>
    None,

    /// <summary>The bytes end inside a value: more may make it whole.</summary>
    Incomplete,

    /// <summary>A byte that begins no value.</summary>
    UnexpectedByte,

    /// <summary>An integer without digits, with a leading zero, a minus zero, or something between the digits.</summary>
    MalformedInteger,

    /// <summary>A string length with a leading zero, too many digits or no colon.</summary>
    MalformedLength,

    /// <summary>A dictionary key that is not a string.</summary>
    KeyNotString,

    /// <summary>A key without a value.</summary>
    KeyWithoutValue,

    /// <summary>Strict: a key that sorts before the one in front of it.</summary>
    UnsortedKeys,

    /// <summary>The same key twice in one dictionary.</summary>
    DuplicateKey,

    /// <summary>Strict: bytes behind the value.</summary>
    TrailingBytes,

    /// <summary>Deeper than <see cref="BencodeLimits.Depth"/>.</summary>
    TooDeep,

    /// <summary>More values than <see cref="BencodeLimits.Tokens"/>.</summary>
    TooManyTokens,

    /// <summary>More bytes than <see cref="BencodeLimits.Length"/>.</summary>
    TooLong,
}
