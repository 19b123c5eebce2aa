namespace Shoal.Cli.Tests.Shell.Typing;

/// <summary>Keys as a terminal gives them.</summary>
internal static class Keys
{
    public static IEnumerable<ConsoleKeyInfo> Of(string text) => text.Select(static character => new ConsoleKeyInfo(character, ConsoleKey.None, false, false, false));

    public static ConsoleKeyInfo Of(ConsoleKey key) => new('\0', key, false, false, false);

    public static ConsoleKeyInfo Control(ConsoleKey key) => new((char)(key - ConsoleKey.A + 1), key, false, false, true);
}
