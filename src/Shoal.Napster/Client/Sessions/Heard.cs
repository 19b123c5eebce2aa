namespace Shoal.Napster.Client.Sessions;

/// <summary>What a question makes of a message.</summary>
internal enum Heard
{
    /// <summary>It is for somebody else.</summary>
    NotMine,

    /// <summary>It is a part of the answer.</summary>
    Part,

    /// <summary>It is the answer's end.</summary>
    End,
}
