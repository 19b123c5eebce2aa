namespace Shoal.Peers.Messages;

/// <summary>Message ids of BEP 3, 5, 6, 10 and 52.</summary>
public enum MessageKind : byte
{
    Choke = 0,
    Unchoke = 1,
    Interested = 2,
    NotInterested = 3,
    Have = 4,
    Bitfield = 5,
    Request = 6,
    Piece = 7,
    Cancel = 8,
    Port = 9,
    Suggest = 13,
    HaveAll = 14,
    HaveNone = 15,
    Reject = 16,
    AllowedFast = 17,
    Extended = 20,
    HashRequest = 21,
    Hashes = 22,
    HashReject = 23,

    /// <summary>No id on the wire: a message of length zero.</summary>
    KeepAlive = 255,
}
