using System.Diagnostics;
using System.Globalization;
using Shoal.DataBench;
using Shoal.Metainfo;
using Shoal.Napster.Client.Data;
using Shoal.Net.Rates;
using Shoal.Net.Sockets;
using Shoal.Runtime;
using Shoal.Runtime.Real;

// DataBench pair FILE FOLDER ROUNDS [portable]: a process sends the file, another fetches it into the folder and checks its SHA-256.
// DataBench serve FILE [portable]    DataBench fetch PORT SIZE FOLDER [portable]
var isPortable = args[^1] == "portable";
var sockets = new SystemSockets(isPortable);
using var workers = new WorkerThreads(2);
var unlimited = new TokenBucket(SystemClock.Instance, null);
var desk = new Desk();
switch (args[0])
{
    case "serve":
        await Serve(args[1]);
        return 0;
    case "fetch":
        return await Fetch(ushort.Parse(args[1], CultureInfo.InvariantCulture), long.Parse(args[2], CultureInfo.InvariantCulture), args[3]);
    default:
        for (var round = 0; round < int.Parse(args[3], CultureInfo.InvariantCulture); round++)
        {
            await Pair(Path.GetFullPath(args[1]), args[2]);
        }

        return 0;
}

async Task Serve(string file)
{
    var loop = sockets.CreateLoop("serve", Console.Error.WriteLine);
    var facts = new FileInfo(file);
    using var stream = File.OpenRead(file);
    var hash = new Sha256Hash(await System.Security.Cryptography.SHA256.HashDataAsync(stream));
    desk.Grant = new UploadGrant(file, Desk.Path, facts.Length, facts.LastWriteTimeUtc.Ticks, hash, unlimited, desk);
    var port = new DataPort(new DataWorld(loop, sockets.Transport, workers, unlimited, unlimited, isPortable), desk);
    var local = await loop.AskAsync(() => port.Start(Endpoint.FromBytes([127, 0, 0, 1], 0)) is { } failure ? throw new IOException(failure) : port.Local!.Value.Port);
    var before = Process.GetCurrentProcess().TotalProcessorTime;
    Console.WriteLine(local);
    var end = await desk.End;
    Console.WriteLine($"  sender   {end.Kind} {end.Text} {Cost(before)}");
}

async Task<int> Fetch(ushort port, long size, string folder)
{
    var loop = sockets.CreateLoop("fetch", Console.Error.WriteLine);
    var data = new DataPort(new DataWorld(loop, sockets.Transport, workers, unlimited, unlimited, isPortable), desk);
    var download = await loop.AskAsync(() => data.Download(new DownloadOrder("bench", Desk.Path, size, null, folder, "fetched.bin", unlimited), desk));
    await desk.Ready;
    var before = Process.GetCurrentProcess().TotalProcessorTime;
    var watch = Stopwatch.StartNew();
    await loop.AskAsync(() => download.Fetch(Endpoint.FromBytes([127, 0, 0, 1], port)));
    var end = await desk.End;
    Console.WriteLine($"{size / 1048576.0 / watch.Elapsed.TotalSeconds:F0} MiB/s in {watch.Elapsed.TotalSeconds:F2} s");
    Console.WriteLine($"  receiver {end.Kind} {end.Text} {Cost(before)}");
    if (download.File is { } file)
    {
        File.Delete(file);
    }

    return end.Kind == EndKind.Done ? 0 : 1;
}

static string Cost(TimeSpan before)
{
    using var self = Process.GetCurrentProcess();
    return $"{(self.TotalProcessorTime - before).TotalSeconds:F2} s of processor, {self.PeakWorkingSet64 >> 20} MiB at most";
}

async Task Pair(string file, string folder)
{
    using var server = Start("serve", file);
    var port = await server.StandardOutput.ReadLineAsync() ?? throw new IOException("the sender did not start");
    using var client = Start("fetch", port, new FileInfo(file).Length.ToString(CultureInfo.InvariantCulture), folder);
    Console.Write(await client.StandardOutput.ReadToEndAsync());
    Console.Write(await server.StandardOutput.ReadToEndAsync());
    await client.WaitForExitAsync();
    await server.WaitForExitAsync();
}

Process Start(params string[] arguments) =>
    Process.Start(new ProcessStartInfo(Environment.ProcessPath!, isPortable ? [.. arguments, "portable"] : arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
