using Shoal.Dht.Nodes;

namespace Shoal.Simulation.Dht;

/// <summary>Who is in an overlay.</summary>
internal sealed record OverlayOptions
{
    /// <summary>Members at any time, routers not counted.</summary>
    public int Members { get; init; } = 1000;

    /// <summary>Of a hundred, those behind a router that lets nobody in.</summary>
    public int NattedPercent { get; init; } = 20;

    /// <summary>Of a hundred, those that no longer answer.</summary>
    public int DeafPercent { get; init; } = 5;

    /// <summary>Of a hundred, those that lie.</summary>
    public int LyingPercent { get; init; } = 5;

    /// <summary>Of a hundred, those whose ids follow from their addresses (BEP 42).</summary>
    public int SecurePercent { get; init; } = 70;

    /// <summary>Half of the members leave within this time of their coming; null: nobody leaves.</summary>
    public TimeSpan? MedianSession { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The first members come over this time.</summary>
    public TimeSpan Beginning { get; init; } = TimeSpan.FromMinutes(5);

    public bool IsIPv4 { get; init; } = true;

    public LinkOptions Links { get; init; } = new();

    /// <summary>How honest members behave.</summary>
    public NodeOptions Node { get; init; } = new();
}
