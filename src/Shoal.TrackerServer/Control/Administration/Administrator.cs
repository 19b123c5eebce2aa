using Microsoft.AspNetCore.Http;
using Shoal.Metainfo;
using Shoal.TrackerServer.Access;
using Shoal.TrackerServer.Accounts;
using Shoal.TrackerServer.Files;

namespace Shoal.TrackerServer.Control.Administration;

/// <summary>Does what administrators ask for.</summary>
internal sealed class Administrator(TrackerAccess access)
{
    public UserEntry AddUser(AdministrationRequest request)
    {
        if (request.Name.Length is 0 or > Limits.NameLength || request.Name.AsSpan().ContainsAnyExceptInRange('!', '~') || request.Name[0] == '-')
        {
            throw new RefusedException(StatusCodes.Status400BadRequest, $"a user's name has 1 to {Limits.NameLength} letters, digits and signs of ASCII, and no dash in front");
        }

        return Private.AddUser(request.Name)
            ? EntryOf(Report(request).User)
            : throw new RefusedException(StatusCodes.Status409Conflict, $"there is a user '{request.Name}' already");
    }

    public UserEntry RemoveUser(AdministrationRequest request)
    {
        var user = EntryOf(Report(request).User);
        return Private.RemoveUser(request.Name, request.Forget) ? user : throw NoUser(request);
    }

    /// <summary>As many as one answer has, behind the one that is named.</summary>
    public IReadOnlyList<UserEntry> ListUsers(AdministrationRequest request) => [.. Private.ListUsers(request.Name).Select(EntryOf)];

    public ReportEntry ReportUser(AdministrationRequest request)
    {
        var rules = new HitAndRunRules
        {
            Percent = request.Percent,
            Seeding = TimeSpan.FromHours(request.SeedingHours),
            Ratio = request.Ratio,
            Absence = TimeSpan.FromHours(request.AbsenceHours),
        };
        var report = Report(request);
        var now = access.Time.GetUtcNow();
        ShareEntry[] shares = [.. report.Shares.Select(share => EntryOf(share, rules.Applies(share, now)))];
        return new ReportEntry(EntryOf(report.User), shares.Count(static share => share.HitAndRun), shares);
    }

    public KeyEntry AddKey(AdministrationRequest request) =>
        Private.AddKey(request.Name, out var passkey) is { } key ? new KeyEntry(key.Id, key.Created.UtcDateTime, passkey) : throw NoUser(request);

    public KeyEntry RemoveKey(AdministrationRequest request)
    {
        var key = ListKeys(request with { Key = request.Key - 1 }).FirstOrDefault(key => key.Number == request.Key);
        return key is not null && Private.RemoveKey(request.Name, request.Key)
            ? key
            : throw new RefusedException(StatusCodes.Status404NotFound, $"'{request.Name}' has no passkey {request.Key}: see 'shoal tracker key list {request.Name}'");
    }

    /// <summary>As many as one answer has, behind the one that is named.</summary>
    public IReadOnlyList<KeyEntry> ListKeys(AdministrationRequest request) =>
        Private.ListKeys(request.Name, request.Key) is { } keys ? [.. keys.Select(key => new KeyEntry(key.Id, key.Created.UtcDateTime))] : throw NoUser(request);

    public ListEntry AddHashes(AdministrationRequest request) => Entry(Listing.AddHashes(Parse(request)));

    public ListEntry RemoveHashes(AdministrationRequest request) => Entry(Listing.RemoveHashes(Parse(request)));

    public ListEntry ListHashes() => Entry(0) with { Hashes = [.. Listing.Gate.Rules.Listed.Order().Select(static hash => hash.ToString())] };

    private TrackerAccess Private =>
        access.IsPrivate ? access : throw new RefusedException(StatusCodes.Status409Conflict, "this tracker has no users: start it by 'shoal tracker --private'");

    private TrackerAccess Listing => access.List != ListKind.None
        ? access
        : throw new RefusedException(StatusCodes.Status409Conflict, "this tracker has no list: start it by 'shoal tracker --allow-list FILE' or 'shoal tracker --deny-list FILE'");

    private UserReport Report(AdministrationRequest request) => Private.Report(request.Name) ?? throw NoUser(request);

    private static RefusedException NoUser(AdministrationRequest request) =>
        new(StatusCodes.Status404NotFound, $"there is no user '{request.Name}': see 'shoal tracker user list'");

    private static List<Sha1Hash> Parse(AdministrationRequest request)
    {
        var hashes = new List<Sha1Hash>();
        foreach (var text in request.Hashes)
        {
            hashes.Add(HashListFile.TryParse(text, out var hash) ? hash : throw new RefusedException(StatusCodes.Status400BadRequest, $"'{text}' is no info-hash"));
        }

        return hashes;
    }

    private ListEntry Entry(int changed) => new(access.List == ListKind.Allow ? "allow" : "deny", changed, access.Gate.Rules.Listed.Count, []);

    private static UserEntry EntryOf(UserFigures user) =>
        new(user.Name, user.Created.UtcDateTime, user.Disabled?.UtcDateTime, user.Keys, user.Torrents, user.Uploaded, user.Downloaded, RatioOf(user.Uploaded, user.Downloaded));

    private static ShareEntry EntryOf(ShareFigures share, bool isHitAndRun) => new(
        share.Torrent.ToString(), share.Uploaded, share.Downloaded, RatioOf(share.Uploaded, share.Downloaded), share.Left, (long)share.Seeding.TotalSeconds,
        share.First.UtcDateTime, share.Last.UtcDateTime, share.Completed?.UtcDateTime, isHitAndRun);

    private static double? RatioOf(long uploaded, long downloaded) => downloaded == 0 ? null : Math.Round((double)uploaded / downloaded, 3);
}
