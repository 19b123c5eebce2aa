using Shoal.Client.Swarms;
using Shoal.Runtime;

namespace Shoal.Client.Tests.Swarms;

public class PeerBookCostTests
{
    [Fact]
    public void What_is_due_is_found_in_a_full_book_without_going_through_it()
    {
        var book = new PeerBook(new SeededChance(1), listenPort: 6881, most: 3000);
        for (var i = 0; i < 3000; i++)
        {
            book.Add(Endpoint.FromBytes([20, (byte)(i >> 8), (byte)i, 1], 6881), PeerSources.Tracker);
        }

        // Each address is tried again and again: a scan would look at 300 million entries here.
        var now = TimeSpan.Zero;
        for (var i = 0; i < 100_000; i++)
        {
            if (book.TakeDue(now) is { } known)
            {
                book.Rest(known, now, failed: true, "refused");
            }

            now += TimeSpan.FromMilliseconds(100);
        }

        Assert.All(book.All, known => Assert.InRange(known.Failures, 6, 16));
    }
}
