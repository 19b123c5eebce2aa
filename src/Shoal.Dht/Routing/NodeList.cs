namespace Shoal.Dht.Routing;

/// <summary>Nodes in no order, in an array that grows a little at a time up to what may be held.</summary>
internal sealed class NodeList(int places)
{
    private const int FirstPlaces = 4;

    private TableNode[] _nodes = [];

    public int Count { get; private set; }

    /// <summary>Of them, those whose id may be believed.</summary>
    public int SecureCount
    {
        get
        {
            var count = 0;
            foreach (ref readonly var node in Nodes)
            {
                count += node.IsSecure ? 1 : 0;
            }

            return count;
        }
    }

    public bool IsFull => Count == places;

    public Span<TableNode> Nodes => _nodes.AsSpan(0, Count);

    public ref TableNode this[int index] => ref Nodes[index];

    /// <summary>The place of an id, or -1.</summary>
    public int Find(NodeId id)
    {
        var nodes = Nodes;
        for (var i = 0; i < nodes.Length; i++)
        {
            if (nodes[i].Contact.Id == id)
            {
                return i;
            }
        }

        return -1;
    }

    public void Add(in TableNode node)
    {
        if (Count == _nodes.Length)
        {
            Array.Resize(ref _nodes, Math.Min(places, Math.Max(FirstPlaces, Count + Count / 2)));
        }

        _nodes[Count++] = node;
    }

    /// <summary>The last one takes its place.</summary>
    public void RemoveAt(int index) => _nodes[index] = _nodes[--Count];
}
