namespace Shoal.Catalog.Live;

/// <summary>An owner who is there: what he shares now.</summary>
internal sealed class Visit
{
    private readonly Lock _gate = new();
    private List<long> _ids = [];
    private bool _isSorted = true;
    private int _presence;

    public Visit(Presence presence) => Presence = presence;

    /// <summary>Any thread may ask.</summary>
    public Presence Presence
    {
        get
        {
            var packed = Volatile.Read(ref _presence);
            return new Presence((byte)packed, packed >> 8 != 0);
        }

        set => Volatile.Write(ref _presence, value.Speed | (value.IsReachable ? 1 << 8 : 0));
    }

    /// <summary>How many files. The writer's, like the next.</summary>
    public int Files { get; set; }

    public long Bytes { get; set; }

    /// <summary>Notes a file. One that he shares no longer stays in the list until it is put in order.</summary>
    public void Add(long id)
    {
        lock (_gate)
        {
            _isSorted &= _ids.Count == 0 || id > _ids[^1];
            _ids.Add(id);
        }
    }

    /// <summary>The first of his files behind that number.</summary>
    public List<long> Take(LiveFiles files, int owner, long after, int most)
    {
        var taken = new List<long>();
        lock (_gate)
        {
            Sort();
            var at = _ids.BinarySearch(after + 1);
            for (at = at < 0 ? ~at : at; at < _ids.Count && taken.Count < most; at++)
            {
                if (files.OwnerOf(_ids[at]) == owner)
                {
                    taken.Add(_ids[at]);
                }
            }
        }

        return taken;
    }

    /// <summary>All of his files, which the list has no longer. The writer's.</summary>
    public List<long> TakeAll()
    {
        lock (_gate)
        {
            var all = _ids;
            (_ids, _isSorted) = ([], true);
            return all;
        }
    }

    /// <summary>Drops what he shares no longer once it is most of the list. The writer's.</summary>
    public void Tidy(LiveFiles files, int owner)
    {
        lock (_gate)
        {
            if (_ids.Count > (2 * Files) + Limits.StaleFiles)
            {
                Sort();
                _ids.RemoveAll(id => files.OwnerOf(id) != owner);
            }
        }
    }

    private void Sort()
    {
        if (_isSorted)
        {
            return;
        }

        _ids.Sort();
        var kept = 0;
        for (var i = 0; i < _ids.Count; i++)
        {
            if (kept == 0 || _ids[kept - 1] != _ids[i])
            {
                _ids[kept++] = _ids[i];
            }
        }

        _ids.RemoveRange(kept, _ids.Count - kept);
        _isSorted = true;
    }
}
