namespace Shoal.Napster.Server.Sessions;

/// <summary>An answer of any number of rows: more are written when the client has read those before, and its next messages wait for the end.</summary>
internal static class LongAnswer
{
    /// <summary>Sends each row, then the end.</summary>
    public static void SendAll<T>(this Session session, IReadOnlyList<T> rows, Action<T> send, Action end)
    {
        session.Connection.Hold();
        Continue(0);

        void Continue(int next)
        {
            for (; next < rows.Count; next++)
            {
                if (!session.Connection.HasRoom)
                {
                    session.Connection.WhenRoom(() => Continue(next));
                    return;
                }

                send(rows[next]);
            }

            end();
            session.Connection.Release();
        }
    }
}
