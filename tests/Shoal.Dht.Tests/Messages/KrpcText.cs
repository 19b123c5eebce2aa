using System.Globalization;
using System.Text;
using Shoal.Dht.Messages;
using Shoal.Runtime;

namespace Shoal.Dht.Oracle;

/// <summary>What the reader found, in the words of <see cref="NaiveKrpc"/>.</summary>
internal static class KrpcText
{
    public static string Of(in KrpcMessage message)
    {
        var text = new StringBuilder();
        Line(text, $"{message.Kind switch { KrpcKind.Query => 'q', KrpcKind.Reply => 'r', _ => 'e' }} ", message.TransactionId);
        if (message.Kind == KrpcKind.Query)
        {
            Flag(text, true, message.Method switch
            {
                KrpcMethod.Ping => "method ping",
                KrpcMethod.FindNode => "method find_node",
                KrpcMethod.GetPeers => "method get_peers",
                KrpcMethod.AnnouncePeer => "method announce_peer",
                _ => "method unknown",
            });
        }

        Flag(text, message.Id != default, $"id {message.Id.ToString().ToUpperInvariant()}");
        Flag(text, message.Target != default, $"target {message.Target.ToString().ToUpperInvariant()}");
        Flag(text, message.Fault != KrpcErrorCode.None, $"fault {(int)message.Fault}");
        Flag(text, message.ErrorCode != KrpcErrorCode.None, $"code {(int)message.ErrorCode}");
        Line(text, "text ", message.ErrorText);
        Line(text, "token ", message.Token);
        Flag(text, message.Port != 0, $"port {message.Port}");
        Flag(text, message.ImpliedPort, "implied_port");
        Flag(text, message.IsSeed, "seed");
        Flag(text, message.WantsScrape, "scrape");
        Flag(text, message.NoSeed, "noseed");
        Flag(text, message.WantsV4, "n4");
        Flag(text, message.WantsV6, "n6");
        Flag(text, message.IsReadOnly, "ro");
        Line(text, "v ", message.Version);
        Contacts(text, "nodes", message.Contacts(isIPv4: true));
        Contacts(text, "nodes6", message.Contacts(isIPv4: false));
        foreach (var value in message.Values)
        {
            Flag(text, true, $"value {Of(value)}");
        }

        Flag(text, message.ExternalAddress is not null, $"ip {Of(message.ExternalAddress ?? default)}");
        Line(text, "BFsd ", message.SeedFilter);
        Line(text, "BFpe ", message.PeerFilter);
        return text.ToString();
    }

    private static void Contacts(StringBuilder text, string name, KrpcContacts contacts)
    {
        foreach (var contact in contacts)
        {
            Flag(text, true, $"{name} {contact.Id.ToString().ToUpperInvariant()} {Of(contact.Endpoint)}");
        }
    }

    private static string Of(Endpoint endpoint) => $"{endpoint.ToIPAddress()}:{endpoint.Port}";

    private static void Flag(StringBuilder text, bool isThere, string line) => text.Append(isThere ? line + "\n" : null);

    private static void Line(StringBuilder text, string name, ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}{Convert.ToHexString(bytes)}\n");
        }
    }
}
