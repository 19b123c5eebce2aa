namespace Shoal.Catalog.Sqlite;

/// <summary>
/// How many numbers the index is asked for at once. A question takes some time whatever the window, to find the words' places, and then some for each number, which may be next to nothing or a
/// thousand times that. Two windows of different size tell both, and the third is as large as the time that is left.
/// </summary>
internal struct Windows
{
    private readonly bool _isOne;
    private long _lastSize;
    private TimeSpan _lastTook;

    /// <param name="isOne">Of one word each file is told as it is met, so one window does.</param>
    public Windows(bool isOne) => (_isOne, Size) = (isOne, isOne ? long.MaxValue : Limits.FirstWindow);

    /// <summary>Numbers of the next window.</summary>
    public long Size { get; private set; }

    /// <summary>The window was looked through.</summary>
    /// <param name="took">How long that took.</param>
    /// <param name="left">How long the next may take.</param>
    public void OnDone(TimeSpan took, TimeSpan left)
    {
        if (_isOne)
        {
            return;
        }

        var next = _lastSize == 0 ? 4 * Size : 16 * Size;
        if (_lastSize > 0 && took > _lastTook && Size > _lastSize)
        {
            var each = (took - _lastTook).TotalSeconds / (Size - _lastSize);
            var always = took.TotalSeconds - (each * Size);
            next = (long)Math.Clamp((left.TotalSeconds - always) / each, Limits.FirstWindow, 16.0 * Size);
        }

        (_lastSize, _lastTook) = (Size, took);
        Size = next;
    }
}
