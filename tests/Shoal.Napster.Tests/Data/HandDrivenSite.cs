using System.Text;
using Shoal.Metainfo;
using Shoal.Napster.Client.Data;
using Shoal.Net.Rates;
using Shoal.Peers.Tests;
using Shoal.Runtime;

namespace Shoal.Napster.Tests.Data;

/// <summary>A data port on a clock that the test moves, among links in memory; its files are real.</summary>
internal sealed class HandDrivenSite : IDataDesk, IUploadWatcher, IDownloadWatcher, IDisposable
{
    private readonly ManualTime _time = new();

    public HandDrivenSite()
    {
        Loop = new HandDrivenLoop(_time);
        Unlimited = new TokenBucket(_time, null);
        Port = new DataPort(new DataWorld(Loop, Doors, Workers, Unlimited, Unlimited), this);
        Assert.Null(Port.Start(Endpoint.FromBytes([127, 0, 0, 1], 6699)));
    }

    public string Nick => "ann";

    public HandDrivenLoop Loop { get; }

    public TokenBucket Unlimited { get; }

    public Doors Doors { get; } = new();

    public PromptWorkers Workers { get; } = new();

    public DataPort Port { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("shoal-data-").FullName;

    public UploadGrant? Grant { get; set; }

    public Download? Awaited { get; set; }

    /// <summary>What strangers asked for.</summary>
    public List<string> Asked { get; } = [];

    public List<DataEnd> Ends { get; } = [];

    public UploadGrant Share(byte[] content)
    {
        var file = Path.Combine(Folder, "shared");
        File.WriteAllBytes(file, content);
        return Grant = new UploadGrant(file, Encoding.UTF8.GetBytes(@"\a.mp3"), content.Length, File.GetLastWriteTimeUtc(file).Ticks, new Sha256Hash(System.Security.Cryptography.SHA256.HashData(content)), Unlimited, this);
    }

    public Download Open(long? size)
    {
        var download = Port.Download(new DownloadOrder("bob", Encoding.UTF8.GetBytes(@"\a.mp3"), size, null, Folder, "a.mp3", Unlimited), this);
        Settle();
        return download;
    }

    /// <summary>Somebody connects to our port.</summary>
    public FakeLink Knock(string from = "10.0.0.9")
    {
        Assert.True(Endpoint.TryParse($"{from}:4000", out var remote));
        var link = new FakeLink { Remote = remote };
        Doors.Handler!.OnAccepted(link);
        return link;
    }

    /// <summary>The peer that the download dials.</summary>
    public FakeLink Answer()
    {
        var link = new FakeLink();
        Doors.Dials[^1].Handler.OnConnected(link);
        return link;
    }

    public static void Say(FakeLink link, string text) => link.Deliver(Encoding.Latin1.GetBytes(text));

    public static string Heard(FakeLink link) => Encoding.Latin1.GetString(link.TakeSent());

    /// <summary>Until there is no mail left.</summary>
    public void Settle()
    {
        for (var i = 0; i < 10; i++)
        {
            Loop.Run();
        }
    }

    public void Advance(TimeSpan by)
    {
        Loop.Advance(by);
        Settle();
    }

    public UploadGrant? OnGet(Endpoint from, string nick, ReadOnlySpan<byte> path)
    {
        Asked.Add($"{nick} {Encoding.Latin1.GetString(path)}");
        return nick == "bob" && path.SequenceEqual(Grant?.Name) ? Grant : null;
    }

    public Download? OnSend(Endpoint from, string nick, ReadOnlySpan<byte> path, long size) => nick == "bob" ? Awaited : null;

    public void OnBegan(Upload upload)
    {
    }

    public void OnProgress(Upload upload)
    {
    }

    public void OnEnded(Upload upload, DataEnd end) => Ends.Add(end);

    public void OnReady(Download download)
    {
    }

    public void OnBegan(Download download)
    {
    }

    public void OnProgress(Download download)
    {
    }

    public void OnEnded(Download download, DataEnd end) => Ends.Add(end);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
