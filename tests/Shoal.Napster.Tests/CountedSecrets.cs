using Shoal.Runtime;

namespace Shoal.Napster.Tests;

/// <summary>Secrets that everybody can guess: the same in each run.</summary>
internal sealed class CountedSecrets : ISecrets
{
    private byte _next;

    public void Fill(Span<byte> bytes)
    {
        foreach (ref var each in bytes)
        {
            each = _next++;
        }
    }
}
