namespace Shoal.Catalog.Live;

/// <summary>A word and the shares that have it. Most words are in one share only: it has no list of its own.</summary>
internal struct Word
{
    /// <summary>Its shares; null where there is one at most.</summary>
    public Postings? Many;

    /// <summary>Its only share; 0 where it has none. Without meaning where it has many.</summary>
    public long One;

    /// <summary>Where its text begins among the texts.</summary>
    public int Start;

    /// <summary>How many units of UTF-16 it has.</summary>
    public byte Length;

    /// <summary>True where no share has it any longer.</summary>
    public readonly bool IsUnused => Many is null && One == 0;

    /// <summary>Notes a share, of a higher number than all. Who reads the word meanwhile sees it with the share or without.</summary>
    /// <returns>How many more bytes of memory it takes now.</returns>
    public int Add(long share)
    {
        if (Many is not null)
        {
            return Many.Append(share);
        }

        if (One == 0 || One == share)
        {
            Volatile.Write(ref One, share);
            return 0;
        }

        var many = new Postings([One, share]);
        Volatile.Write(ref Many, many);
        return many.Memory;
    }

    /// <summary>Forgets shares that are over, where they are many of its shares.</summary>
    /// <returns>How many more bytes of memory it takes now, or fewer.</returns>
    public int Sweep(LiveFiles live)
    {
        if (Many is not { } many)
        {
            Volatile.Write(ref One, One != 0 && live.IsOver(One) ? 0 : One);
            return 0;
        }

        var left = many.Without(live.IsOver);
        if (left == many)
        {
            return 0;
        }

        Volatile.Write(ref One, 0);
        Volatile.Write(ref Many, left);
        return (left?.Memory ?? 0) - many.Memory;
    }
}
