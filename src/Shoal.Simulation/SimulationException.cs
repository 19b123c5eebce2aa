namespace Shoal.Simulation;

/// <summary>A simulated run failed; the message tells the seed.</summary>
internal sealed class SimulationException(string message, Exception? inner = null) : Exception(message, inner);
