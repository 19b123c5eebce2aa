using Shoal.Dht;
using Shoal.Runtime;
using Shoal.Storage.Files;

namespace Shoal.Client.Finding;

/// <summary>The client's nodes of the DHT, which live on its home loop, and what of them is kept between runs.</summary>
internal sealed class ClientDht
{
    private readonly IWorkers _workers;
    private readonly LoopTimer _save;
    private SavedNodes? _saved;
    private Task<bool>? _saving;
    private string? _failure;
    private int _named;

    public ClientDht(DhtWorld world, DhtOptions options, IWorkers workers)
    {
        (Home, _workers) = (world.Loop, workers);
        Service = new DhtService(world, options);
        _save = Home.CreateTimer(OnSave);
    }

    public Loop Home { get; }

    /// <summary>On the home loop.</summary>
    public DhtService Service { get; }

    /// <summary>How it stands; on the home loop.</summary>
    public DhtSnapshot Snapshot => new(Service.Addresses, Service.KnownNodes, _failure);

    /// <summary>Opens a node on each address that the client listens on. Without one the client goes on without the DHT: then this is false.</summary>
    public async Task<bool> OpenAsync(IReadOnlyList<Endpoint> listening, string stateFolder)
    {
        var (file, content) = await _workers.CallAsync(Home, () =>
        {
            var opened = SavedNodes.Open(stateFolder);
            return (opened, opened.Read());
        });
        _saved = file;
        return await Home.AskAsync(() =>
        {
            _failure = Service.Open(listening, content, keepsIds: file.IsOurs);
            _save.Arm(Limits.SaveNodesEvery);
            return _failure is null;
        });
    }

    /// <summary>Somebody says that a node is there. Any loop may call.</summary>
    public void AddNode(Endpoint node) => Home.Post(() => Service.AddNode(node));

    /// <summary>On the home loop: a torrent names nodes to begin with (BEP 5, "Torrent File Extensions"). They are asked while hardly anybody else is known.</summary>
    public void AddNodes(IReadOnlyList<(string Host, int Port)> nodes)
    {
        foreach (var (host, port) in nodes)
        {
            if (Service.KnownNodes < Limits.NodesNamed && _named++ < Limits.NodesNamed)
            {
                Service.AddNode(host, (ushort)port);
            }
        }
    }

    /// <summary>Keeps the tables; a disk that does not answer is given up after four seconds.</summary>
    public async Task SaveLastAsync()
    {
        try
        {
            await SaveAsync().WaitAsync(Limits.StopTorrent, Home.Time);
        }
        catch (TimeoutException)
        {
            // What was kept last stays.
        }
    }

    private async Task SaveAsync()
    {
        var (saving, content) = await Home.AskAsync(() =>
        {
            _save.Disarm();
            return (_saving, Content());
        });
        if (saving is not null)
        {
            await saving;
        }

        await _workers.CallAsync(Home, () =>
        {
            var isKept = content is not null && _saved!.Write(content);
            _saved?.Dispose();
            return isKept;
        });
    }

    private void OnSave()
    {
        if (_saving is not { IsCompleted: false } && Content() is { } content)
        {
            _saving = _workers.CallAsync(Home, () => _saved!.Write(content));
        }

        _save.Arm(Limits.SaveNodesEvery);
    }

    /// <summary>What is worth keeping: an empty table would take the place of a good one.</summary>
    private byte[]? Content() => _saved is { IsOurs: true } && Service.KnownNodes > 0 ? Service.Save() : null;
}
