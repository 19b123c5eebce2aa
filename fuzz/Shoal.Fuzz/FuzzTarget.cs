using Shoal.Runtime;

namespace Shoal.Fuzz;

/// <summary>One parser under fire. A new one is a class in Targets/, a line in <see cref="FuzzTargets"/> and a folder of seeds in fuzz/corpus/.</summary>
public abstract class FuzzTarget
{
    /// <summary>What it is called on the command line; also its corpus folder.</summary>
    public abstract string Name { get; }

    /// <summary>Words of the format, which chance alone would not write.</summary>
    public virtual IReadOnlyList<byte[]> Words => [];

    /// <summary>What is counted: inputs, or what they hold many of.</summary>
    public virtual string Unit => "inputs";

    /// <summary>How many of the unit were tried, where that is not the inputs.</summary>
    public virtual long? Counted => null;

    /// <summary>Feeds one input to the parser and checks what must hold. Any exception is a finding.</summary>
    public abstract void Run(ReadOnlySpan<byte> input);

    /// <summary>A change that knows the format and keeps it whole, or null to leave it to chance.</summary>
    public virtual byte[]? Reshape(byte[] input, IChance chance) => null;

    /// <summary>Throws a finding.</summary>
    public static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new FindingException(what);
        }
    }
}
