using System.Diagnostics;
using Shoal.Fuzz.Mutation;
using Shoal.Runtime;

namespace Shoal.Fuzz;

/// <summary>Runs a target over its corpus and over inputs made of it. Input number n depends on the corpus, the seed and n only.</summary>
public sealed class Campaign
{
    /// <summary>No input may take longer: a parser that does is a way to stop us. Generous, for slow and busy machines.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int LongestHex = 4096;

    private readonly FuzzTarget _target;
    private readonly ulong _seed;
    private readonly IReadOnlyList<(string Name, byte[] Bytes)> _corpus;
    private readonly Mutator _mutator;

    private long _inputs;

    public Campaign(FuzzTarget target, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(target);
        _target = target;
        _seed = seed;
        _corpus = Corpus.Of(target);
        _mutator = new Mutator([.. _corpus.Select(item => item.Bytes)], target);
    }

    /// <summary>What was tried, in the target's unit.</summary>
    public long Done => _target.Counted ?? _inputs;

    /// <summary>Runs each file of the corpus as it is.</summary>
    public void RunCorpus()
    {
        foreach (var (name, bytes) in _corpus)
        {
            RunOne(bytes, $"corpus file {name}");
        }
    }

    /// <summary>Runs this many inputs from the first number on.</summary>
    public void RunMutated(long first, long count)
    {
        for (var number = first; number < first + count; number++)
        {
            RunOne(Input(number), $"replay: Shoal.Fuzz {_target.Name} --seed {_seed} --first {number} --inputs 1");
        }
    }

    /// <summary>Runs inputs from the first number on until so much was tried, in the target's own unit; returns the number of the next.</summary>
    public long RunUntil(long first, long amount)
    {
        for (var done = Done + amount; Done < done; first++)
        {
            RunMutated(first, 1);
        }

        return first;
    }

    /// <summary>Input number n.</summary>
    public byte[] Input(long number) => _mutator.Next(new SeededChance(_seed * 0x9e3779b97f4a7c15 + (ulong)number));

    /// <summary>Runs one input; a finding carries the input and how to meet it again.</summary>
    public void RunOne(byte[] input, string origin)
    {
        ArgumentNullException.ThrowIfNull(input);
        _inputs++;
        var watch = Stopwatch.StartNew();
        try
        {
            _target.Run(input);
        }
        catch (Exception finding)
        {
            throw new FindingException($"{_target.Name}: {finding.Message}\n{origin}{HexOf(input)}", finding) { Input = input };
        }

        if (watch.Elapsed > Patience)
        {
            throw new FindingException($"{_target.Name}: one input took {watch.Elapsed}\n{origin}{HexOf(input)}") { Input = input };
        }
    }

    /// <summary>The shortest input that chance and the time lead to, by leaving out ever smaller parts, which is still a finding.</summary>
    public byte[] Shorten(byte[] input, TimeSpan time)
    {
        ArgumentNullException.ThrowIfNull(input);
        var watch = Stopwatch.StartNew();
        for (var part = Math.Max(1, input.Length / 2); part > 0; part /= 2)
        {
            for (var at = 0; at < input.Length && watch.Elapsed < time;)
            {
                byte[] shorter = [.. input.AsSpan(0, at), .. input.AsSpan(Math.Min(input.Length, at + part))];
                if (IsFinding(shorter))
                {
                    input = shorter;
                }
                else
                {
                    at += part;
                }
            }
        }

        return input;
    }

    private bool IsFinding(byte[] input)
    {
        try
        {
            _target.Run(input);
            return false;
        }
        catch (Exception)
        {
            return true;
        }
    }

    /// <summary>A long input is not for a command line: its number names it.</summary>
    private string HexOf(byte[] input) => input.Length > LongestHex ? "" : $"\nreplay: Shoal.Fuzz {_target.Name} --hex {Convert.ToHexStringLower(input)}";
}
