using System.Net;
using Shoal.Runtime;

namespace Shoal.Net.Naming;

/// <summary>
/// A stub resolver of our own: it asks the system's nameservers from the addresses that it was given, which the system's resolver cannot.
/// <code>
///   Resolve ─► hosts file ─► remembered ─► Lookup: each candidate of the search list ─► NameQuery A and AAAA ─► server by server, UDP, then TCP
/// </code>
/// </summary>
/// <remarks>Each question leaves from a port of its own with an unguessable id, so a stranger cannot answer it.</remarks>
public sealed class StubNames : INames
{
    private readonly Loop _home;
    private readonly Func<ResolverSettings> _settings;
    private readonly IReadOnlyList<Endpoint> _binds;
    private readonly NameCache _cache;

    /// <summary>Under way or waiting, by name.</summary>
    private readonly Dictionary<string, NameLookup> _lookups = new(StringComparer.Ordinal);
    private readonly Queue<NameLookup> _waiting = new();
    private int _underWay;

    /// <summary>A resolver that works on one loop.</summary>
    /// <param name="home">Its loop.</param>
    /// <param name="transport">How questions travel.</param>
    /// <param name="secrets">Ids of questions.</param>
    /// <param name="binds">Addresses to ask from; with none the system chooses.</param>
    /// <param name="settings">Read at each lookup, since files change; called on the loop.</param>
    public StubNames(Loop home, ITransport transport, ISecrets secrets, IReadOnlyList<Endpoint> binds, Func<ResolverSettings> settings)
    {
        ArgumentNullException.ThrowIfNull(home);
        _home = home;
        Transport = transport;
        Secrets = secrets;
        _binds = binds;
        _settings = settings;
        _cache = new NameCache(home);
    }

    internal Loop Loop => _home;

    internal ITransport Transport { get; }

    internal ISecrets Secrets { get; }

    /// <inheritdoc/>
    public void Resolve(Loop loop, string host, Action<NameAnswer> done)
    {
        ArgumentNullException.ThrowIfNull(host);
        _home.Post(() => Begin(host.ToLowerInvariant(), answer =>
        {
            // Within this mail for our own loop, which is not within the call; by mail for another.
            if (loop == _home)
            {
                done(answer);
            }
            else
            {
                loop.Post(() => done(answer));
            }
        }));
    }

    /// <summary>The nameservers that may be asked, each with the address to ask from.</summary>
    internal static IReadOnlyList<(Endpoint Server, Endpoint From)> Routes(IReadOnlyList<Endpoint> servers, IReadOnlyList<Endpoint> binds)
    {
        var routes = new List<(Endpoint, Endpoint)>();
        foreach (var server in servers)
        {
            if (binds.Count == 0)
            {
                routes.Add((server, AnyOf(server)));
                continue;
            }

            foreach (var bind in binds)
            {
                // A forwarder on this machine would ask on from any address.
                if (bind.IsIPv4 == server.IsIPv4 && (!IPAddress.IsLoopback(server.ToIPAddress()) || IPAddress.IsLoopback(bind.ToIPAddress()) || bind.WithPort(0) == AnyOf(bind)))
                {
                    routes.Add((server, bind.WithPort(0)));
                    break;
                }
            }
        }

        return routes;
    }

    private static Endpoint AnyOf(Endpoint of) => Endpoint.From(of.IsIPv4 ? IPAddress.Any : IPAddress.IPv6Any, 0);

    private void Begin(string host, Action<NameAnswer> done)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            done(NameAnswer.Of(literal));
            return;
        }

        if (_lookups.TryGetValue(host, out var same))
        {
            same.Done.Add(done);
            return;
        }

        var settings = _settings();
        var name = host.TrimEnd('.');
        if (settings.Hosts.TryGetValue(name, out var known))
        {
            done(NameAnswer.Of(known));
        }
        else if (name is "localhost" || name.EndsWith(".localhost", StringComparison.Ordinal))
        {
            // RFC 6761 §6.3: never asked for.
            done(NameAnswer.Of(IPAddress.Loopback, IPAddress.IPv6Loopback));
        }
        else if (_cache.Find(host) is { } remembered)
        {
            done(remembered);
        }
        else
        {
            Enqueue(host, settings, done);
        }
    }

    private void Enqueue(string host, ResolverSettings settings, Action<NameAnswer> done)
    {
        var routes = Routes(settings.Servers, _binds);
        if (routes.Count == 0)
        {
            done(NameAnswer.None(settings.Servers.Count == 0
                ? "cannot be looked up: /etc/resolv.conf names no nameserver"
                : $"cannot be looked up: no nameserver of /etc/resolv.conf ({string.Join(", ", settings.Servers.Select(server => server.ToIPAddress()))}) can be asked from {string.Join(", ", _binds.Select(bind => bind.ToIPAddress()))}; name one there that can"));
            return;
        }

        if (_waiting.Count >= Limits.LookupsWaiting)
        {
            done(NameAnswer.None("cannot be looked up: too many names are being looked up"));
            return;
        }

        var lookup = new NameLookup(this, host, settings.CandidatesOf(host), routes, OnEnded);
        lookup.Done.Add(done);
        _lookups.Add(host, lookup);
        _waiting.Enqueue(lookup);
        StartWaiting();
    }

    private void StartWaiting()
    {
        while (_underWay < Limits.Lookups && _waiting.TryDequeue(out var lookup))
        {
            _underWay++;
            lookup.Start();
        }
    }

    private void OnEnded(NameLookup lookup, NameAnswer answer, TimeSpan keep)
    {
        _underWay--;
        _lookups.Remove(lookup.Host);
        _cache.Keep(lookup.Host, answer, keep);
        foreach (var done in lookup.Done)
        {
            done(answer);
        }

        StartWaiting();
    }
}
