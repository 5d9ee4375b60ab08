namespace Landward.Detection.Dns;

/// <summary>
/// What a domain adds to the odds that a share of a source's domains is generated, for several shares. The odds of one domain are
/// 1 - share + share * ratio, where the ratio is how much likelier it is as a generated one. The product over all domains is an e-value:
/// honest names exceed 2^n with a probability of at most 2^-n, however many they are, as far as the ratios are right.
/// </summary>
internal static class GenerationOdds
{
    /// <summary>How many shares are asked about at once.</summary>
    public const int Shares = 4;

    /// <summary>For how many rates of absence.</summary>
    public const int Rates = 3;

    /// <summary>Units in a bit: what one of many honest names takes away is little. Sums of 20,000 domains fit into 32 bits.</summary>
    public const double Bit = 1024;

    private const int Names = NameModel.MostEvidence - NameModel.LeastEvidence + 1;

    /// <summary>Of generated domains that are asked for, few are registered.</summary>
    private const double MissingOfGenerated = 0.85;

    private static readonly double[] ShareOf = [1 / 2.0, 1 / 8.0, 1 / 32.0, 1 / 128.0];

    /// <summary>How often other names do not exist; above the last rate, absence says nothing.</summary>
    private static readonly double[] RateOf = [0.1, 0.25, 0.5];

    private static readonly int[] ByName = [.. from evidence in Enumerable.Range(NameModel.LeastEvidence, Names) from share in ShareOf select Odds(evidence / (double)NameModel.Bit, share)];
    private static readonly int[] OfMissing = [.. Absence(rate => Math.Log2(MissingOfGenerated / rate), most: double.MaxValue)];
    private static readonly int[] OfUnknown = [.. Absence(_ => 0, most: double.MaxValue)];

    /// <summary>A domain that exists never speaks for a generator here: people and machines register names that look like anything.</summary>
    private static readonly int[] OfExisting = [.. Absence(rate => Math.Log2((1 - MissingOfGenerated) / (1 - rate)), most: 0)];

    /// <summary>By its name alone, for each share.</summary>
    public static ReadOnlySpan<int> Of(int evidence) => ByName.AsSpan((evidence - NameModel.LeastEvidence) * Shares, Shares);

    /// <summary>By its name and its absence, for each rate and share.</summary>
    public static ReadOnlySpan<int> Of(int evidence, in AskedDomain domain) =>
        (domain.DoesNotExist ? OfMissing : domain.Exists ? OfExisting : OfUnknown).AsSpan((evidence - NameModel.LeastEvidence) * Shares * Rates, Shares * Rates);

    /// <summary>Which rate stands for one that was seen; -1 where absence says nothing.</summary>
    public static int RateFor(double rate) => Array.FindIndex(RateOf, stated => rate <= stated);

    private static IEnumerable<int> Absence(Func<double, double> bits, double most) =>
        from evidence in Enumerable.Range(NameModel.LeastEvidence, Names)
        from rate in RateOf
        from share in ShareOf
        select Odds(Math.Min(most, (evidence / (double)NameModel.Bit) + bits(rate)), share);

    private static int Odds(double bits, double share) => (int)Math.Round(Bit * Math.Log2(1 - share + (share * double.Exp2(bits))));
}
