namespace Shoal.Napster.Protocol;

/// <summary>One end of a connection, as it is written to.</summary>
internal interface IFrameOutput
{
    /// <summary>Where the next frame is written; null where nobody would get it.</summary>
    FrameBuffer? Output();
}
