namespace CatalogBench;

/// <summary>Numbers from 0 on of which each is as frequent as its place from the front says: the n-th one n-th as often as the first, as words are.</summary>
internal sealed class Zipf
{
    private readonly double[] _sums;

    public Zipf(int count, double exponent)
    {
        _sums = new double[count];
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            _sums[i] = sum += 1 / Math.Pow(i + 1, exponent);
        }
    }

    public int Next(Random random)
    {
        var at = Array.BinarySearch(_sums, random.NextDouble() * _sums[^1]);
        return Math.Min(at < 0 ? ~at : at, _sums.Length - 1);
    }
}
