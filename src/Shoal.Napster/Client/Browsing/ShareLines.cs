using System.Globalization;
using System.Text;
using Shoal.Napster.Client.Data;
using Shoal.Napster.Client.Files;

namespace Shoal.Napster.Client.Browsing;

/// <summary>What we share as lines, read from the index a page at a time.</summary>
internal sealed class ShareLines(NapsterClient client, ShareIndex index) : IShareLines
{
    private long _after;

    public void Next(Action<byte[]?> part) => client.Do(
        () =>
        {
            var page = index.Page(_after, Limits.AnnouncedRows);
            var lines = new List<byte>();
            foreach (var file in page)
            {
                lines.Add((byte)'"');
                lines.AddRange(file.Name);
                lines.AddRange(Encoding.ASCII.GetBytes(string.Create(
                    CultureInfo.InvariantCulture, $"\" {Encoding.ASCII.GetString(file.Token)} {file.Size} {file.Bitrate} {file.Frequency} {file.Duration}\n")));
            }

            return (Lines: page.Count > 0 ? lines.ToArray() : null, Last: page.Count > 0 ? page[^1].Revision : 0);
        },
        read =>
        {
            _after = read.Last;
            part(read.Lines);
        });
}
