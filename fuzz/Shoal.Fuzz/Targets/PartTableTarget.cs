using System.Buffers.Binary;
using Shoal.Storage.Files;

namespace Shoal.Fuzz.Targets;

/// <summary>The table of a part file, which a crash or another program may have left in any state: each slot has a piece of the torrent or none, and no piece two slots.</summary>
public sealed class PartTableTarget : FuzzTarget
{
    public override string Name => "part-table";

    public override IReadOnlyList<byte[]> Words { get; } = [[1, 0, 0, 0], [2, 0, 0, 0], [0, 0, 0, 0], [255, 255, 255, 255], [0, 0, 0, 128], [255, 255, 255, 127], [12, 0, 0, 0], [13, 0, 0, 0]];

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        var pieces = 1 + input[0] % 40;
        var table = input[1..];
        var read = PartTable.Read(table, pieces);
        Require(read.Length == table.Length / 4, "the slots are not as many as the table has");
        for (var slot = 0; slot < read.Length; slot++)
        {
            // A slot counts where its number is a piece's and stands in no slot before it.
            var number = BinaryPrimitives.ReadUInt32LittleEndian(table[(4 * slot)..]);
            var isFirst = number >= 1 && number <= pieces;
            for (var before = 0; before < slot; before++)
            {
                isFirst &= BinaryPrimitives.ReadUInt32LittleEndian(table[(4 * before)..]) != number;
            }

            Require(read[slot] == (isFirst ? (int)number - 1 : -1), $"slot {slot} is said to hold {read[slot]}");
        }
    }
}
