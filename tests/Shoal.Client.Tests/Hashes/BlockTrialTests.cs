using Shoal.Peers.Tests;

namespace Shoal.Client.Tests.Hashes;

/// <summary>Which blocks of a failed piece are wrong, and who sent them.</summary>
public sealed class BlockTrialTests
{
    private const string Blamed = "sent data that failed its hash";
    private const string Parted = "is a seed, and so are we";

    /// <summary>With 64 slots of memory a piece of 32 lies in the part file.</summary>
    [Theory]
    [InlineData(524_288, 524_288, false)]
    [InlineData(524_288, 524_288, true)]
    [InlineData(524_288, 400_001, false)]
    [InlineData(524_288, 400_001, true)]
    [InlineData(16_777_216, 16_777_216, false)]
    [InlineData(524_288, 400_001, false, 64)]
    [InlineData(524_288, 400_001, true, 64)]
    public void Of_three_senders_the_poisoner_alone_is_banned_and_its_wrong_blocks_alone_are_fetched_again(int pieceLength, int length, bool isHybrid, int budget = 8192)
    {
        var torrent = V2Torrent.Create(pieceLength, [length], seed: 1, isHybrid);
        using var bench = new SwarmBench(torrent, budget: budget);
        var actors = Actor.Of(bench, torrent, 4);
        var poisoned = 0;
        actors[1].Poison = _ => poisoned++ % 3 == 0;
        // The last one has everything and serves nothing: it sent no block, so it is the one to be asked for leaves.
        actors[3].Unchokes = false;
        actors[3].BeforeTelling = () => Array.ForEach(actors, a => a.SentBeforeTrial = a.Sent.Count);
        Actor.Act(actors);

        Assert.True(bench.Swarm.IsComplete);
        Assert.Equal([Parted, Blamed, Parted, Parted], actors.Select(a => a.Peer.Ended));
        Assert.True(bench.Swarm.Peers.Book.Bans.Refuses(actors[1].Peer.Link.Remote));
        Assert.False(bench.Swarm.Peers.Book.Bans.Refuses(actors[0].Peer.Link.Remote));
        Assert.Equal([0, 1, 0, 0], actors.Select(a => a.Peer.FailedPieces));
        Assert.NotEmpty(actors[3].AskedHashes);
        Assert.All(actors.Take(3), a => Assert.Empty(a.AskedHashes));
        // Copies of end game aside, which came before.
        var again = actors.SelectMany(a => a.Sent.Skip(a.SentBeforeTrial)).ToHashSet();
        Assert.NotEmpty(again);
        Assert.Subset(actors[1].Poisoned.ToHashSet(), again);
        Assert.Equal(1, bench.Swarm.Totals.PiecesFailed);
    }

    [Fact]
    public void Senders_are_asked_where_nobody_else_has_the_piece_and_who_rejects_lies_or_is_silent_is_passed_over()
    {
        var torrent = V2Torrent.Create(524_288, [524_288], seed: 1);
        using var bench = new SwarmBench(torrent);
        var actors = Actor.Of(bench, torrent, 4);
        actors[2].Poison = block => block.Begin == actors[2].Sent[0].Begin;
        actors[0].Leaves = LeafManner.Rejects;
        actors[1].Leaves = LeafManner.Lies;
        actors[2].Leaves = LeafManner.IsSilent;
        actors[3].Unchokes = false;
        actors[3].Leaves = LeafManner.Rejects;
        Actor.Act(actors);
        for (var second = 0; second < 8; second++)
        {
            bench.Loop.Advance(TimeSpan.FromSeconds(1));
            Actor.Act(actors);
        }

        // Nobody tells the leaves: the piece is fetched again by one alone, and its blocks are compared when it passes, as of a v1 torrent.
        Assert.Equal("sent hashes that are not the torrent's", actors[1].Peer.Ended);
        Assert.Equal([1, 1, 1, 1], actors.Select(a => a.AskedHashes.Count));
        Assert.Equal(1, bench.Swarm.Totals.PiecesFailed);
        Assert.True(bench.Swarm.IsComplete);
        Assert.Equal((Parted, Blamed), (actors[0].Peer.Ended, actors[2].Peer.Ended));
    }

    [Fact]
    public void A_lone_sender_is_banned_at_once_and_what_it_sent_well_is_kept()
    {
        var torrent = V2Torrent.Create(131_072, [131_072], seed: 1);
        using var bench = new SwarmBench(torrent);
        var actors = Actor.Of(bench, torrent, 2);
        actors[0].Poison = block => block.Begin == 16384;
        actors[1].Unchokes = false;
        Actor.Act(actors);
        Assert.Equal((Blamed, 1), (actors[0].Peer.Ended, actors[0].Peer.FailedPieces));
        actors[1].Peer.Say(Wires.Message(1));
        Actor.Act(actors);
        Assert.Equal([Wires.Block(0, 16384, 16384)], actors[1].Sent);
        Assert.True(bench.Swarm.IsComplete);
    }

    [Fact]
    public void A_torrent_that_stops_while_blocks_are_on_trial_holds_nothing_afterwards()
    {
        var torrent = V2Torrent.Create(524_288, [524_288], seed: 1);
        using var bench = new SwarmBench(torrent);
        var actors = Actor.Of(bench, torrent, 3);
        actors[1].Poison = _ => true;
        Array.ForEach(actors, a => a.Leaves = LeafManner.IsSilent);
        Actor.Act(actors);
        Assert.Equal(1, bench.Swarm.Totals.PiecesFailed);
        Assert.Equal(32, bench.Budget.Used);
    }
}
