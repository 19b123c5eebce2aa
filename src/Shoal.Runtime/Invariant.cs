using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Shoal.Runtime;

/// <summary>Checks of our own state, kept in Release: going on with corrupt state would put lies on disk or on the wire.</summary>
public static class Invariant
{
    /// <summary>Throws when what must hold does not.</summary>
    /// <exception cref="InvariantException">The condition is false.</exception>
    public static void Check([DoesNotReturnIf(false)] bool holds, [CallerArgumentExpression(nameof(holds))] string? what = null)
    {
        if (!holds)
        {
            throw new InvariantException(what);
        }
    }
}
