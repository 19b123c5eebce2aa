namespace Shoal.Cli.Napster.Presence;

/// <summary>Where a verb of a Napster user runs.</summary>
internal enum Place
{
    /// <summary>In the client that runs; where none does, this process logs in for as long as the verb takes.</summary>
    Anywhere,

    /// <summary>In this process, which is the profile's client from then on; not while another is.</summary>
    Here,

    /// <summary>In the client that runs; where none does, here and without one.</summary>
    IfRunning,
}
