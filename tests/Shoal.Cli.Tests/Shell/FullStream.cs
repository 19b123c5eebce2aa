namespace Shoal.Cli.Tests.Shell;

/// <summary>/dev/full: nothing can be written.</summary>
internal sealed class FullStream : MemoryStream
{
    public override void Write(byte[] buffer, int offset, int count) => throw Full();

    public override void Write(ReadOnlySpan<byte> buffer) => throw Full();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    private static IOException Full() => new("No space left on device");
}
