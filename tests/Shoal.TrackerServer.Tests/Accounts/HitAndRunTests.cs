using Shoal.TrackerServer.Accounts;

namespace Shoal.TrackerServer.Tests.Accounts;

public sealed class HitAndRunTests
{
    private static readonly DateTimeOffset _now = DateTimeOffset.FromUnixTimeSeconds(2_000_000_000);

    /// <summary>Of a torrent of 1000 bytes, with the thresholds as they are unless said otherwise: half of it, 72 hours, ratio 1, 24 hours.</summary>
    [Theory]
    [InlineData(true, 1000, 0, true, 0, 24)]
    [InlineData(true, 500, 499, false, 71, 1000)]
    [InlineData(false, 499, 0, false, 0, 1000)]
    [InlineData(true, 10, 0, true, 0, 1000)]
    [InlineData(false, 0, 0, true, 0, 1000)]
    [InlineData(false, 1000, 1000, true, 0, 1000)]
    [InlineData(false, 1000, 0, true, 72, 1000)]
    [InlineData(false, 1000, 0, true, 0, 23)]
    public void Who_took_much_gave_less_stayed_briefly_and_is_gone_took_and_ran(bool expected, long down, long up, bool completed, int seededHours, int absentHours) =>
        Assert.Equal(expected, new HitAndRunRules().Applies(Share(down, up, 1000, completed, seededHours, absentHours), _now));

    /// <summary>Beside the rule in words, one clause after the other, on every combination around the thresholds.</summary>
    [Fact]
    public void Every_threshold_is_where_it_is_said_to_be()
    {
        int[] percents = [0, 30, 100];
        int[] hours = [1, 10];
        double[] ratios = [0.5, 1, 2];
        foreach (var (percent, seeding, ratio, absence) in from p in percents from s in hours from r in ratios from a in hours select (p, s, r, a))
        {
            var rules = new HitAndRunRules { Percent = percent, Seeding = TimeSpan.FromHours(seeding), Ratio = ratio, Absence = TimeSpan.FromHours(absence) };
            foreach (var (down, up, size, completed) in
                from d in new long[] { 0, 1, 299, 300, 301, 1000 } from u in new long[] { 0, d / 2, d, d * 2 } from z in new long[] { 0, 1000 } from c in new[] { false, true } select (d, u, z, c))
            {
                foreach (var (seeded, absent) in from s in new[] { 0, seeding - 1, seeding } from a in new[] { absence - 1, absence, absence + 1 } select (s, a))
                {
                    Assert.Equal(Slowly(), rules.Applies(Share(down, up, size, completed, seeded, absent), _now));

                    bool Slowly()
                    {
                        if (down == 0)
                        {
                            return false;
                        }

                        if (!completed && down * 100 < size * percent)
                        {
                            return false;
                        }

                        if (seeded >= seeding)
                        {
                            return false;
                        }

                        if (up >= down * ratio)
                        {
                            return false;
                        }

                        return absent >= absence;
                    }
                }
            }
        }
    }

    private static ShareFigures Share(long down, long up, long size, bool completed, int seededHours, int absentHours)
    {
        var last = _now.AddHours(-absentHours);
        return new ShareFigures(PrivateDesk.Hash('t'), up, down, 0, size, TimeSpan.FromHours(seededHours), last.AddHours(-seededHours), last, completed ? last : null);
    }
}
