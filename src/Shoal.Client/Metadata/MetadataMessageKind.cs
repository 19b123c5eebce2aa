namespace Shoal.Client.Metadata;

/// <summary>BEP 9 "msg_type".</summary>
internal enum MetadataMessageKind
{
    Request = 0,
    Data = 1,
    Reject = 2,
}
