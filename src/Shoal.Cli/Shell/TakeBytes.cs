namespace Shoal.Cli.Shell;

/// <summary>Takes what is written to a <see cref="SinkStream"/>.</summary>
internal delegate void TakeBytes(ReadOnlySpan<byte> bytes);
