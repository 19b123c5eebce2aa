namespace Shoal.Dht.Routing;

/// <summary>How many nodes there are, from how near the nearest lie: among n ids that lie evenly, the i-th nearest to any place is i parts of n away.</summary>
internal static class NetworkSize
{
    /// <summary>The line of least squares through the distances of the nearest, in order; 0 where nobody is known.</summary>
    public static double Of(NodeId place, ReadOnlySpan<NodeContact> nearest)
    {
        var (squares, products) = (0.0, 0.0);
        for (var i = 0; i < nearest.Length; i++)
        {
            var rank = i + 1.0;
            squares += rank * rank;
            products += rank * place.Xor(nearest[i].Id).High;
        }

        return products == 0 ? nearest.Length : squares / products * Math.ScaleB(1, 64);
    }
}
