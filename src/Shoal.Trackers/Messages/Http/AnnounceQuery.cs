using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using Shoal.Metainfo;
using Shoal.Peers;
using Shoal.Runtime;

namespace Shoal.Trackers.Messages.Http;

/// <summary>An announce as a tracker reads it from a query string (BEP 3, 7, 23).</summary>
/// <param name="Request">What is told.</param>
/// <param name="Compact">False where the client asks for a list of dictionaries.</param>
/// <param name="NoPeerId">True where that list needs no peer ids.</param>
public sealed record AnnounceQuery(AnnounceRequest Request, bool Compact, bool NoPeerId)
{
    /// <summary>"ip": where the client says that it is. It may name a victim, and is to be believed from few. The default where there is none, or no address; the port may be 0.</summary>
    public Endpoint Ip { get; init; }

    /// <summary>"ipv4" (BEP 7), the same.</summary>
    public Endpoint IPv4 { get; init; }

    /// <summary>"ipv6" (BEP 7), the same.</summary>
    public Endpoint IPv6 { get; init; }

    /// <summary>Reads what stands behind the "?"; false with a sentence that can be told to the client.</summary>
    public static bool TryParse(ReadOnlySpan<byte> query, [NotNullWhen(true)] out AnnounceQuery? announce, [NotNullWhen(false)] out string? reason)
    {
        reason = query.Length > Limits.QueryLength ? $"the query is longer than {Limits.QueryLength} bytes" : null;
        var fields = new Fields();
        var parameters = new QueryParameters(query);
        while (reason is null && parameters.MoveNext())
        {
            reason = fields.Take(ref parameters);
        }

        reason ??= fields.Missing();
        announce = reason is null ? fields.ToQuery() : null;
        return announce is not null;
    }

    /// <summary>What was read so far.</summary>
    private ref struct Fields()
    {
        private Sha1Hash? _infoHash;
        private PeerId? _peerId;
        private long _port = -1;
        private long _uploaded;
        private long _downloaded;
        // Who does not say what is left is no seed.
        private long _left = -1;
        private long _wanted = -1;
        private uint _key;
        private AnnounceEvent _event;
        private string? _trackerId;
        private bool _isList;
        private bool _noPeerId;
        private Endpoint _ip;
        private Endpoint _ipv4;
        private Endpoint _ipv6;

        /// <summary>Takes the pair at hand; unknown ones are passed over. Returns why it cannot be.</summary>
        public string? Take(ref readonly QueryParameters pair)
        {
            Span<byte> twenty = stackalloc byte[Sha1Hash.Length];
            var name = pair.Name;
            if (name.SequenceEqual("info_hash"u8))
            {
                if (_infoHash is not null || !pair.TryBytes(twenty))
                {
                    return _infoHash is null ? pair.WhyNoHash() : "there is more than one info_hash";
                }

                _infoHash = new Sha1Hash(twenty);
            }
            else if (name.SequenceEqual("peer_id"u8))
            {
                if (!pair.TryBytes(twenty))
                {
                    return "peer_id is not 20 bytes, percent-encoded";
                }

                _peerId = new PeerId(twenty);
            }
            else if (name.SequenceEqual("port"u8))
            {
                return pair.TryAmount(out _port) && _port is >= 0 and <= ushort.MaxValue ? null : $"port is no port: {pair.Shown}";
            }
            else if (name.SequenceEqual("uploaded"u8))
            {
                return pair.TryAmount(out _uploaded) ? null : $"uploaded is no number: {pair.Shown}";
            }
            else if (name.SequenceEqual("downloaded"u8))
            {
                return pair.TryAmount(out _downloaded) ? null : $"downloaded is no number: {pair.Shown}";
            }
            else if (name.SequenceEqual("left"u8))
            {
                return pair.TryAmount(out _left) ? null : $"left is no number: {pair.Shown}";
            }
            else
            {
                TakeOptional(in pair);
            }

            return null;
        }

        public readonly string? Missing() => _infoHash is null ? "info_hash is missing" : _peerId is null ? "peer_id is missing" : _port < 0 ? "port is missing" : null;

        public readonly AnnounceQuery ToQuery() => new(
            new AnnounceRequest(
                _infoHash.GetValueOrDefault(), _peerId.GetValueOrDefault(), (ushort)_port, Math.Max(0, _uploaded), Math.Max(0, _downloaded),
                _left < 0 ? long.MaxValue : _left, _event, _key, _wanted < 0 ? null : (int)Math.Min(_wanted, int.MaxValue))
            {
                TrackerId = _trackerId,
            },
            Compact: !_isList,
            _noPeerId)
        {
            Ip = _ip,
            IPv4 = _ipv4.IsIPv4 ? _ipv4 : default,
            IPv6 = _ipv6.IsIPv4 ? default : _ipv6,
        };

        private void TakeOptional(ref readonly QueryParameters pair)
        {
            var name = pair.Name;
            if (name.SequenceEqual("event"u8))
            {
                // "empty", "paused" (BEP 21) and whatever comes after them are regular announces.
                _event = pair.Value.SequenceEqual("started"u8) ? AnnounceEvent.Started
                    : pair.Value.SequenceEqual("completed"u8) ? AnnounceEvent.Completed
                    : pair.Value.SequenceEqual("stopped"u8) ? AnnounceEvent.Stopped : AnnounceEvent.None;
            }
            else if (name.SequenceEqual("numwant"u8))
            {
                _wanted = pair.TryAmount(out var wanted) ? wanted : -1;
            }
            else if (name.SequenceEqual("compact"u8))
            {
                _isList = pair.Value.SequenceEqual("0"u8);
            }
            else if (name.SequenceEqual("no_peer_id"u8))
            {
                _noPeerId = pair.Value.SequenceEqual("1"u8);
            }
            else if (name.SequenceEqual("key"u8))
            {
                _key = KeyOf(pair.Value);
            }
            else if (name.SequenceEqual("trackerid"u8))
            {
                _trackerId = pair.Latin(Limits.TrackerIdLength);
            }
            else if (name.SequenceEqual("ip"u8))
            {
                _ip = pair.Address();
            }
            else if (name.SequenceEqual("ipv4"u8))
            {
                _ipv4 = pair.Address();
            }
            else if (name.SequenceEqual("ipv6"u8))
            {
                _ipv6 = pair.Address();
            }
        }

        // Most send up to eight hexadecimal digits, aria2 eight bytes of any kind: those are folded into as many bits (FNV-1a).
        private static uint KeyOf(ReadOnlySpan<byte> text)
        {
            if (text.Length <= 8 && Utf8Parser.TryParse(text, out uint key, out var used, 'x') && used == text.Length)
            {
                return key;
            }

            var folded = 2166136261;
            foreach (var value in text)
            {
                folded = unchecked((folded ^ value) * 16777619);
            }

            return folded;
        }
    }
}
