namespace Shoal.Napster.Client.People;

/// <summary>A channel, as the server's list tells of it.</summary>
/// <param name="Name">With its #.</param>
/// <param name="Users">How many are there.</param>
/// <param name="Topic">What is spoken of.</param>
public sealed record ChannelInfo(string Name, long Users, string Topic);
