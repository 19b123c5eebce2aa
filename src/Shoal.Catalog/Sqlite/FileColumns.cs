using System.Text;
using Shoal.Data;
using Shoal.Metainfo;

namespace Shoal.Catalog.Sqlite;

/// <summary>The columns of a file, in one order for all statements.</summary>
internal sealed class FileColumns
{
    public const string Names = "path, text, size, media, bitrate, frequency, duration, token, artist, title, album, sha256, root, info_hash";

    /// <summary>How many they are.</summary>
    public const int Count = 14;

    private readonly byte[] _text = new byte[Limits.TextLength];

    /// <summary>Gives the parameters from that one on what the file has.</summary>
    public void Bind(SqliteStatement statement, int first, SharedFile file)
    {
        statement.Bind(first, file.Path.Span).BindText(first + 1, Utf8(file.Text)).Bind(first + 2, file.Size).Bind(first + 3, (long)file.Media);
        statement.Bind(first + 4, file.Bitrate).Bind(first + 5, file.Frequency).Bind(first + 6, file.Duration);
        BindBytes(statement, first + 7, file.Token.Span);
        BindText(statement, first + 8, file.Artist);
        BindText(statement, first + 9, file.Title);
        BindText(statement, first + 10, file.Album);
        BindBytes(statement, first + 11, file.Sha256 is { } sha256 ? sha256.Span : default);
        BindBytes(statement, first + 12, file.Root is { } root ? root.Span : default);
        BindBytes(statement, first + 13, file.InfoHash is { } infoHash ? infoHash.Span : default);
    }

    /// <summary>The file of a row whose columns from that one on are these.</summary>
    public static SharedFile Read(SqliteStatement row, int first) => new()
    {
        Path = row.Bytes(first).ToArray(),
        Text = Encoding.UTF8.GetString(row.Bytes(first + 1)),
        Size = row.Number(first + 2),
        Media = (MediaType)row.Number(first + 3),
        Bitrate = (int)row.Number(first + 4),
        Frequency = (int)row.Number(first + 5),
        Duration = (int)row.Number(first + 6),
        Token = row.Bytes(first + 7).ToArray(),
        Artist = Text(row, first + 8),
        Title = Text(row, first + 9),
        Album = Text(row, first + 10),
        Sha256 = row.Bytes(first + 11) is { Length: Sha256Hash.Length } sha256 ? new Sha256Hash(sha256) : null,
        Root = row.Bytes(first + 12) is { Length: Sha256Hash.Length } root ? new Sha256Hash(root) : null,
        InfoHash = row.Bytes(first + 13) is { Length: Sha1Hash.Length } infoHash ? new Sha1Hash(infoHash) : null,
    };

    /// <summary>True when the row, which has the file's path, has all else of it too.</summary>
    public bool AreSame(SqliteStatement row, int first, SharedFile file) =>
        row.Bytes(first + 1).SequenceEqual(Utf8(file.Text))
        && row.Number(first + 2) == file.Size
        && row.Number(first + 3) == (long)file.Media
        && row.Number(first + 4) == file.Bitrate
        && row.Number(first + 5) == file.Frequency
        && row.Number(first + 6) == file.Duration
        && row.Bytes(first + 7).SequenceEqual(file.Token.Span)
        && IsSame(row, first + 8, file.Artist)
        && IsSame(row, first + 9, file.Title)
        && IsSame(row, first + 10, file.Album)
        && row.Bytes(first + 11).SequenceEqual(file.Sha256 is { } sha256 ? sha256.Span : default)
        && row.Bytes(first + 12).SequenceEqual(file.Root is { } root ? root.Span : default)
        && row.Bytes(first + 13).SequenceEqual(file.InfoHash is { } infoHash ? infoHash.Span : default);

    /// <summary>True when each of them is as short as it must be.</summary>
    public static bool Fit(SharedFile file) =>
        file.Path.Length <= Limits.TextLength && file.Token.Length <= Limits.TokenLength && Fits(file.Text) && Fits(file.Artist) && Fits(file.Title) && Fits(file.Album);

    private static bool Fits(string? text) => text is null || Encoding.UTF8.GetByteCount(text) <= Limits.TextLength;

    private ReadOnlySpan<byte> Utf8(string text) => _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text));

    private bool IsSame(SqliteStatement row, int column, string? text) => text is null ? row.IsNull(column) : !row.IsNull(column) && row.Bytes(column).SequenceEqual(Utf8(text));

    private static string? Text(SqliteStatement row, int column) => row.IsNull(column) ? null : Encoding.UTF8.GetString(row.Bytes(column));

    private static void BindBytes(SqliteStatement statement, int parameter, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            statement.BindNull(parameter);
        }
        else
        {
            statement.Bind(parameter, bytes);
        }
    }

    private void BindText(SqliteStatement statement, int parameter, string? text)
    {
        if (text is null)
        {
            statement.BindNull(parameter);
        }
        else
        {
            statement.BindText(parameter, Utf8(text));
        }
    }
}
