using Shoal.TrackerServer.Readings;
using Shoal.TrackerServer.Tests.Control;

namespace Shoal.TrackerServer.Tests.Readings;

/// <summary>A line now and then of what was done.</summary>
public sealed class TrackerJournalTests
{
    [Fact]
    public void Each_line_tells_what_was_done_since_the_one_before_and_what_is_there_now()
    {
        var time = new FakeTime(Sample.Reading().Now);
        var log = new RecordedLog();
        var reading = Sample.Reading();
        using (new TrackerJournal(() => reading with { Now = time.GetUtcNow() }, time, log, TimeSpan.FromMinutes(10)))
        {
            // Of the sample's, junk and drops of UDP and the refusals are not served: 22 + 23 + 20.
            Assert.Equal(65, reading.NotServed);
            reading = reading with { Announces = 118, Scrapes = 26, Refusals = [new Tally("denied", 25)], Torrents = 7 };
            time.Advance(TimeSpan.FromMinutes(10));
            reading = reading with { Announces = 119 };
            time.Advance(TimeSpan.FromMinutes(10));
        }

        time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(
            [
                "in 600 s: 100 announces, 7 scrapes, 5 not served; now 7 torrents, 24 seeders, 26 leechers, 41 bytes of memory",
                "in 600 s: 1 announces, 0 scrapes, 0 not served; now 7 torrents, 24 seeders, 26 leechers, 41 bytes of memory",
            ],
            log.Lines.Select(static line => line.Message));
    }
}
