using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Transfers;

/// <summary>What the transfers carry: files that make layouts difficult.</summary>
internal static class Shelf
{
    /// <summary>Files of odd sizes, empty ones, one of exactly a piece, names in several scripts, folders in folders.</summary>
    public static void Fill(Sandbox box, string folder)
    {
        for (var i = 0; i < 12; i++)
        {
            box.Write($"{folder}/folder {i % 3}/{i}.bin", i * 37_123 + 1, i);
        }

        box.Write($"{folder}/été/日本語 ファイル.txt", 100_003, 20);
        box.Write($"{folder}/été/Ünïcode – 😀.bin", 65_536, 21);
        box.Write($"{folder}/a/b/c/d/one byte", 1, 22);
        box.Write($"{folder}/empty", 0);
        box.Write($"{folder}/folder 1/empty too", 0);
        box.Write($"{folder}/zzz", 1_500_001, 23);
    }
}
