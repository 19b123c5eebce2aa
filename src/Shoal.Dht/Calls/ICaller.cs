using Shoal.Dht.Messages;

namespace Shoal.Dht.Calls;

/// <summary>Hears how its queries end. Each ends once: by a reply, or without one.</summary>
internal interface ICaller
{
    /// <summary>The node answered, as the one that it was taken for. The message is valid during the call.</summary>
    void OnReply(Call call, in KrpcMessage reply);

    /// <summary>No answer within the time in which most come; it may still come.</summary>
    void OnLate(Call call);

    /// <summary>No answer, an error, or an answer of another node than the one that was asked.</summary>
    void OnFailure(Call call, string reason);
}
