using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Napster.Client;

/// <summary>What a client is given.</summary>
/// <param name="Loop">Where it decides.</param>
/// <param name="Transport">How it connects, and is connected to.</param>
/// <param name="Names">How the server's name is found.</param>
/// <param name="Workers">Who reads, writes and hashes.</param>
/// <param name="Chance">So that not all come back at once.</param>
public sealed record NapsterClientWorld(Loop Loop, ITransport Transport, INames Names, IWorkers Workers, IChance Chance);
