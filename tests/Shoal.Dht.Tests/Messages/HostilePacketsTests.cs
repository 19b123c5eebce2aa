using System.Text;
using Shoal.Dht.Messages;
using Shoal.Dht.Oracle;

namespace Shoal.Dht.Tests.Messages;

/// <summary>Whatever comes: silence, an error of BEP 5 to answer with, or a message in which what is wrong is missing.</summary>
public sealed class HostilePacketsTests
{
    private const string Id = "2:id20:abcdefghij0123456789";
    private const string Hash = "9:info_hash20:mnopqrstuvwxyz123456";

    private readonly KrpcReader _reader = new();

    [Theory]
    [InlineData("")]
    [InlineData("i1e")]
    [InlineData("le")]
    [InlineData("de")]
    [InlineData("d1:y1:qe")]
    [InlineData("d1:t2:aae")]
    [InlineData("d1:t0:1:y1:qe")]
    [InlineData("d1:ti7e1:y1:qe")]
    [InlineData("d1:tl2:aae1:y1:qe")]
    [InlineData("d1:t33:0123456789abcdef0123456789abcdef01:y1:qe")]
    [InlineData("d1:t2:aa1:yi1ee")]
    [InlineData("d1:t2:aa1:y0:e")]
    [InlineData("d1:t2:aa1:y1:xe")]
    [InlineData("d1:t2:aa1:y2:qqe")]
    [InlineData("d1:t2:aa1:t2:bb1:y1:qe")]
    [InlineData("d1:t2:aa1:y1:q")]
    [InlineData("d1:t2:aa1:y1:qi5ee")]
    [InlineData("d1:t99999999999:aa1:y1:qe")]
    [InlineData("d1:t-2:aa1:y1:qe")]
    public void What_has_no_kind_or_no_usable_transaction_id_is_met_with_silence(string packet) => Assert.False(_reader.TryRead(Bytes(packet), out _));

    [Theory]
    [InlineData("1:ade", 203)]
    [InlineData("1:ade1:qi1e", 203)]
    [InlineData("1:q4:ping", 203)]
    [InlineData("1:ale1:q4:ping", 203)]
    [InlineData("1:a4:ping1:q4:ping", 203)]
    [InlineData("1:ade1:q4:ping", 203)]
    [InlineData("1:ad2:idi5ee1:q4:ping", 203)]
    [InlineData("1:ad2:id19:abcdefghij012345678e1:q4:ping", 203)]
    [InlineData("1:ad2:id21:abcdefghij01234567890e1:q4:ping", 203)]
    [InlineData("1:ad" + Id + "e1:q9:find_node", 203)]
    [InlineData("1:ad" + Id + Hash + "e1:q9:find_node", 203)]
    [InlineData("1:ad" + Id + "6:target19:mnopqrstuvwxyz12345e1:q9:find_node", 203)]
    [InlineData("1:ad" + Id + "e1:q9:get_peers", 203)]
    [InlineData("1:ad" + Id + "9:info_hash21:mnopqrstuvwxyz1234567e1:q9:get_peers", 203)]
    [InlineData("1:ad" + Id + "9:info_hashlee1:q9:get_peers", 203)]
    [InlineData("1:ad" + Id + Hash + "e1:q13:announce_peer", 203)]
    [InlineData("1:ad" + Id + Hash + "4:porti6881ee1:q13:announce_peer", 203)]
    [InlineData("1:ad" + Id + Hash + "4:porti6881e5:token0:e1:q13:announce_peer", 203)]
    [InlineData("1:ad" + Id + Hash + "4:porti6881e5:tokeni1ee1:q13:announce_peer", 203)]
    [InlineData("1:ad" + Id + Hash + "4:porti6881e5:token41:01234567890123456789012345678901234567890e1:q13:announce_peer", 203)]
    [InlineData("1:ad" + Id + Hash + "5:token4:abcde1:q13:announce_peer", 203)]
    [InlineData("1:ad" + Id + Hash + "4:porti0e5:token4:abcde1:q13:announce_peer", 203)]
    [InlineData("1:ad" + Id + Hash + "4:porti-1e5:token4:abcde1:q13:announce_peer", 203)]
    [InlineData("1:ad" + Id + Hash + "4:porti65536e5:token4:abcde1:q13:announce_peer", 203)]
    [InlineData("1:ad" + Id + Hash + "4:porti4294974177e5:token4:abcde1:q13:announce_peer", 203)]
    [InlineData("1:ad" + Id + Hash + "4:porti99999999999999999999999e5:token4:abcde1:q13:announce_peer", 203)]
    [InlineData("1:ad" + Id + Hash + "4:port4:68815:token4:abcde1:q13:announce_peer", 203)]
    [InlineData("1:ad" + Id + "e1:q4:frob", 204)]
    [InlineData("1:ade1:q0:", 204)]
    [InlineData("1:q4:PING", 204)]
    [InlineData("1:ad" + Id + "6:target3:abce1:q3:get", 204)]
    public void A_query_that_cannot_be_answered_says_with_which_error(string query, int code)
    {
        var packet = Bytes($"d{query}1:t2:aa1:y1:qe");
        Assert.True(_reader.TryRead(packet, out var message));
        Assert.Equal((KrpcKind.Query, code), (message.Kind, (int)message.Fault));
        Assert.Equal("aa"u8, message.TransactionId);
        Assert.False(message.FaultText.IsEmpty);
        Assert.Equal(NaiveKrpc.Read(packet), KrpcText.Of(message));
    }

    [Theory]
    [InlineData("1:ad" + Id + "6:target20:mnopqrstuvwxyz123456e1:q3:get")]
    [InlineData("1:ad" + Id + Hash + "e1:q17:sample_infohashes")]
    [InlineData("1:ad" + Id + Hash + "6:target3:abce1:q4:frob")]
    public void An_unknown_method_with_something_to_look_for_has_a_target_and_no_fault(string query)
    {
        Assert.True(_reader.TryRead(Bytes($"d{query}1:t2:aa1:y1:qe"), out var message));
        Assert.Equal((KrpcMethod.Unknown, KrpcErrorCode.None, ExamplePackets.Answerer), (message.Method, message.Fault, message.Target));
    }

    [Theory]
    [InlineData("implied_porti1e", true, 6881)]
    [InlineData("implied_porti0e", false, 6881)]
    [InlineData("implied_porti-1e", true, 6881)]
    [InlineData("implied_port1:1", false, 6881)]
    public void An_implied_port_is_any_number_but_zero(string flag, bool isImplied, int port)
    {
        Assert.True(_reader.TryRead(Bytes($"d1:ad{Id}12:{flag}{Hash}4:porti6881e5:token4:abcde1:q13:announce_peer1:t2:aa1:y1:qe"), out var message));
        Assert.Equal((isImplied, port, KrpcErrorCode.None), (message.ImpliedPort, message.Port, message.Fault));
    }

    [Fact]
    public void An_implied_port_needs_no_port_that_is_one()
    {
        Assert.True(_reader.TryRead(Bytes($"d1:ad{Id}12:implied_porti1e{Hash}4:porti-7e5:token4:abcde1:q13:announce_peer1:t2:aa1:y1:qe"), out var message));
        Assert.Equal((true, 0, KrpcErrorCode.None), (message.ImpliedPort, (int)message.Port, message.Fault));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1:r0:")]
    [InlineData("1:rle")]
    [InlineData("1:rde")]
    [InlineData("1:rd2:id19:abcdefghij012345678e")]
    [InlineData("1:rd2:id21:abcdefghij01234567890e")]
    public void A_reply_of_nobody_is_not_to_be_believed(string reply)
    {
        Assert.True(_reader.TryRead(Bytes($"d{reply}1:t2:aa1:y1:re"), out var message));
        Assert.Equal((KrpcKind.Reply, KrpcErrorCode.Protocol), (message.Kind, message.Fault));
    }

    [Theory]
    [InlineData("5:nodes25:abcdefghij0123456789ADDRP")]
    [InlineData("5:nodes27:abcdefghij0123456789ADDRPP+")]
    [InlineData("5:nodesl26:abcdefghij0123456789ADDRPPe")]
    [InlineData("6:nodes637:abcdefghij0123456789ADDRADDRADDRADDRP")]
    [InlineData("6:nodes626:abcdefghij0123456789ADDRPP")]
    [InlineData("4:BFpe255:")]
    [InlineData("4:BFsd257:")]
    [InlineData("5:tokeni5e")]
    [InlineData("6:values6:axje.u")]
    [InlineData("6:valuesli1e5:axje.7:axje.uule0:d1:a6:axje.uee")]
    public void What_is_of_the_wrong_length_or_type_in_a_reply_is_not_there(string field)
    {
        var filter = field.StartsWith("4:BF", StringComparison.Ordinal) ? new string('x', int.Parse(field[6..9])) : "";
        var value = field.EndsWith(':') ? field + filter : field;
        var fields = string.CompareOrdinal(value, "2:id") < 0 && value.StartsWith("4:BF", StringComparison.Ordinal) ? value + Id : Id + value;
        Assert.True(_reader.TryRead(Bytes($"d1:rd{fields}e1:t2:aa1:y1:re"), out var message));
        Assert.Equal($"r 6161\nid {Convert.ToHexString(Bytes("abcdefghij0123456789"))}\n", KrpcText.Of(message));
    }

    [Fact]
    public void Values_of_both_families_are_read_and_others_among_them_passed_over()
    {
        Assert.True(_reader.TryRead(Bytes($"d1:rd{Id}6:valuesl6:axje.ui5e18:ABCDEFGHIJKLMNOPQR3:abc6:idhtnmlee" + "e1:t2:aa1:y1:re"), out var message));
        var values = new List<string>();
        foreach (var value in message.Values)
        {
            values.Add(value.ToString());
        }

        Assert.Equal(["97.120.106.101:11893", "[4142:4344:4546:4748:494a:4b4c:4d4e:4f50]:20818", "105.100.104.116:28269"], values);
    }

    [Theory]
    [InlineData("5:nodes", 26, "01020304" + "0000")]
    [InlineData("5:nodes", 26, "00000000" + "1ae1")]
    [InlineData("6:nodes6", 38, "00000000000000000000000000000000" + "1ae1")]
    [InlineData("6:nodes6", 38, "00000000000000000000ffff01020304" + "1ae1")]
    [InlineData("6:nodes6", 38, "20010db8000000000000000000000001" + "0000")]
    public void A_node_that_nobody_can_reach_is_passed_over(string key, int length, string endpoint)
    {
        byte[] good = length == 26 ? [1, 2, 3, 4, 5, 6] : [0x20, 1, 0xd, 0xb8, .. new byte[12], 5, 6];
        byte[] packet =
        [
            .. Bytes($"d1:rd{Id}{key}{2 * length}:abcdefghij0123456789"), .. Convert.FromHexString(endpoint), .. Bytes("mnopqrstuvwxyz123456"), .. good, .. Bytes("e1:t2:aa1:y1:re"),
        ];
        Assert.True(_reader.TryRead(packet, out var message));
        var contacts = new List<NodeContact>();
        foreach (var contact in message.Contacts(length == 26))
        {
            contacts.Add(contact);
        }

        Assert.Equal(ExamplePackets.Answerer, Assert.Single(contacts).Id);
    }

    [Theory]
    [InlineData("", 0, "")]
    [InlineData("1:e3:201", 0, "")]
    [InlineData("1:ele", 0, "")]
    [InlineData("1:eli201ee", 0, "")]
    [InlineData("1:el3:201i201ee", 0, "")]
    [InlineData("1:eli201ei201ee", 0, "")]
    [InlineData("1:eli201elee", 0, "")]
    [InlineData("1:eli0e4:texte", 0, "text")]
    [InlineData("1:eli-201e4:texte", 0, "text")]
    [InlineData("1:eli4294967497e4:texte", 0, "text")]
    [InlineData("1:eli201e4:texte", 201, "text")]
    [InlineData("1:eli202e0:e", 202, "")]
    [InlineData("1:eli203e4:texti9ee", 203, "text")]
    [InlineData("1:eli204e4:texte", 204, "text")]
    [InlineData("1:eli301e4:texte", 301, "text")]
    public void An_error_has_a_code_and_a_text_or_is_not_to_be_believed(string error, int code, string text)
    {
        Assert.True(_reader.TryRead(Bytes($"d{error}1:t2:aa1:y1:ee"), out var message));
        Assert.Equal((KrpcKind.Error, code, code == 0 ? KrpcErrorCode.Protocol : KrpcErrorCode.None), (message.Kind, (int)message.ErrorCode, message.Fault));
        Assert.Equal(text, Encoding.Latin1.GetString(message.ErrorText));
    }

    [Theory]
    [InlineData("2:ip4:abcd", "97.98.99.100:0")]
    [InlineData("2:ip6:abcdef", "97.98.99.100:25958")]
    [InlineData("2:ip16:ABCDEFGHIJKLMNOP", "[4142:4344:4546:4748:494a:4b4c:4d4e:4f50]:0")]
    [InlineData("2:ip18:ABCDEFGHIJKLMNOPQR", "[4142:4344:4546:4748:494a:4b4c:4d4e:4f50]:20818")]
    [InlineData("2:ip0:", null)]
    [InlineData("2:ip5:abcde", null)]
    [InlineData("2:ip17:ABCDEFGHIJKLMNOPQ", null)]
    [InlineData("2:ipi4e", null)]
    public void Our_address_has_one_of_four_lengths(string ip, string? endpoint)
    {
        Assert.True(_reader.TryRead(Bytes($"d{ip}1:rd{Id}e1:t2:aa1:y1:re"), out var message));
        Assert.Equal(endpoint, message.ExternalAddress?.ToString());
    }

    [Theory]
    [InlineData("4:wantl2:n4e", true, false)]
    [InlineData("4:wantl2:n6e", false, true)]
    [InlineData("4:wantli5e2:n5l2:n4e2:n62:n4e", true, true)]
    [InlineData("4:want2:n4", false, false)]
    [InlineData("4:wantd2:n42:n6e", false, false)]
    public void Wants_are_strings_in_a_list(string want, bool v4, bool v6)
    {
        Assert.True(_reader.TryRead(Bytes($"d1:ad{Id}{Hash}{want}e1:q9:get_peers1:t2:aa1:y1:qe"), out var message));
        Assert.Equal((v4, v6), (message.WantsV4, message.WantsV6));
    }

    [Theory]
    [InlineData("2:roi1e", true)]
    [InlineData("2:roi0e", false)]
    [InlineData("2:roi2e", false)]
    [InlineData("2:ro1:1", false)]
    public void Read_only_is_the_number_one(string flag, bool isReadOnly)
    {
        Assert.True(_reader.TryRead(Bytes($"d1:ad{Id}e1:q4:ping{flag}1:t2:aa1:y1:qe"), out var message));
        Assert.Equal(isReadOnly, message.IsReadOnly);
    }

    [Fact]
    public void Keys_in_any_order_and_bytes_behind_the_end_are_borne()
    {
        Assert.True(_reader.TryRead(Bytes($"d1:y1:q1:t32:0123456789abcdef0123456789abcdef1:q4:ping1:ad3:zzzi1e{Id}ee\r\n"), out var message));
        Assert.Equal((KrpcMethod.Ping, KrpcErrorCode.None, 32), (message.Method, message.Fault, message.TransactionId.Length));
    }

    [Theory]
    [InlineData(1500, true)]
    [InlineData(1501, false)]
    [InlineData(65507, false)]
    public void A_packet_is_read_up_to_what_Ethernet_carries(int length, bool isRead)
    {
        var frame = $"d1:ad{Id}e1:q4:ping1:t2:aa1:v0000:1:y1:qe";
        // Strings have no leading zeros in their length: the digits are counted in once they are known.
        var version = length - frame.Length + (length < 10_000 ? 0 : -1);
        var packet = Bytes($"d1:ad{Id}e1:q4:ping1:t2:aa1:v{version}:{new string('x', version)}1:y1:qe");
        Assert.Equal(length, packet.Length);
        Assert.Equal(isRead, _reader.TryRead(packet, out _));
        Assert.Equal(isRead, _reader.TryRead(Bytes(ExamplePackets.Ping.PadRight(length, 'x')), out _));
    }

    [Theory]
    [InlineData(14, true)]
    [InlineData(15, false)]
    [InlineData(700, false)]
    public void What_is_nested_too_deeply_is_met_with_silence(int depth, bool isRead)
    {
        var nested = new string('l', depth) + new string('e', depth);
        Assert.Equal(isRead, _reader.TryRead(Bytes($"d1:ad{Id}1:v{nested}e1:q4:ping1:t2:aa1:y1:qe"), out _));
    }

    [Fact]
    public void A_packet_of_nothing_but_tiny_values_is_read()
    {
        var packet = Bytes($"d1:rd{Id}6:valuesl{string.Concat(Enumerable.Repeat("0:", 720))}ee1:t1:a1:y1:re");
        Assert.InRange(packet.Length, 1480, 1500);
        Assert.True(_reader.TryRead(packet, out var message));
        Assert.False(message.Values.MoveNext());
    }

    [Fact]
    public void A_packet_leaves_nothing_behind_for_the_next()
    {
        Assert.True(_reader.TryRead(Bytes(ExamplePackets.AnnouncePeer), out _));
        Assert.False(_reader.TryRead("d1:"u8, out var message));
        Assert.True(message.TransactionId.IsEmpty);
        Assert.True(_reader.TryRead(Bytes(ExamplePackets.PingReply), out message));
        Assert.Equal(NaiveKrpc.Read(Bytes(ExamplePackets.PingReply)), KrpcText.Of(message));
    }

    private static byte[] Bytes(string packet) => ExamplePackets.Bytes(packet);
}
