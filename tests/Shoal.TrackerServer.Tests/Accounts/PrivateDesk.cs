using System.Text;
using Shoal.Metainfo;
using Shoal.Peers;
using Shoal.Runtime.Real;
using Shoal.TrackerServer.Access;
using Shoal.TrackerServer.Accounts;
using Shoal.Trackers.Messages;

namespace Shoal.TrackerServer.Tests.Accounts;

/// <summary>A private tracker's access with a database of its own and a clock that stands. Nothing is written but when it is asked for, or at the end.</summary>
internal sealed class PrivateDesk : TimeProvider, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shoal-accounts-").FullName;

    public PrivateDesk(AccountOptions? options = null)
    {
        Options = new AccessOptions
        {
            Database = Path.Combine(_folder, "tracker.db"),
            Accounts = (options ?? new AccountOptions()) with { Pause = TimeSpan.FromDays(1) },
        };
        Access = Open();
    }

    public AccessOptions Options { get; }

    public TrackerAccess Access { get; set; }

    public RecordedLog Log { get; } = new();

    /// <summary>Seconds since 1970.</summary>
    public long Seconds { get; set; } = 1_000_000;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Seconds);

    public TrackerAccess Open() => TrackerAccess.Open(Options, this, new SystemSecrets(), Log);

    /// <summary>A folder's copy is what a kill leaves: what is written, and nothing of what is in memory.</summary>
    public void Kill()
    {
        var copy = Directory.CreateTempSubdirectory("shoal-accounts-").FullName;
        foreach (var file in Directory.GetFiles(_folder))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        Access.Dispose();
        foreach (var file in Directory.GetFiles(copy))
        {
            File.Move(file, Path.Combine(_folder, Path.GetFileName(file)), overwrite: true);
        }

        Directory.Delete(copy);
        Access = Open();
    }

    public void Restart()
    {
        Access.Dispose();
        Access = Open();
    }

    /// <summary>One of a user's peers announces; what is answered.</summary>
    public Refusal Announce(string key, long up, long down, long left, AnnounceEvent what = AnnounceEvent.None, string peer = "one", char torrent = 't')
    {
        var permit = new Tracker(null!) { Gate = Access.Gate, Books = Access.Books };
        return permit.Admit(Hash(torrent), Encoding.ASCII.GetBytes(key), new Figures(Id(peer), up, down, left, what));
    }

    public ShareFigures Share(string user, char torrent = 't') => Assert.Single(Access.Report(user)!.Shares, share => share.Torrent == Hash(torrent));

    public static Sha1Hash Hash(char torrent) => new(Enumerable.Repeat((byte)torrent, 20).ToArray());

    public static PeerId Id(string peer) => new(Encoding.ASCII.GetBytes(peer.PadRight(20, '-')));

    public void Dispose()
    {
        Access.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
