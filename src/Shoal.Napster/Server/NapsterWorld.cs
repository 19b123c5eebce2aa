using Microsoft.Extensions.Logging;
using Shoal.Catalog;
using Shoal.Napster.Server.Accounts;
using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Napster.Server;

/// <summary>What a server is given.</summary>
/// <param name="Loop">Where it decides.</param>
/// <param name="Transport">How it is connected to.</param>
/// <param name="Readers">Who searches.</param>
/// <param name="Hashers">Who hashes passwords, which takes so long that searches would wait.</param>
/// <param name="Writer">Who writes: one at a time.</param>
/// <param name="Catalog">The shared files.</param>
/// <param name="Accounts">The users.</param>
/// <param name="Secrets">Salt for passwords.</param>
/// <param name="Log">Told what an operator should know.</param>
public sealed record NapsterWorld(Loop Loop, ITransport Transport, IWorkers Readers, IWorkers Hashers, IWorkers Writer, ICatalog Catalog, AccountStore Accounts, ISecrets Secrets, ILogger Log);
