using System.Text;
using Shoal.Catalog;
using Shoal.Data;
using Shoal.Metainfo;
using Shoal.Napster.Client.Sharing;

namespace Shoal.Napster.Client.Files;

/// <summary>How a shared file is read from the index.</summary>
internal static class ShareRow
{
    public const string Query =
        "SELECT revision, path, file, name, size, modified, media, bitrate, frequency, duration, artist, title, album, token, sha256, root FROM files JOIN folders ON folders.id = folder";

    public static LocalFile Read(SqliteStatement row) => new()
    {
        Revision = row.Number(0),
        Path = System.IO.Path.Combine(Encoding.UTF8.GetString(row.Bytes(1)), Encoding.UTF8.GetString(row.Bytes(2))),
        Name = row.Bytes(3).ToArray(),
        Size = row.Number(4),
        Modified = row.Number(5),
        Media = (MediaType)row.Number(6),
        Bitrate = (int)row.Number(7),
        Frequency = (int)row.Number(8),
        Duration = (int)row.Number(9),
        Artist = Text(row, 10),
        Title = Text(row, 11),
        Album = Text(row, 12),
        Token = row.Bytes(13).ToArray(),
        Sha256 = new Sha256Hash(row.Bytes(14)),
        Root = new Sha256Hash(row.Bytes(15)),
    };

    private static string? Text(SqliteStatement row, int column) => row.IsNull(column) ? null : Encoding.UTF8.GetString(row.Bytes(column));
}
