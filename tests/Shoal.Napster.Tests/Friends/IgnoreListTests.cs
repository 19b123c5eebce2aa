using Shoal.Napster.Protocol;

namespace Shoal.Napster.Tests.Friends;

/// <summary>Messages 320 to 326.</summary>
public sealed class IgnoreListTests : IDisposable
{
    private readonly NapsterDesk _desk = new(options => options with { MostFriends = 2 });

    [Fact]
    public void Who_is_added_is_listed_until_he_is_removed()
    {
        var ann = _desk.User("ann");
        Assert.Equal(["320 0"], ann.Ask(MessageType.IgnoreList));
        Assert.Equal(["322 cas"], ann.Ask(MessageType.IgnoreAdd, "cas"));
        Assert.Equal(["322 ben"], ann.Ask(MessageType.IgnoreAdd, "ben"));
        Assert.Equal(["321 ben", "321 cas", "320 2"], ann.Ask(MessageType.IgnoreList));
        Assert.Equal(["323 CAS"], ann.Ask(MessageType.IgnoreRemove, "CAS"));
        Assert.Equal(["321 ben", "320 1"], ann.Ask(MessageType.IgnoreList));
    }

    [Fact]
    public void What_cannot_be_done_is_told()
    {
        var ann = _desk.User("ann");
        Assert.Equal(["324 ben"], ann.Ask(MessageType.IgnoreRemove, "ben"));
        ann.Ask(MessageType.IgnoreAdd, "ben");
        Assert.Equal(["325 BEN"], ann.Ask(MessageType.IgnoreAdd, "BEN"));
        ann.Ask(MessageType.IgnoreAdd, "cas");
        Assert.Equal(["404 ignore list is limited to 2 users"], ann.Ask(MessageType.IgnoreAdd, "dan"));
        Assert.Equal(["404 invalid nick"], ann.Ask(MessageType.IgnoreAdd, "no,nick"));
        Assert.Equal(["404 invalid nick"], ann.Ask(MessageType.IgnoreAdd));
        Assert.Equal(["404 invalid nick"], ann.Ask(MessageType.IgnoreRemove, "no,nick"));
    }

    [Fact]
    public void A_list_that_is_cleared_tells_how_many_it_had()
    {
        var ann = _desk.User("ann").Send(MessageType.IgnoreAdd, "ben").Send(MessageType.IgnoreAdd, "cas");
        Assert.Equal(["326 2"], ann.Ask(MessageType.IgnoreClear));
        Assert.Equal(["326 0"], ann.Ask(MessageType.IgnoreClear));
        Assert.Equal(["320 0"], ann.Ask(MessageType.IgnoreList));
    }

    public void Dispose() => _desk.Dispose();
}
