using Shoal.Napster.Client.Saving;
using Shoal.Napster.Client.Searching;
using Shoal.Napster.Client.Sessions;
using Shoal.Napster.Protocol;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Wishes;

/// <summary>Searches that go on: our own server keeps them and tells of what comes, others are asked again and again. Each file is told of once, and fetched where that is wanted.</summary>
internal sealed class WishDesk
{
    private readonly NapsterClient _client;
    private readonly List<WishEntry> _wishes;
    private readonly SavedList _saved;
    private readonly LoopTimer _timer;

    public WishDesk(NapsterClient client, string path, byte[]? saved)
    {
        _client = client;
        _wishes = [.. SavedWishes.Read(saved).Take(Limits.Wishes)];
        _saved = new SavedList(client, path, json => SavedWishes.Write(json, _wishes));
        _timer = client.Loop.CreateTimer(AskDue);
    }

    public IReadOnlyList<WishView> Views => _wishes.ConvertAll(static wish => new WishView(wish.Name, wish.Search, wish.Folder, wish.Seen.Count()));

    public void Register(MessageRouter router) => router.On(MessageType.WishHit, (fields) =>
    {
        if (fields.TryNext(out var name) && RemoteFileReader.ReadHit(fields) is { } file && Find(LegacyText.Decode(name)) is { } wish)
        {
            Hear(wish, file);
        }
    });

    /// <summary>Keeps it, in the place of one that is called the same.</summary>
    public void Add(string name, FileSearch search, string? folder)
    {
        if (Find(name) is { } old)
        {
            _wishes.Remove(old);
        }
        else if (_wishes.Count >= Limits.Wishes)
        {
            throw new NapsterException($"{Limits.Wishes} searches are kept already: remove one first");
        }

        var wish = new WishEntry(name, search, folder);
        _wishes.Add(wish);
        _saved.Touch();
        Begin(wish);
        Plan();
    }

    /// <summary>False where there is none.</summary>
    public bool Remove(string name)
    {
        if (Find(name) is not { } wish)
        {
            return false;
        }

        _wishes.Remove(wish);
        _saved.Touch();
        if (_client.Session.Kind.IsOurs())
        {
            _client.Session.Link?.Send(MessageType.WishRemove, $"\"{wish.Name}\"");
        }

        return true;
    }

    public void OnOnline()
    {
        _wishes.ForEach(Begin);
        Plan();
    }

    public void OnOffline() => _timer.Disarm();

    public void Stop()
    {
        _timer.Disarm();
        _saved.WriteNow();
    }

    private WishEntry? Find(string name) => _wishes.Find(wish => wish.Name.Equals(name, StringComparison.Ordinal));

    private void Begin(WishEntry wish)
    {
        wish.Due = _client.Loop.Now + TimeSpan.FromSeconds(_client.Chance.Below(10));
        if (_client.Session.Kind.IsOurs())
        {
            _client.Session.Link?.Send(MessageType.WishAdd, $"\"{wish.Name}\" {wish.Search.Clauses(_client.Session.Kind)}");
        }
    }

    private void Plan()
    {
        if (_wishes.Count > 0 && _client.Session is { State: SessionState.Online } session && !session.Kind.IsOurs())
        {
            _timer.Arm(_wishes.Min(static wish => wish.Due) - _client.Loop.Now);
        }
    }

    private void AskDue()
    {
        foreach (var wish in _wishes.Where(wish => wish.Due <= _client.Loop.Now).ToList())
        {
            wish.Due = _client.Loop.Now + Limits.WishPause + TimeSpan.FromSeconds(_client.Chance.Below(60));
            _client.Ask(new SearchQuestion(wish.Search, null), found =>
            {
                foreach (var file in found?.Files ?? [])
                {
                    Hear(wish, file);
                }
            });
        }

        Plan();
    }

    private void Hear(WishEntry wish, RemoteFile file)
    {
        if (!_wishes.Contains(wish) || !wish.Search.Admits(file) || !wish.See($"{file.Nick} {file.Text} {file.Size}"))
        {
            return;
        }

        _saved.Touch();
        _client.Tell(watcher => watcher.OnWish(wish.Name, file));
        if (wish.Folder is { } folder)
        {
            _client.Downloads.TryAdd(file, folder);
        }
    }
}
