using System.Buffers.Binary;
using System.Numerics;
using Shoal.Dht.Ids;
using Shoal.Runtime;

namespace Shoal.Dht.Lookups;

/// <summary>
/// The nodes that a lookup knows, nearest first, and which of them it needs. Two courses run through them: one over all, one over those whose ids belong to
/// their addresses (BEP 42), so that a crowd of made-up ids around the target hides nobody whose id is hard to choose.
/// <code>
///   target ├─A──A──F──L──A──?──·──·──·──·──►  A answered, F failed, L late, ? asked, · new
///          └── the K nearest that live ──┘    all of them answered: the course is over
/// </code>
/// </summary>
/// <param name="target">What is looked for.</param>
/// <param name="radius">The distance (its first 64 bits) within which K nodes are to be expected; 0: not known.</param>
/// <param name="isGuarded">False switches the defences off, to show what they are worth.</param>
internal sealed class Candidates(NodeId target, ulong radius, bool isGuarded)
{
    private readonly List<Candidate> _sorted = [];
    private readonly HashSet<Endpoint> _endpoints = [];
    private readonly Dictionary<ulong, Candidate> _networks = [];
    private readonly int[] _kept = new int[2];
    private readonly int[] _crowding = new int[2];

    /// <summary>All, nearest first.</summary>
    public IReadOnlyList<Candidate> Sorted => _sorted;

    /// <summary>Nodes that must have answered before it is over: <see cref="Limits.K"/>, more while nothing was found.</summary>
    public int Enough { get; set; } = Limits.K;

    /// <summary>Takes a node; null where it is known, shares its network with another, comes to a crowd that is large enough, or is too far away to be needed.</summary>
    public Candidate? Add(NodeContact contact)
    {
        if (!_endpoints.Add(contact.Endpoint))
        {
            return null;
        }

        var candidate = new Candidate(contact, isGuarded && SecureId.IsSecure(contact.Id, contact.Endpoint));
        if (isGuarded && AddressNetwork.Of(contact.Endpoint) is not AddressNetwork.Local and var network && !Occupy(network, candidate))
        {
            return null;
        }

        if (Crowds(candidate) && ++_crowding[Class(candidate)] > Limits.CrowdMost)
        {
            return null;
        }

        var at = Place(contact.Id);
        _sorted.Insert(at, candidate);
        if (++_kept[Class(candidate)] > Limits.Candidates)
        {
            Drop(Class(candidate));
        }

        return candidate;
    }

    /// <summary>The nearest that has yet to be asked; null where none is needed now.</summary>
    public Candidate? Next() => Course(secureOnly: false).Next ?? (isGuarded ? Course(secureOnly: true).Next : null);

    /// <summary>All that are needed have answered.</summary>
    public bool IsSettled => IsOver(Course(secureOnly: false)) && (!isGuarded || IsOver(Course(secureOnly: true)));

    /// <summary>
    /// Where a crowd stands at the target, those who know it name nobody else. So somebody outside is asked for the nodes of a place beside it, within the distance in
    /// which K are to be expected: from there the crowd is farther away than those who were there before. False where there is no crowd, or nobody to ask.
    /// </summary>
    public bool TryDetour(int number, out NodeContact via, out NodeId beside)
    {
        (via, beside) = (default, target);
        var outside = _sorted.FindAll(candidate => candidate.State == CandidateState.Answered && !Crowds(candidate));
        if (!isGuarded || radius == 0 || _crowding[0] + _crowding[1] < Limits.K || outside.Count == 0)
        {
            return false;
        }

        // The highest two bits of the distance, turned in all three ways.
        Span<byte> turned = stackalloc byte[NodeId.Length];
        turned.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(turned, ((ulong)(number % 3 + 1) << 62) >> BitOperations.LeadingZeroCount(radius));
        (via, beside) = (outside[number % outside.Count].Contact, target.Xor(new NodeId(turned)));
        return true;
    }

    /// <summary>Whom an announce goes to: the needed ones that answered and gave a token.</summary>
    public List<Candidate> Keepers()
    {
        var keepers = new List<Candidate>();
        Gather(secureOnly: false, keepers);
        if (isGuarded)
        {
            Gather(secureOnly: true, keepers);
        }

        return keepers;
    }

    private static int Class(Candidate candidate) => candidate.IsSecure ? 1 : 0;

    private static bool IsOver((Candidate? Next, bool IsWaiting) course) => course is { Next: null, IsWaiting: false };

    private void Gather(bool secureOnly, List<Candidate> keepers)
    {
        var live = 0;
        foreach (var candidate in _sorted)
        {
            if (candidate.State != CandidateState.Answered || (secureOnly && !candidate.IsSecure))
            {
                continue;
            }

            live++;
            if (candidate.Token.Length > 0 && !keepers.Contains(candidate))
            {
                keepers.Add(candidate);
            }

            if (IsEnough(live, candidate))
            {
                return;
            }
        }
    }

    private (Candidate? Next, bool IsWaiting) Course(bool secureOnly)
    {
        var (live, isWaiting) = (0, false);
        foreach (var candidate in _sorted)
        {
            if (candidate.State is CandidateState.Failed or CandidateState.Late || (secureOnly && !candidate.IsSecure)
                || (candidate.State == CandidateState.New && live >= Limits.K && Crowds(candidate)))
            {
                continue;
            }

            if (candidate.State == CandidateState.New)
            {
                return (candidate, isWaiting);
            }

            isWaiting |= candidate.State == CandidateState.Asked;
            live++;
            if (live >= Enough && IsEnough(live, candidate))
            {
                break;
            }
        }

        return (null, isWaiting);
    }

    /// <summary>
    /// K are enough, unless they crowd: where K lie within a quarter of the distance in which K are to be expected (honest ids do once in a thousand lookups),
    /// the course goes on behind them over all that distance, to those who were there before the crowd.
    /// </summary>
    private bool IsEnough(int live, Candidate last) =>
        live >= Limits.K && (!isGuarded || radius == 0 || live >= Limits.CrowdMost || DistanceOf(last) > radius || (live == Limits.K && !Crowds(last)));

    /// <summary>It lies so near that only two like it are to be expected.</summary>
    private bool Crowds(Candidate candidate) => isGuarded && DistanceOf(candidate) <= radius / 4;

    private ulong DistanceOf(Candidate candidate) => target.Xor(candidate.Contact.Id).High;

    private bool Occupy(ulong network, Candidate candidate)
    {
        if (_networks.TryGetValue(network, out var holder) && holder.State != CandidateState.Failed)
        {
            return false;
        }

        _networks[network] = candidate;
        return true;
    }

    private int Place(NodeId id)
    {
        var (low, high) = (0, _sorted.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (target.CompareDistance(_sorted[middle].Contact.Id, id) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The farthest of a kind goes; the kinds crowd each other out of nothing.</summary>
    private void Drop(int kind)
    {
        var last = _sorted.FindLastIndex(candidate => Class(candidate) == kind && candidate.State is not (CandidateState.Asked or CandidateState.Late));
        if (last >= 0)
        {
            _sorted.RemoveAt(last);
            _kept[kind]--;
        }
    }
}
