namespace Shoal.Client.Choking;

/// <summary>Who wants something of one torrent.</summary>
/// <param name="IsSeeding">The torrent gives without wanting: its peers take turns.</param>
/// <param name="Candidates">In order of arrival.</param>
internal sealed record ChokeReport(bool IsSeeding, Candidate[] Candidates);
