namespace Shoal.Net.Tests.Sockets;

/// <summary>How a dial ended.</summary>
internal sealed class Dialled : IDialHandler
{
    private readonly TaskCompletionSource<ILink?> _link = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _returned;

    public Task<ILink> Link => WaitForLink();

    public Task<string> Failure => _failure.Task.WaitAsync(TestNet.Deadline);

    /// <summary>On the loop: from now on the handler may be called.</summary>
    public void DialReturned() => _returned = true;

    public void OnConnected(ILink link)
    {
        Assert.True(_returned);
        _link.SetResult(link);
    }

    public void OnDialFailed(string reason)
    {
        _failure.SetResult(_returned ? reason : "within the call that dialled: " + reason);
        _link.SetResult(null);
    }

    private async Task<ILink> WaitForLink() =>
        await _link.Task.WaitAsync(TestNet.Deadline) ?? throw new InvalidOperationException(await _failure.Task);
}
