namespace Shoal.Fuzz.Tests;

public sealed class FuzzTargetTests
{
    /// <summary>Enough to meet each kind of change many times, within a second or two for each target.</summary>
    private const int Few = 20_000;

    private const int Many = 1_000_000;

    private static readonly int Inputs = Environment.GetEnvironmentVariable("SHOAL_LONG") == "1" ? Many : Few;

    public static TheoryData<string> Names => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_corpus_holds(string name)
    {
        var target = Target(name);
        Assert.NotEmpty(Corpus.Of(target));
        new Campaign(target, seed: 1).RunCorpus();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Mutated_inputs_hold(string name) => new Campaign(Target(name), seed: 1).RunUntil(0, Inputs);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_seed_and_a_number_give_the_same_input_again(string name)
    {
        var one = new Campaign(Target(name), seed: 7);
        var other = new Campaign(Target(name), seed: 7);
        Assert.Equal(Enumerable.Range(100, 50).Select(i => Convert.ToHexString(one.Input(i))), Enumerable.Range(100, 50).Select(i => Convert.ToHexString(other.Input(i))));
        Assert.NotEqual(one.Input(3), new Campaign(Target(name), seed: 8).Input(3));
    }

    [Fact]
    public void A_finding_shows_the_input_and_how_to_meet_it_again()
    {
        var finding = Assert.Throws<FindingException>(() => new Campaign(new Fragile(), seed: 3).RunMutated(0, Few));
        Assert.Matches(@"^bencode: it broke\nreplay: Shoal\.Fuzz bencode --seed 3 --first \d+ --inputs 1\nreplay: Shoal\.Fuzz bencode --hex [0-9a-f]+$", finding.Message);
    }

    private static FuzzTarget Target(string name) => FuzzTargets.All.Single(target => string.Equals(target.Name, name, StringComparison.Ordinal));

    /// <summary>A parser that cannot bear an x.</summary>
    private sealed class Fragile : FuzzTarget
    {
        public override string Name => "bencode";

        public override void Run(ReadOnlySpan<byte> input) => Require(!input.Contains((byte)'x'), "it broke");
    }
}
