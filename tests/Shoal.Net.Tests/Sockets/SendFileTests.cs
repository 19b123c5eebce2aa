using Microsoft.Win32.SafeHandles;

namespace Shoal.Net.Tests.Sockets;

/// <summary>A file's bytes straight into a stream.</summary>
public sealed class SendFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task A_file_arrives_from_its_offset_to_the_last_byte_although_the_link_is_closed_behind_it(SocketKind kind)
    {
        var content = new byte[5_000_000];
        new Random(1).NextBytes(content);
        await File.WriteAllBytesAsync(_path, content);
        using var net = new TestNet(kind);
        var (loop, other) = (net.CreateLoop(), net.CreateLoop());
        var (ours, theirs) = await net.Pair(loop);
        using var file = File.OpenHandle(_path);
        var sender = new FileSender(ours, file, 123_456, content.Length);
        var receiver = new Pump(theirs, 2);
        await TestNet.On(loop, () =>
        {
            ours.Attach(loop, sender);
            sender.OnWritable();
        });
        await TestNet.On(other, () => receiver.Start(other));
        await receiver.Ended;
        Assert.True(await TestNet.On(other, () => content.AsSpan(123_456).SequenceEqual(receiver.Received)));
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task A_file_that_became_shorter_is_told_from_a_closed_link(SocketKind kind)
    {
        using var net = new TestNet(kind);
        var loop = net.CreateLoop();
        var (ours, _) = await net.Pair(loop);
        using var file = File.OpenHandle(_path);
        Assert.Equal(ILink.FileEnded, await TestNet.On(loop, () => ours.SendFile(file, 0, 10)));
        Assert.Equal(0, await TestNet.On(loop, () => ours.SendFile(file, 0, 0)));
    }

    public void Dispose() => File.Delete(_path);

    private sealed class FileSender(ILink link, SafeFileHandle file, long offset, long end) : ILinkHandler
    {
        private long _position = offset;

        public void OnReadable()
        {
        }

        public void OnWritable()
        {
            if (_position == end)
            {
                link.Close();
                return;
            }

            for (var sent = 1; sent > 0 && _position < end;)
            {
                sent = link.SendFile(file, _position, (int)(end - _position));
                Assert.True(sent >= 0);
                _position += sent;
            }

            link.NotifyWritable();
        }
    }
}
