using Microsoft.Win32.SafeHandles;
using Shoal.Storage.Files.Calls;

namespace Shoal.Storage.Tests;

/// <summary>A disk that fails when told to.</summary>
internal sealed class FailingCalls(IFileCalls inner) : IFileCalls
{
    private static readonly Fault Failure = new(FaultKind.Device, "Input/output error");

    public bool Fails { get; set; }

    public Fault Open(string folder, string path, FileUse use, out SafeFileHandle? handle) => inner.Open(folder, path, use, out handle);

    public Fault Look(string folder, string path, out FileFacts facts) => inner.Look(folder, path, out facts);

    public Fault Look(SafeFileHandle handle, out FileFacts facts) => inner.Look(handle, out facts);

    public Fault Write(SafeFileHandle handle, Span<IoVector> from, long offset) => Fails ? Failure : inner.Write(handle, from, offset);

    public Fault Read(SafeFileHandle handle, Span<IoVector> into, long offset) => Fails ? Failure : inner.Read(handle, into, offset);

    public Fault ReadCached(SafeFileHandle handle, Span<IoVector> into, long offset) => Fails ? Failure : inner.ReadCached(handle, into, offset);

    public long NextData(SafeFileHandle handle, long offset, long length) => inner.NextData(handle, offset, length);

    public Fault Sync(SafeFileHandle handle) => Fails ? Failure : inner.Sync(handle);

    public Fault SetLength(SafeFileHandle handle, long length) => inner.SetLength(handle, length);

    public Fault MakeExecutable(SafeFileHandle handle) => inner.MakeExecutable(handle);

    public Fault Link(string folder, string path, string text) => inner.Link(folder, path, text);

    public Fault Delete(string folder, string path) => inner.Delete(folder, path);

    public Fault SyncFolder(string folder) => inner.SyncFolder(folder);

    public long FreeSpace(string folder) => inner.FreeSpace(folder);
}
