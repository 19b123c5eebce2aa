using System.Buffers;
using System.Text.Json;

namespace Shoal.Napster.Client.Saving;

/// <summary>
/// A list that is on disk soon after it changed: written whole, beside the old file and then into its place, so that there always is one or the other. Changes while it is written are written with
/// the next.
/// </summary>
/// <param name="client">Whose worker writes.</param>
/// <param name="path">Where.</param>
/// <param name="write">Writes the list as an array's elements, on the loop.</param>
internal sealed class SavedList(NapsterClient client, string path, Action<Utf8JsonWriter> write)
{
    private bool _isWriting;
    private bool _hasChanged;

    public void Touch()
    {
        _hasChanged = true;
        if (!_isWriting)
        {
            Write();
        }
    }

    /// <summary>The list as it is now, for who ends.</summary>
    public byte[] Bytes()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            write(json);
            json.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes what is not written yet, at once: at the end, when workers take nothing more.</summary>
    public void WriteNow()
    {
        if (_hasChanged || _isWriting)
        {
            _hasChanged = false;
            Files.StateFile.Write(path, Bytes());
        }
    }

    private void Write()
    {
        _isWriting = true;
        _hasChanged = false;
        var bytes = Bytes();
        client.Do(() => Files.StateFile.Write(path, bytes), failure =>
        {
            _isWriting = false;
            if (failure is not null)
            {
                client.Tell(watcher => watcher.OnNotice($"'{path}' cannot be written ({failure}): what was asked for is forgotten when this program ends"));
            }

            if (_hasChanged)
            {
                Write();
            }
        });
    }
}
