using Shoal.Storage.Files;

namespace Shoal.Storage.Tests.Files;

public sealed class HandlePoolTests
{
    [Fact]
    public void The_least_recently_used_file_is_closed_and_one_that_is_lent_stays_open()
    {
        using var folder = new TempFolder();
        using var pool = new HandlePool(2);
        var owner = new object();
        var first = Add(pool, owner, folder, 1);
        Add(pool, owner, folder, 2).Dispose();
        Add(pool, owner, folder, 3).Dispose();
        Assert.Equal(2, pool.Count);
        Assert.False(pool.TryBorrow(owner, 1, forWriting: false, out _));
        Assert.False(first.Handle.IsClosed);
        RandomAccess.Write(first.Handle, "x"u8, 0);
        first.Dispose();
        Assert.True(first.Handle.IsClosed);
        Assert.True(pool.TryBorrow(owner, 2, forWriting: false, out var second));
        second.Dispose();
        Add(pool, owner, folder, 4).Dispose();
        Assert.False(pool.TryBorrow(owner, 3, forWriting: false, out _));
    }

    [Fact]
    public void A_file_open_for_reading_is_not_lent_for_writing()
    {
        using var folder = new TempFolder();
        using var pool = new HandlePool(2);
        var owner = new object();
        pool.Add(owner, 1, File.OpenHandle(Path.Combine(folder.Root, "1"), FileMode.OpenOrCreate), isWritable: false).Dispose();
        Assert.False(pool.TryBorrow(owner, 1, forWriting: true, out _));
        Assert.False(pool.TryBorrow(new object(), 1, forWriting: false, out _));
    }

    private static HandlePool.Lease Add(HandlePool pool, object owner, TempFolder folder, int file) =>
        pool.Add(owner, file, File.OpenHandle(Path.Combine(folder.Root, file.ToString()), FileMode.OpenOrCreate, FileAccess.ReadWrite), isWritable: true);
}
