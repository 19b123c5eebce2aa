namespace Shoal.Cli.Shipping;

/// <summary>What travels between a verb's caller and the process that runs it.</summary>
internal enum FrameKind : byte
{
    /// <summary>The command line and where it was typed; from the caller, first and once.</summary>
    Call = 1,

    /// <summary>A line of the caller's standard input, as an answer to <see cref="Ask"/>.</summary>
    Line = 2,

    /// <summary>The caller's standard input has no more lines; an answer to <see cref="Ask"/> too.</summary>
    EndOfInput = 3,

    /// <summary>The caller pressed Ctrl-C.</summary>
    Interrupt = 4,

    /// <summary>The call was taken, and is run at most this once.</summary>
    Begin = 16,

    /// <summary>For the caller's standard output.</summary>
    Out = 17,

    /// <summary>For the caller's standard error.</summary>
    Error = 18,

    /// <summary>The verb wants a line; its text is the prompt.</summary>
    Ask = 19,

    /// <summary>The verb has ended, with a code of four bytes; the last.</summary>
    Exit = 20,
}
