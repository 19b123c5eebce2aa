namespace Shoal.Catalog;

/// <summary>The bounds of a catalog: what an owner or a search may cost it.</summary>
internal static class Limits
{
    /// <summary>Words of a file's text that find it, from its beginning: titles have a dozen.</summary>
    public const int WordsPerFile = 64;

    /// <summary>UTF-16 units of a word; what is longer is cut there, and so it is in what is looked for.</summary>
    public const int WordLength = 64;

    /// <summary>Words of a query, those that must not be there included. A query of more finds nothing: no file has so many.</summary>
    public const int WordsPerQuery = WordsPerFile;

    /// <summary>Bytes of a path, of a text and of each of the names: as long as a path may be on Linux.</summary>
    public const int TextLength = 4096;

    /// <summary>Bytes of a token: an MD5 in hexadecimal digits has 32, and some clients append the length of what they hashed.</summary>
    public const int TokenLength = 256;

    /// <summary>Words that a prefix stands for, the first in their order.</summary>
    public const int WordsPerPrefix = 16;

    /// <summary>Files of which the best are given first: ordering all files with a common word would take most of a second.</summary>
    public const int Candidates = 1_000;

    /// <summary>So many of them for each file that is asked for: who wants a few need not wait until a thousand are found.</summary>
    public const int CandidatesForEach = 4;

    /// <summary>Files with the words that are looked at for one page: some 0.05 µs each.</summary>
    public const int LookedAt = 20_000;

    /// <summary>Steps along lists of words, of which each takes to the next number of one list, until the clock is looked at.</summary>
    public const int StepsAtOnce = 256;

    /// <summary>Such steps for a stretch that is looked at again: more than fit into the time of a search, so that only who invents a cursor comes so far.</summary>
    public const int StepsAgain = 1_000_000;

    /// <summary>Files of one page at most.</summary>
    public const int FilesPerPage = 1_000;

    /// <summary>Numbers in lists of words that are looked at for each share that begins or is over, to drop those that are over: more than a file has words, so that the lists are gone around.</summary>
    public const int SweptForEach = 32;

    /// <summary>Words that there is room for at the least.</summary>
    public const int LeastWords = 1_024;

    /// <summary>Letters of a word in that room.</summary>
    public const int LettersPerWord = 8;

    /// <summary>Words that are not put in their order yet: so many are looked through for each prefix, in some 20 µs.</summary>
    public const int UnorderedWords = 2_048;

    /// <summary>Files that are forgotten in one go, so that a writer is never busy with it for long.</summary>
    public const int ForgottenAtOnce = 1_000;

    /// <summary>When the catalog is full: files that are looked at for one write, to find some whose owners are gone.</summary>
    public const int LookedAtToForget = 20_000;

    /// <summary>When the catalog is full: files that make room at once, so that the next ones need not look again.</summary>
    public const int MadeRoomFor = 100;

    /// <summary>Files of which an owner's list is put in order at once when he shares and unshares without end.</summary>
    public const int StaleFiles = 1_024;

    /// <summary>Files that an export reads, and an import writes, at once.</summary>
    public const int FilesPerBatch = 1_000;

    /// <summary>Bytes of an imported line: a file with everything as long as it may be, and each byte escaped.</summary>
    public const int LineLength = 256 * 1024;

    /// <summary>Refused lines of which an import tells why.</summary>
    public const int ReasonsTold = 100;

    /// <summary>Pages of 4 KiB in the log from which on the writer copies them to their places: 16 MiB.</summary>
    public const int LogPages = 4_096;

    /// <summary>Pages in the log from which on it waits for readers to leave it, so that it begins anew: 64 MiB.</summary>
    public const int LongLogPages = 4 * LogPages;

    /// <summary>How long it waits for them: a search is over sooner.</summary>
    public static readonly TimeSpan WaitForReaders = TimeSpan.FromMilliseconds(200);
}
