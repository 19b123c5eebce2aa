namespace Shoal.TrackerServer.Access;

/// <summary>The answer to an announce before it is taken.</summary>
/// <param name="Refusal">None: go on.</param>
/// <param name="User">Whose passkey it was; 0 where the tracker knows no users.</param>
internal readonly record struct Permit(Refusal Refusal, long User);
