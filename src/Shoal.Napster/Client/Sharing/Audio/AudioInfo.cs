namespace Shoal.Napster.Client.Sharing.Audio;

/// <summary>What the header of a sound file says. Numbers are 0 and texts null where it says nothing.</summary>
internal record struct AudioInfo
{
    /// <summary>Kilobits per second.</summary>
    public int Bitrate { get; set; }

    /// <summary>Samples per second.</summary>
    public int Frequency { get; set; }

    /// <summary>Seconds, rounded.</summary>
    public int Duration { get; set; }

    public string? Artist { get; set; }

    public string? Title { get; set; }

    public string? Album { get; set; }

    /// <summary>Where the tags before the sound end.</summary>
    public long TagEnd { get; set; }

    /// <summary>Where the first frame of sound begins.</summary>
    public long Start { get; set; }

    /// <summary>Where the sound ends, and tags begin.</summary>
    public long End { get; set; }

    /// <summary>Sets what follows from a number of samples and the bytes in which they are.</summary>
    public void SetLength(ulong samples, int frequency, long bytes)
    {
        Frequency = frequency;
        if (frequency > 0 && samples > 0)
        {
            var seconds = (double)samples / frequency;
            Duration = Bounded(seconds);
            Bitrate = Bounded(bytes / seconds * 8 / 1000);
        }
    }

    private static int Bounded(double value) => (int)Math.Min(Math.Round(value, MidpointRounding.AwayFromZero), int.MaxValue);
}
