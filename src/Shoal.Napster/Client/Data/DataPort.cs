using Shoal.Net;
using Shoal.Net.Sources;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Data;

/// <summary>
/// Where peers send and fetch whole files, straight from each other.
/// <code>
///   accepted ─► "1" ─► Stranger ─ GET ──► desk's grant ──► Upload ─► the peer
///                               └ SEND ─► desk's download ◄──┐
///   dialled ──► "1" ─► Asking ─── GET ─► size ─► DownloadStream ─► Download ─► PartialFile (worker)
///               "1" ─► Pushing ── SEND ─► offset ─► Upload
/// </code>
/// </summary>
internal sealed class DataPort(DataWorld world, IDataDesk desk) : IAcceptHandler
{
    private readonly HashSet<Stranger> _strangers = [];
    private readonly SourceConnections _sources = new(Limits.DataStrangersOfOne);
    private IListener? _listener;

    public DataWorld World => world;

    public IDataDesk Desk => desk;

    /// <summary>Chunks of all downloads.</summary>
    public ChunkPool Chunks { get; } = new();

    /// <summary>Where it listens.</summary>
    public Endpoint? Local => _listener?.Local;

    /// <summary>Strangers who have not said what they want.</summary>
    public int Strangers => _strangers.Count;

    /// <summary>Opens the port; the reason where it cannot be.</summary>
    public string? Start(Endpoint local)
    {
        Invariant.Check(_listener is null);
        _listener = world.Transport.Listen(world.Loop, local, this, out var failure);
        return failure;
    }

    /// <summary>Takes no strangers any more. What is under way goes on.</summary>
    public void Stop()
    {
        _listener?.Close();
        _listener = null;
        foreach (var stranger in _strangers.ToArray())
        {
            stranger.Close();
        }
    }

    /// <summary>Opens what is here of a file. When the watcher hears that it is ready, it can be fetched from a peer, or be taken from one who offers it.</summary>
    public Download Download(DownloadOrder order, IDownloadWatcher watcher)
    {
        var download = new Download(this, order, watcher);
        download.Open();
        return download;
    }

    /// <summary>Connects to a peer whom the server announced and who cannot connect to us, and sends it the file.</summary>
    public Upload PushTo(UploadGrant grant, Endpoint remote)
    {
        var upload = new Upload(world, grant, remote);
        upload.Offer(desk.Nick);
        return upload;
    }

    /// <summary>Fetches the list of a peer's files from where the server says that it is.</summary>
    public void Browse(Endpoint remote, IBrowseWatcher watcher) =>
        Dial(remote, link => new Browse(world.Loop, link, watcher, isBrought: false).Begin(), reason => watcher.OnEnded(new DataEnd(EndKind.Unreachable, reason)));

    /// <summary>Brings the list of our files to a peer whom the server announced and who cannot connect to us.</summary>
    public void PushList(IShareLines lines, Endpoint remote) => Dial(remote, link => new ListPushing(world.Loop, link, desk.Nick, lines).Begin(), static _ => { });

    public void OnAccepted(ILink link)
    {
        if (_strangers.Count >= Limits.DataStrangers || !_sources.TryTake(link.Remote))
        {
            link.Close();
            return;
        }

        var stranger = new Stranger(this, link);
        _strangers.Add(stranger);
        stranger.Begin();
    }

    public void OnGone(Stranger stranger)
    {
        if (_strangers.Remove(stranger))
        {
            _sources.Give(stranger.Remote);
        }
    }

    private void Dial(Endpoint remote, Action<ILink> onConnected, Action<string> onFailed) =>
        world.Transport.Dial(world.Loop, null, remote, Limits.DataDial, new Dialling(onConnected, onFailed));
}
