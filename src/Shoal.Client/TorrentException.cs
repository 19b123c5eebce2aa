namespace Shoal.Client;

/// <summary>A torrent could not be started or finished; the message is one sentence for a person.</summary>
public sealed class TorrentException(string message, Exception? inner = null) : Exception(message, inner);
