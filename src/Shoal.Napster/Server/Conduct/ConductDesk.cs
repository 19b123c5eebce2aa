using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Sessions;
using Shoal.Net.Sources;
using Shoal.Runtime;

namespace Shoal.Napster.Server.Conduct;

/// <summary>
/// Sees that nobody has so much of the server that others have too little: what one connection sends too fast waits, what one address does too often is refused, and who goes on all the
/// same is banned for a while. Whoever is kept from something is told why.
/// </summary>
internal sealed class ConductDesk
{
    private readonly NapsterServer _server;
    private readonly Networks _exempt;
    private readonly SourceConnections _open;
    private readonly SourceLimits _connections;
    private readonly SourceLimits _failures;
    private readonly SourceLimits _registrations;
    private readonly SourceLimits _searches;
    private readonly FloodControl _flood;

    public ConductDesk(NapsterServer server)
    {
        _server = server;
        var options = server.Options.Conduct;
        Span<byte> key = stackalloc byte[SipHash.KeyLength];
        server.World.Secrets.Fill(key);
        var hash = new SipHash(key);
        _exempt = new Networks(options.Exempt);
        _open = new SourceConnections(options.Connections == 0 ? int.MaxValue : options.Connections);
        _connections = new SourceLimits(hash, options.ConnectionsPerMinute, TimeSpan.FromMinutes(1), Limits.Sources);
        _failures = new SourceLimits(hash, options.FailedLogins, Limits.FailureWindow, Limits.Sources);
        _registrations = new SourceLimits(hash, options.RegistrationsPerHour, TimeSpan.FromHours(1), Limits.Sources);
        _searches = new SourceLimits(hash, options.SearchesPerMinute, TimeSpan.FromMinutes(1), Limits.Sources);
        _flood = new FloodControl(server, this);
    }

    private ConductOptions Options => _server.Options.Conduct;

    private TimeSpan Now => _server.Loop.Now;

    /// <summary>Somebody connected; the reason where it may not stay.</summary>
    public string? Meet(Session session)
    {
        var from = session.Remote;
        session.IsExempt = _exempt.Contain(from);
        if (_server.Administration.Bans.RefusalOf(from) is { } banned)
        {
            return banned;
        }

        if (session.IsExempt)
        {
            return null;
        }

        if (!_connections.Allows(from, Now))
        {
            Ban(from, "connecting too fast");
            return "Connecting too fast";
        }

        session.IsCounted = _open.TryTake(from);
        return session.IsCounted ? null : $"Too many connections from your address: {Options.Connections} at a time are the most";
    }

    /// <summary>A connection ended.</summary>
    public void OnClosed(Session session)
    {
        if (session.IsCounted)
        {
            session.IsCounted = false;
            _open.Give(session.Remote);
        }
    }

    /// <summary>Counts a message that was handled; the next ones wait where it was too soon.</summary>
    public void Charge(Session session, MessageType type) => _flood.Charge(session, type);

    /// <summary>Counts a password that was wrong.</summary>
    public void OnFailedLogin(Session session)
    {
        if (!session.IsExempt && !_failures.Allows(session.Remote, Now))
        {
            Ban(session.Remote, "too many wrong passwords");
        }
    }

    /// <summary>Another user may be registered from there.</summary>
    public bool MayRegister(Session session) => session.IsExempt || !_registrations.IsFull(session.Remote, Now);

    public void OnRegistered(Session session)
    {
        if (!session.IsExempt)
        {
            _registrations.Allows(session.Remote, Now);
        }
    }

    /// <summary>Counts a search; why it is not made, where it is one too many.</summary>
    public string? RefusalOfSearch(Session session)
    {
        if (session.IsExempt || _searches.Allows(session.Remote, Now))
        {
            return null;
        }

        _server.Counters.RefusedSearches++;
        return $"search failed: {Options.SearchesPerMinute} searches a minute are the most of one address; try again in a minute";
    }

    /// <summary>Bans an address for a while.</summary>
    public void Ban(Endpoint from, string reason) => _server.Administration.Bans.Impose(from, reason, Options.BanTime);
}
