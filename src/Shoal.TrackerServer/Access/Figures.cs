using Shoal.Peers;
using Shoal.Trackers.Messages;

namespace Shoal.TrackerServer.Access;

/// <summary>What a peer tells about itself in an announce, as far as accounts need it.</summary>
/// <param name="PeerId">Which of a user's peers.</param>
/// <param name="Uploaded">Bytes since it began, as it says.</param>
/// <param name="Downloaded">The same.</param>
/// <param name="Left">Bytes that it lacks; <see cref="long.MaxValue"/> where it does not know.</param>
/// <param name="Event">What happened.</param>
internal readonly record struct Figures(PeerId PeerId, long Uploaded, long Downloaded, long Left, AnnounceEvent Event);
