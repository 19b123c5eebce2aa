using System.Diagnostics;
using System.Globalization;
using Shoal.Napster.Client.Files;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not [var folder, var filesText, var mebibytesText, ..] || !int.TryParse(filesText, out var files) || !int.TryParse(mebibytesText, out var mebibytes))
{
    Console.Error.WriteLine("usage: ScanBench FOLDER FILES MIB [THREADS] [ROUNDS]   makes FILES files of MIB mebibytes altogether in FOLDER, where it is not there, and scans them from nothing, then again");
    return 2;
}

var threads = args.Length > 3 ? int.Parse(args[3]) : Environment.ProcessorCount;
var rounds = args.Length > 4 ? int.Parse(args[4]) : 1;
if (!Directory.Exists(folder))
{
    Make();
}

var database = folder.TrimEnd('/') + ".db";
for (var round = 0; round < rounds; round++)
{
    foreach (var old in Directory.GetFiles(Path.GetDirectoryName(Path.GetFullPath(database))!, Path.GetFileName(database) + "*"))
    {
        File.Delete(old);
    }

    using var index = ShareIndex.Open(database);
    Scan(index, "all");
    Scan(index, "again");
}

Console.WriteLine(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal)));
return 0;

void Scan(ShareIndex index, string what)
{
    var before = Environment.CpuUsage.TotalTime;
    var watch = Stopwatch.StartNew();
    var report = new ShareScan(index, TimeProvider.System) { Threads = threads, Fault = fault => Console.WriteLine($"{fault.Path}: {fault.Reason}") }.Run([folder], CancellationToken.None);
    var seconds = watch.Elapsed.TotalSeconds;
    Console.WriteLine($"{what}: {report.Hashed} of {report.Seen} files hashed in {seconds:F2} s, {report.Bytes / seconds / (1 << 20):F0} MiB/s, {report.Seen / seconds:F0} files/s, {(Environment.CpuUsage.TotalTime - before).TotalSeconds:F2} s of processors, {threads} threads");
}

void Make()
{
    var random = new Random(1);
    var buffer = new byte[1 << 20];
    random.NextBytes(buffer);
    var length = ((long)mebibytes << 20) / files;
    for (var i = 0; i < files; i++)
    {
        var inner = Path.Combine(folder, (i / 500).ToString());
        Directory.CreateDirectory(inner);
        var path = Path.Combine(inner, $"song {i}.mp3");
        using (var file = File.Create(path))
        {
            for (long left = length; left > 0; left -= buffer.Length)
            {
                random.NextBytes(buffer.AsSpan(0, 64));
                file.Write(buffer.AsSpan(0, (int)Math.Min(left, buffer.Length)));
            }
        }

        // As old as most files are: what was written a moment ago is read twice.
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
    }
}
