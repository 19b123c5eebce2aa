using Shoal.Napster.Client.Data;
using Shoal.Napster.Client.Files;
using Shoal.Napster.Client.Sharing;
using Shoal.Napster.Protocol;
using Shoal.Net.Rates;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Uploads;

/// <summary>
/// Gives others what they ask for by way of the server, some at a time; who comes without having asked there gets nothing.
/// <code>607 ─► shared? (worker) ─► UploadQueue ─► 608 ─► GET at the data port, or 501 and we connect        no slot: 619 with the place, and 608 when there is one</code>
/// </summary>
internal sealed class UploadDesk
{
    private readonly NapsterClient _client;
    private readonly ShareIndex _index;
    private readonly UploadQueue _queue;
    private readonly LoopTimer _sweep;

    /// <summary>What may be sent for each that has a slot.</summary>
    private readonly Dictionary<UploadEntry, LocalFile> _granted = [];

    public UploadDesk(NapsterClient client, ShareIndex index)
    {
        _client = client;
        _index = index;
        _queue = new UploadQueue(client.Options.Slots, Limits.SlotsOfOne);
        _sweep = client.Loop.CreateTimer(Sweep);
    }

    /// <summary>What is asked for now.</summary>
    public IReadOnlyList<UploadView> Views => [.. _queue.All.Select(static each => new UploadView(each.Nick, LegacyText.Decode(each.Name), each.State, each.Sent, each.Size))];

    private TimeSpan Now => _client.Loop.Now;

    public void Register(MessageRouter router)
    {
        router.On(MessageType.UploadRequest, OnRequest);
        router.On(MessageType.Push, OnPush);
    }

    /// <summary>What somebody who came to the data port may have.</summary>
    public UploadGrant? FindGrant(string nick, ReadOnlySpan<byte> name)
    {
        var entry = _queue.Find(nick, name);
        return entry is { State: not UploadState.Waiting } && _granted.TryGetValue(entry, out var file) ? GrantOf(entry, file) : null;
    }

    /// <summary>It is sent now.</summary>
    public void OnBegan(UploadEntry entry, Upload upload)
    {
        // Who comes a second time for the same has lost the first connection.
        var old = entry.Current;
        entry.Current = upload;
        old?.Cancel();
        entry.State = UploadState.Sending;
        entry.Size = upload.Grant.Size;
        _client.Session.Link?.Send(MessageType.UploadBegins);
    }

    public void OnEnded(UploadEntry entry, Upload upload)
    {
        if (entry.State == UploadState.Sending)
        {
            _client.Session.Link?.Send(MessageType.UploadEnds);
        }

        if (entry.Current == upload || entry.Current is null)
        {
            Remove(entry);
            OfferAll();
        }
    }

    public void Stop()
    {
        _sweep.Disarm();
        foreach (var entry in _queue.All.ToList())
        {
            entry.Current?.Cancel();
        }
    }

    private void OnRequest(Fields fields)
    {
        if (!fields.TryNext(out var nickField) || !fields.TryNext(out var path))
        {
            return;
        }

        var (nick, name) = (LegacyText.Decode(nickField), path.ToArray());
        _client.Do(() => _index.Find(name), file =>
        {
            if (file is null)
            {
                // Old servers do not pass it on, and who asked hears nothing.
                _client.Session.Link?.Send(MessageType.UploadRefuse, $"{nick} \"{name}\"");
                return;
            }

            if (_queue.Ask(nick, name, Now) is not { } entry)
            {
                _client.Session.Link?.Send(MessageType.QueueLimit, $"{nick} \"{name}\" {Limits.UploadsOfOne}");
                return;
            }

            _granted[entry] = file;
            OfferAll(entry);
            if (entry.State == UploadState.Waiting)
            {
                _client.Session.Link?.Send(MessageType.QueueLimit, $"{nick} \"{name}\" {_queue.PlaceOf(entry)}");
            }
        });
    }

    /// <summary>Gives the free slots away.</summary>
    /// <param name="asked">Who just asked: is offered again what it has a slot for.</param>
    private void OfferAll(UploadEntry? asked = null)
    {
        if (asked is { State: not UploadState.Waiting })
        {
            Offer(asked);
        }

        while (_queue.OfferNext(Now) is { } next)
        {
            Offer(next);
        }

        if (_queue.All.Count > 0)
        {
            _sweep.Arm(Limits.UploadSweep);
        }
    }

    private void Offer(UploadEntry entry) => _client.Session.Link?.Send(MessageType.UploadAccept, $"{entry.Nick} \"{entry.Name}\"");

    /// <summary>Nobody can connect to us: we connect to who asked.</summary>
    private void OnPush(Fields fields)
    {
        if (!fields.TryNext(out var nick) || !fields.TryNumber(out var address) || !fields.TryNumber(out var port) || !fields.TryNext(out var path)
            || address > uint.MaxValue || port is 0 or > ushort.MaxValue)
        {
            return;
        }

        // Only to who has a slot here: the server alone could have us connect to anybody.
        if (_queue.Find(LegacyText.Decode(nick), path) is { State: UploadState.Offered } entry && _granted.TryGetValue(entry, out var file))
        {
            _client.Data.PushTo(GrantOf(entry, file), LegacyAddress.From((uint)address, (ushort)port));
        }
    }

    private UploadGrant GrantOf(UploadEntry entry, LocalFile file) =>
        new(file.Path, file.Name, file.Size, file.Modified, file.Sha256, new TokenBucket(_client.Loop.Time, null), new UploadWatch(this, entry));

    private void Sweep()
    {
        _queue.Sweep(Now);
        foreach (var gone in _granted.Keys.Where(entry => !_queue.All.Contains(entry)).ToList())
        {
            _granted.Remove(gone);
        }

        OfferAll();
    }

    private void Remove(UploadEntry entry)
    {
        _queue.Remove(entry);
        _granted.Remove(entry);
    }
}
