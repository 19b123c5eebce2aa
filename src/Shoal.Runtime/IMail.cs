namespace Shoal.Runtime;

/// <summary>Something that arrived at a loop. Reused by its owner where it is frequent.</summary>
public interface IMail
{
    /// <summary>Runs on the loop, to its end.</summary>
    void OpenOnLoop();
}
