namespace Shoal.Napster.Client.Data;

/// <summary>Our files as a list, a part at a time, so that a long one is never in memory.</summary>
internal interface IShareLines
{
    /// <summary>Asks for the next part: whole lines, each as the server is told of a file and with a line's end; null where there are no more. Answers on the loop, at once or later.</summary>
    void Next(Action<byte[]?> part);
}
