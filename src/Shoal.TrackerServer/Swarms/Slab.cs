using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Shoal.TrackerServer.Swarms;

/// <summary>
/// Blocks of peers out of pages. A page is cut into blocks of one size as long as one of them is used, and then into any other, so
/// that memory of what shrank is there for what grows. A free block holds the number of the next one.
/// </summary>
internal sealed class Slab<T>(Usage usage)
    where T : unmanaged, IPeer<T>
{
    private const int PageBytes = 16 * 1024;
    private const int PlaceBits = 11;
    private const int None = -1;

    private readonly Page?[] _partial = new Page?[Sizes.Classes];
    private readonly Stack<int> _numbers = [];

    /// <summary>Memory of pages that are no more, for the next: while swarms grow, pages of small blocks empty and those of larger ones are wanted.</summary>
    private readonly Stack<T[]> _spare = [];
    private Page?[] _pages = [];
    private int _pageCount;

    private static int PageLength => PageBytes / Unsafe.SizeOf<T>();

    /// <summary>The places of a block.</summary>
    public Span<T> this[uint block, int sizeClass]
        => MemoryMarshal.CreateSpan(ref _pages[block >> PlaceBits]!.Peers[block & ((1 << PlaceBits) - 1)], Sizes.Of(sizeClass));

    public bool TryTake(int sizeClass, bool force, out uint block)
    {
        block = 0;
        var page = _partial[sizeClass] ?? AddPage(sizeClass, force);
        if (page is null)
        {
            return false;
        }

        var place = page.Free;
        if (place == None)
        {
            place = page.Cut;
            page.Cut += Sizes.Of(sizeClass);
        }
        else
        {
            page.Free = Unsafe.As<T, short>(ref page.Peers[place]);
        }

        page.Used++;
        if (page.Free == None && page.Cut + Sizes.Of(sizeClass) > PageLength)
        {
            Unlink(page);
        }

        block = (uint)((page.Number << PlaceBits) | place);
        return true;
    }

    public void Give(uint block)
    {
        var page = _pages[block >> PlaceBits]!;
        var place = (int)(block & ((1 << PlaceBits) - 1));
        if (page.Free == None && page.Cut + Sizes.Of(page.Class) > PageLength)
        {
            Link(page);
        }

        Unsafe.As<T, short>(ref page.Peers[place]) = (short)page.Free;
        page.Free = place;
        if (--page.Used == 0)
        {
            Unlink(page);
            _pages[page.Number] = null;
            _numbers.Push(page.Number);
            usage.GiveBytes(PageBytes);
            if (_spare.Count < Limits.SparePages)
            {
                _spare.Push(page.Peers);
            }
        }
    }

    private Page? AddPage(int sizeClass, bool force)
    {
        if (!usage.TryTakeBytes(PageBytes, force))
        {
            return null;
        }

        if (!_numbers.TryPop(out var number))
        {
            number = _pageCount++;
            if (number == _pages.Length)
            {
                Array.Resize(ref _pages, Math.Max(4, _pages.Length + (_pages.Length / 2)));
            }
        }

        var page = new Page(number, sizeClass, _spare.TryPop(out var spare) ? spare : GC.AllocateUninitializedArray<T>(PageLength, pinned: true));
        _pages[number] = page;
        Link(page);
        return page;
    }

    private void Link(Page page)
    {
        page.Next = _partial[page.Class];
        page.Previous = null;
        if (page.Next is { } next)
        {
            next.Previous = page;
        }

        _partial[page.Class] = page;
    }

    private void Unlink(Page page)
    {
        if (page.Previous is { } previous)
        {
            previous.Next = page.Next;
        }
        else
        {
            _partial[page.Class] = page.Next;
        }

        if (page.Next is { } next)
        {
            next.Previous = page.Previous;
        }
    }

    private sealed class Page(int number, int sizeClass, T[] peers)
    {
        public int Number => number;

        public int Class => sizeClass;

        public T[] Peers => peers;

        /// <summary>Blocks given out.</summary>
        public int Used { get; set; }

        /// <summary>The first block that was given back.</summary>
        public int Free { get; set; } = None;

        /// <summary>From here on nothing was ever given out.</summary>
        public int Cut { get; set; }

        /// <summary>Among the pages of its class that have a free block.</summary>
        public Page? Next { get; set; }

        public Page? Previous { get; set; }
    }
}
