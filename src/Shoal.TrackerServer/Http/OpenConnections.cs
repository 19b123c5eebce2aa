using System.Runtime.InteropServices;
using Shoal.Net.Sources;

namespace Shoal.TrackerServer.Http;

/// <summary>
/// The open connections in the order in which they last asked, so that who was silent longest is found at once, without a timer for each; and how many each source has.
/// </summary>
/// <param name="mostPerSource">Connections of one source; 0 for any number.</param>
internal sealed class OpenConnections(int mostPerSource)
{
    private readonly Dictionary<Source, int> _sources = [];

    public int Count { get; private set; }

    /// <summary>Who was silent longest.</summary>
    public HttpConnection? Oldest { get; private set; }

    private HttpConnection? Newest { get; set; }

    public bool HasRoomFor(Source? source) => mostPerSource == 0 || source is not { } counted || _sources.GetValueOrDefault(counted) < mostPerSource;

    /// <summary>Takes one in as the newest. One without a source counts for nobody.</summary>
    public void Add(HttpConnection connection, Source? source)
    {
        Count++;
        Append(connection);
        if (mostPerSource > 0 && source is { } counted)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_sources, counted, out _)++;
        }
    }

    /// <summary>It asked: now it is the newest.</summary>
    public void Renew(HttpConnection connection)
    {
        if (connection != Newest)
        {
            Unlink(connection);
            Append(connection);
        }
    }

    public void Remove(HttpConnection connection, Source? source)
    {
        Count--;
        Unlink(connection);
        if (mostPerSource > 0 && source is { } counted && --CollectionsMarshal.GetValueRefOrAddDefault(_sources, counted, out _) == 0)
        {
            _sources.Remove(counted);
        }
    }

    /// <summary>Closes all that owe nothing and are owed nothing.</summary>
    public void CloseIdle()
    {
        for (var connection = Oldest; connection is not null;)
        {
            var next = connection.Newer;
            if (!connection.IsBusy)
            {
                connection.Close();
            }

            connection = next;
        }
    }

    private void Append(HttpConnection connection)
    {
        connection.Older = Newest;
        if (Newest is null)
        {
            Oldest = connection;
        }
        else
        {
            Newest.Newer = connection;
        }

        Newest = connection;
    }

    private void Unlink(HttpConnection connection)
    {
        if (connection.Older is null)
        {
            Oldest = connection.Newer;
        }
        else
        {
            connection.Older.Newer = connection.Newer;
        }

        if (connection.Newer is null)
        {
            Newest = connection.Older;
        }
        else
        {
            connection.Newer.Older = connection.Older;
        }

        connection.Older = connection.Newer = null;
    }
}
