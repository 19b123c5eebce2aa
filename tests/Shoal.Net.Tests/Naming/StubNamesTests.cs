using System.Net;
using Shoal.Net.Naming;
using Shoal.Net.Tests.Sockets;
using Shoal.Runtime;
using Shoal.Runtime.Real;

namespace Shoal.Net.Tests.Naming;

public sealed class StubNamesTests
{
    private const string OneServer = "nameserver 10.0.0.53\n";

    private readonly SteppedLoop _loop = new(new ManualTime());
    private readonly FakeWire _wire = new();
    private readonly List<string> _answers = [];
    private string _resolvConf = OneServer;
    private string _hosts = "";

    [Fact]
    public void Both_families_are_asked_for_and_merged()
    {
        Ask("tracker.org");
        Assert.Equal([("tracker.org", 1), ("tracker.org", 28)], _wire.Datagrams.Select(d => (Dns.NameOf(d.Bytes), Dns.TypeOf(d.Bytes))));
        Assert.All(_wire.Datagrams, d => Assert.Equal(TestNet.Parse("10.0.0.53:53"), d.To));
        _wire.Datagrams[1].Answer(Dns.Addresses(_wire.Datagrams[1].Bytes, 60, "2001:db8::1"));
        Assert.Empty(_answers);
        _wire.Datagrams[0].Answer(Dns.Addresses(_wire.Datagrams[0].Bytes, 60, "192.0.2.1", "192.0.2.2"));
        Assert.Equal(["192.0.2.1 192.0.2.2 2001:db8::1"], _answers);
        Assert.Equal(0, _wire.Open);
    }

    [Fact]
    public void Ids_and_ports_differ_from_question_to_question()
    {
        for (var i = 0; i < 10; i++)
        {
            Ask($"host{i}.org");
        }

        Assert.Equal(20, _wire.Datagrams.Select(d => d.From.Local).Distinct().Count());
        Assert.InRange(_wire.Datagrams.Select(d => Dns.IdOf(d.Bytes)).Distinct().Count(), 18, 20);
    }

    [Fact]
    public void Answers_of_strangers_and_guesses_are_not_taken()
    {
        Ask("tracker.org");
        var (a, aaaa) = (_wire.Datagrams[0], _wire.Datagrams[1]);
        aaaa.Answer(Dns.Addresses(aaaa.Bytes, 60));
        var forged = Dns.Addresses(a.Bytes, 60, "6.6.6.6");
        a.AnswerAs(TestNet.Parse("10.0.0.66:53"), forged);
        a.AnswerAs(TestNet.Parse("10.0.0.53:54"), forged);
        forged[0] ^= 1;
        a.Answer(forged);
        Assert.Empty(_answers);
        a.Answer(Dns.Addresses(a.Bytes, 60, "192.0.2.1"));
        Assert.Equal(["192.0.2.1"], _answers);
    }

    [Fact]
    public void Silent_servers_are_asked_twice_in_turn_and_then_given_up()
    {
        _resolvConf = "nameserver 10.0.0.53\nnameserver 10.0.0.54\n";
        Ask("tracker.org");
        _loop.RunFor(TimeSpan.FromSeconds(11.9));
        Assert.Equal(["53", "54", "53", "54"], _wire.Datagrams.Where(d => Dns.TypeOf(d.Bytes) == 1).Select(d => d.To.ToIPAddress().ToString()[^2..]));
        Assert.Empty(_answers);
        _loop.RunFor(TimeSpan.FromSeconds(0.2));
        Assert.Equal(["! cannot be looked up: the nameserver 10.0.0.54 does not answer"], _answers);
        Assert.Equal(0, _wire.Open);
        Ask("tracker.org");
        Assert.Equal(10, _wire.Datagrams.Count);
    }

    [Fact]
    public void A_server_that_refuses_is_followed_by_the_next()
    {
        _resolvConf = "nameserver 10.0.0.53\nnameserver 10.0.0.54\n";
        Ask("tracker.org");
        AnswerAll(question => Dns.Answer(question, 5));
        Assert.Equal(4, _wire.Datagrams.Count);
        AnswerAll(question => Dns.Addresses(question, 60, "192.0.2.1"), from: 2);
        Assert.Equal(["192.0.2.1"], _answers);
    }

    [Fact]
    public void What_is_remembered_is_not_asked_for_until_it_is_old()
    {
        Ask("tracker.org");
        AnswerAll(question => Dns.Addresses(question, 100, "192.0.2.1", "2001:db8::1"));
        _loop.RunFor(TimeSpan.FromSeconds(99));
        Ask("TRACKER.org");
        Assert.Equal(2, _wire.Datagrams.Count);
        Assert.Equal(2, _answers.Count);
        _loop.RunFor(TimeSpan.FromSeconds(2));
        Ask("tracker.org");
        Assert.Equal(4, _wire.Datagrams.Count);
    }

    [Fact]
    public void That_a_name_is_unknown_is_remembered_shortly()
    {
        Ask("nowhere.org");
        AnswerAll(question => Dns.Answer(question, 3));
        Ask("nowhere.org");
        Assert.Equal(["! is no name that the nameserver knows", "! is no name that the nameserver knows"], _answers);
        Assert.Equal(2, _wire.Datagrams.Count);
        _loop.RunFor(TimeSpan.FromSeconds(31));
        Ask("nowhere.org");
        Assert.Equal(4, _wire.Datagrams.Count);
    }

    [Fact]
    public void Who_asks_for_the_same_name_meanwhile_waits_for_the_same_answer()
    {
        Ask("tracker.org");
        Ask("tracker.org");
        AnswerAll(question => Dns.Addresses(question, 60, "192.0.2.1"));
        Assert.Equal(["192.0.2.1", "192.0.2.1"], _answers);
        Assert.Equal(2, _wire.Datagrams.Count);
    }

    [Fact]
    public void Short_names_are_looked_for_in_the_search_list_first_and_long_ones_last()
    {
        _resolvConf = OneServer + "search lan.example corp.example\n";
        Ask("box");
        AnswerAll(question => Dns.Answer(question, 3));
        AnswerAll(question => Dns.Answer(question, 3), from: 2);
        AnswerAll(question => Dns.Answer(question, 3), from: 4);
        Assert.Equal(["box.lan.example", "box.corp.example", "box"], _wire.Datagrams.Where(d => Dns.TypeOf(d.Bytes) == 1).Select(d => Dns.NameOf(d.Bytes)));
        Assert.Single(_answers);
        Assert.Equal(["a.b", "a.b.lan.example", "a.b.corp.example"], ResolverSettings.Parse(_resolvConf, "").CandidatesOf("a.b"));
        Assert.Equal(["a.b.lan.example", "a.b.corp.example", "a.b"], ResolverSettings.Parse(_resolvConf + "options rotate ndots:2", "").CandidatesOf("a.b"));
        Assert.Equal(["box"], ResolverSettings.Parse(_resolvConf, "").CandidatesOf("box."));
    }

    [Fact]
    public void The_hosts_file_literals_and_localhost_need_no_server()
    {
        _resolvConf = "";
        _hosts = "# names\n192.0.2.7 Tracker.Org t # here\n2001:db8::7\ttracker.org\nnonsense x\n";
        foreach (var host in new[] { "tracker.org", "t", "10.1.2.3", "2001:db8::9", "localhost", "a.localhost", "other.org" })
        {
            Ask(host);
        }

        Assert.Equal(["192.0.2.7 2001:db8::7", "192.0.2.7", "10.1.2.3", "2001:db8::9", "127.0.0.1 ::1", "127.0.0.1 ::1", "! cannot be looked up: /etc/resolv.conf names no nameserver"], _answers);
        Assert.Empty(_wire.Datagrams);
    }

    [Fact]
    public void Questions_leave_from_the_bound_address_of_the_servers_family()
    {
        _resolvConf = "nameserver 127.0.0.53\nnameserver 10.0.0.53\nnameserver 2001:db8::53\n";
        var binds = new[] { TestNet.Parse("192.0.2.1:6881"), TestNet.Parse("[2001:db8::1]:6881") };
        var routes = StubNames.Routes(ResolverSettings.Parse(_resolvConf, "").Servers, binds);
        Assert.Equal([("10.0.0.53:53", "192.0.2.1:0"), ("[2001:db8::53]:53", "[2001:db8::1]:0")], routes.Select(route => (route.Server.ToString(), route.From.ToString())));
        Ask("tracker.org", binds);
        Assert.All(_wire.Datagrams, d => Assert.Equal("192.0.2.1", d.From.Local.ToIPAddress().ToString()));
    }

    /// <summary>A forwarder on this machine asks on from any address, past what was bound.</summary>
    [Fact]
    public void No_question_leaves_by_another_way_where_no_server_can_be_asked_from_the_bound_address()
    {
        _resolvConf = "nameserver 127.0.0.53\nnameserver 2001:db8::53\n";
        Ask("tracker.org", TestNet.Parse("192.0.2.1:0"));
        Assert.Equal(["! cannot be looked up: no nameserver of /etc/resolv.conf (127.0.0.53, 2001:db8::53) can be asked from 192.0.2.1; name one there that can"], _answers);
        Assert.Empty(_wire.Datagrams);
        Assert.Single(StubNames.Routes([TestNet.Parse("127.0.0.53:53")], [TestNet.Parse("127.0.0.1:0")]));
        Assert.Single(StubNames.Routes([TestNet.Parse("127.0.0.53:53")], [TestNet.Parse("0.0.0.0:0")]));
    }

    [Fact]
    public void Lookups_are_bounded_and_the_others_wait()
    {
        for (var i = 0; i < 50; i++)
        {
            Ask($"host{i}.org");
        }

        Assert.Equal(2 * Limits.Lookups, _wire.Open);
        AnswerAll(question => Dns.Addresses(question, 60, "192.0.2.1"));
        Assert.Equal(2 * (50 - Limits.Lookups), _wire.Open);
        AnswerAll(question => Dns.Addresses(question, 60, "192.0.2.1"), from: 2 * Limits.Lookups);
        Assert.Equal(50, _answers.Count);
        Assert.Equal(0, _wire.Open);
    }

    [Fact]
    public void A_port_that_cannot_be_opened_is_a_reason()
    {
        _wire.Failure = "Cannot assign requested address";
        Ask("tracker.org");
        _loop.Settle();
        Assert.Equal(["! cannot be looked up: the nameserver 10.0.0.53 Cannot assign requested address"], _answers);
    }

    private StubNames? _names;

    private void Ask(string host, params Endpoint[] binds)
    {
        _names ??= new StubNames(_loop, _wire, new SystemSecrets(), binds, () => ResolverSettings.Parse(_resolvConf, _hosts));
        var returned = false;
        _names.Resolve(_loop, host, answer =>
        {
            Assert.True(returned);
            Assert.Equal(answer.Failure is null, answer.Addresses.Count > 0);
            _answers.Add(answer.Failure is { } failure ? "! " + failure : string.Join(' ', answer.Addresses.Select((IPAddress a) => a.ToString())));
        });
        returned = true;
        _loop.Settle();
    }

    private void AnswerAll(Func<byte[], byte[]> answer, int from = 0)
    {
        foreach (var datagram in _wire.Datagrams.Skip(from).ToList())
        {
            datagram.Answer(answer(datagram.Bytes));
        }
    }
}
