using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Shoal.Napster.Client.Files;

namespace Shoal.Napster.Tests.Sharing;

public sealed class ShareFeedTests
{
    [Fact]
    public void Who_follows_hears_of_all_files_and_then_of_what_came_and_went()
    {
        using var place = new SharePlace();
        place.Write("Music/a.mp3", 10);
        place.Write("Music/b.mp3", 10);
        place.Write("Music/c.mp3", 10);
        place.Scan();
        File.Delete(place.In("Music/c.mp3"));
        place.Scan();

        using var feed = place.Index.Follow();
        Assert.Equal([@"+\Music\a.mp3", @"+\Music\b.mp3"], Told(feed).Order(StringComparer.Ordinal));

        File.Delete(place.In("Music/a.mp3"));
        place.Write("Music/b.mp3", 11);
        place.Write("Music/d.mp3", 10);
        place.Scan();
        var told = Told(feed);
        Assert.Equal([@"-\Music\a.mp3", @"-\Music\b.mp3"], told[..2]);
        Assert.Equal([@"+\Music\b.mp3", @"+\Music\d.mp3"], told[2..].Order(StringComparer.Ordinal));
        Assert.Empty(Told(feed));
    }

    [Fact]
    public void A_file_that_was_only_touched_is_not_told_again()
    {
        using var place = new SharePlace();
        place.Write("Music/a.mp3", 10);
        place.Scan();
        using var feed = place.Index.Follow();
        Told(feed);

        File.SetLastWriteTimeUtc(place.In("Music/a.mp3"), new DateTime(2002, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(1, place.Scan().Hashed);

        Assert.Empty(Told(feed));
        Assert.Equal(0, place.Scan().Hashed);
    }

    [Fact]
    public void What_went_is_forgotten_when_all_who_follow_have_heard_of_it()
    {
        using var place = new SharePlace();
        place.Write("Music/a.mp3", 10);
        place.Scan();
        using var slow = place.Index.Follow();
        using var quick = place.Index.Follow();
        Told(slow);
        Told(quick);

        File.Delete(place.In("Music/a.mp3"));
        place.Scan();
        Assert.Equal([@"-\Music\a.mp3"], Told(quick));
        place.Scan();
        Assert.Single(place.Index.Changes(long.MaxValue, 0, 100).Changes);

        Assert.Equal([@"-\Music\a.mp3"], Told(slow));
        place.Scan();
        Assert.Empty(place.Index.Changes(long.MaxValue, 0, 100).Changes);
    }

    /// <summary>Files are made, changed and deleted, and scans made; some listeners begin at any time and hear of a few changes at a time.</summary>
    [Fact]
    public void Whoever_follows_from_whenever_knows_in_the_end_what_is_shared()
    {
        Prop.ForAll(Gen.Choose(0, 99).ArrayOf(40).ToArbitrary(), steps =>
        {
            using var place = new SharePlace();
            var listeners = new List<(ShareFeed Feed, Dictionary<string, long> Known)>();
            var day = 0;
            foreach (var step in steps.Append(99))
            {
                var path = place.In($"Music/{step % 2}/{step % 5}");
                switch (step / 20)
                {
                    case 0 or 1:
                        place.Write(Path.GetRelativePath(place.In("."), path), step, ++day);
                        break;
                    case 2 when File.Exists(path):
                        File.Delete(path);
                        break;
                    case 3 when step % 2 == 0:
                        listeners.Add((place.Index.Follow(), []));
                        break;
                    case 3 when listeners.Count > 0:
                        Hear(listeners[step % listeners.Count], 2);
                        break;
                    case 4:
                        place.Scan();
                        break;
                }
            }

            var shared = place.Index.Page(0, 1000).ToDictionary(file => Encoding.UTF8.GetString(file.Name), file => file.Revision);
            foreach (var listener in listeners)
            {
                while (Hear(listener, 3))
                {
                }

                Assert.Equal(shared, listener.Known);
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    private static bool Hear((ShareFeed Feed, Dictionary<string, long> Known) listener, int most)
    {
        var changes = listener.Feed.Next(most);
        foreach (var change in changes)
        {
            var name = Encoding.UTF8.GetString(change.Name);
            if (change.File is null)
            {
                Assert.True(listener.Known.Remove(name));
            }
            else
            {
                listener.Known.Add(name, change.File.Revision);
            }
        }

        return changes.Count > 0;
    }

    private static List<string> Told(ShareFeed feed)
    {
        var told = new List<string>();
        while (feed.Next(2) is { Count: > 0 } changes)
        {
            told.AddRange(changes.Select(change => (change.File is null ? "-" : "+") + Encoding.UTF8.GetString(change.Name)));
        }

        return told;
    }
}
