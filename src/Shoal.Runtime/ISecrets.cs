namespace Shoal.Runtime;

/// <summary>Bytes that nobody can guess: peer ids, keys, tokens.</summary>
public interface ISecrets
{
    /// <summary>Fills the span.</summary>
    void Fill(Span<byte> destination);
}
