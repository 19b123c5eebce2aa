using Shoal.Runtime;
using Shoal.Trackers.Announcing;

namespace Shoal.Client.Announcing;

/// <summary>The client's announcer and the loop that it lives on.</summary>
internal sealed record ClientTrackers(Loop Home, Announcer Announcer);
