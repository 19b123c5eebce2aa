using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Shoal.Catalog.Exchange;

/// <summary>Takes members out of an object of JSON one by one, and remembers the first that is not as it must be. What it gives after that is worth nothing.</summary>
internal sealed class MemberReader
{
    private readonly Dictionary<string, JsonElement> _left = new(StringComparer.Ordinal);

    public MemberReader(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            Reason = "it is no object of JSON";
            return;
        }

        foreach (var member in root.EnumerateObject())
        {
            _left.Add(member.Name, member.Value);
        }
    }

    /// <summary>What is wrong, part of a sentence; null where nothing is.</summary>
    public string? Reason { get; private set; }

    public long Number(string name, long least, long most, bool isRequired = false)
    {
        if (Take(name, isRequired) is not { } value)
        {
            return 0;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Refuse($"{name} is no whole number from {least} to {most}");
        return 0;
    }

    public string? Text(string name, bool isRequired = false)
    {
        if (Take(name, isRequired) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        Refuse($"{name} is no text");
        return null;
    }

    /// <summary>Text, or base64 under a name that ends with 64.</summary>
    public byte[] Bytes(string name, bool isRequired = false)
    {
        if (Take(name + "64", isRequired: false) is not { } value)
        {
            return Text(name, isRequired) is { } text ? Encoding.UTF8.GetBytes(text) : [];
        }

        if (_left.ContainsKey(name))
        {
            Refuse($"it has {name} and {name}64");
        }

        if (value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes))
        {
            return bytes;
        }

        Refuse($"{name}64 is no base64");
        return [];
    }

    /// <summary>A hash of so many bytes.</summary>
    public byte[]? Hash(string name, int length)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var bytes = new byte[length];
        if (text.Length == 2 * length && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done)
        {
            return bytes;
        }

        Refuse($"{name} is no hash of {length} bytes");
        return null;
    }

    public MediaType Media(string name)
    {
        if (Text(name) is not { } text)
        {
            return MediaType.Mp3;
        }

        foreach (var media in Enum.GetValues<MediaType>())
        {
            if (string.Equals(FileLine.NameOf(media), text, StringComparison.Ordinal))
            {
                return media;
            }
        }

        Refuse($"{name} is none that is known");
        return MediaType.Mp3;
    }

    /// <summary>A day in UTC.</summary>
    public DateTimeOffset? Day(string name, string format)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day))
        {
            return day;
        }

        Refuse($"{name} is no day such as 2026-12-31");
        return null;
    }

    /// <summary>Nothing else may be there: a name that is misspelt would go unnoticed.</summary>
    public void RefuseOthers()
    {
        if (_left.Count > 0)
        {
            Refuse("it has a member that is not known");
        }
    }

    private JsonElement? Take(string name, bool isRequired)
    {
        if (_left.Remove(name, out var value))
        {
            return value;
        }

        if (isRequired)
        {
            Refuse($"it has no {name}");
        }

        return null;
    }

    private void Refuse(string reason) => Reason ??= reason;
}
