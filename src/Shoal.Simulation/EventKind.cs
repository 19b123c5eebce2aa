namespace Shoal.Simulation;

/// <summary>What the log tells of.</summary>
internal enum EventKind : byte
{
    /// <summary>A loop ran a batch; with how many ready links.</summary>
    Step,

    /// <summary>A host read bytes from a link; with their count and hash.</summary>
    Received,

    /// <summary>A dial ended; 1 where it succeeded.</summary>
    Dialled,

    /// <summary>A stranger connected.</summary>
    Accepted,

    /// <summary>A link was closed or broke.</summary>
    Ended,

    /// <summary>Work ran; with what it cost in ticks.</summary>
    Worked,

    /// <summary>A piece was verified and written.</summary>
    Piece,

    /// <summary>A swarm's state changed.</summary>
    State,

    /// <summary>Something was done to the world from outside: a crash, a cut, a full disk.</summary>
    Fault,

    /// <summary>A datagram arrived; with its length.</summary>
    Datagram,
}
