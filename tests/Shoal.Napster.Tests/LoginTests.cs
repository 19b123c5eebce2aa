using Shoal.Napster.Protocol;

namespace Shoal.Napster.Tests;

/// <summary>How strangers become users.</summary>
public sealed class LoginTests : IDisposable
{
    private readonly NapsterDesk _desk = new();

    [Fact]
    public void Who_was_never_there_is_registered_and_met_with_the_figures()
    {
        Assert.Equal(["3 anon@localhost", "214 0 0 0"], _desk.Connect().Ask(MessageType.Login, "ann pw 6699 \"test 0.1\" 8"));
        Assert.Equal(["3 anon@localhost", "214 1 0 0"], _desk.Connect().Ask(MessageType.Login, "ben pw 6699 \"test 0.1\" 8"));
    }

    [Fact]
    public void Another_password_is_refused_and_the_connection_ends()
    {
        _desk.User("ann").Link.End();
        var client = _desk.Connect();
        Assert.Equal(["0 Invalid Password"], client.Ask(MessageType.Login, "Ann other 6699 \"test 0.1\" 8"));
        Assert.True(client.IsClosed);
    }

    [Fact]
    public void A_message_before_the_login_ends_the_connection()
    {
        var client = _desk.Connect();
        Assert.Equal(["0 invalid command"], client.Ask(MessageType.Search, "FILENAME CONTAINS \"x\""));
        Assert.True(client.IsClosed);
    }

    [Fact]
    public void Numbers_with_the_high_byte_first_are_understood_and_answered_so()
    {
        var client = _desk.Connect(order: ByteOrder.Big);
        client.Send(MessageType.TransportTest, "1");
        Assert.Equal(["3 anon@localhost", "214 0 0 0"], client.Ask(MessageType.Login, "ann pw 6699 \"test 0.1\" 8"));
    }

    [Fact]
    public void Messages_come_one_byte_at_a_time_or_all_at_once()
    {
        var slow = _desk.Connect();
        foreach (var each in Client.Bytes(MessageType.Login, "ann pw 6699 \"test 0.1\" 8"))
        {
            slow.Deliver([each]);
        }

        Assert.Equal(["3 anon@localhost", "214 0 0 0"], slow.Lines());
        var fast = _desk.Connect();
        fast.Deliver([.. Client.Bytes(MessageType.Login, "ben pw 6699 \"test 0.1\" 8"), .. Client.Bytes(MessageType.Statistics, ""), .. Client.Bytes(MessageType.Browse, "nobody")]);
        Assert.Equal(["3 anon@localhost", "214 1 0 0", "214 2 0 0", "210 nobody", "213 nobody"], fast.Lines());
    }

    public void Dispose() => _desk.Dispose();
}
