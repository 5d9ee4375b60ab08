namespace Landward.Detection.Dns;

/// <summary>
/// What a domain adds to the odds that a share of a source's domains is generated, for several shares and several rates at which the
/// source's other names do not exist. The odds of one domain are 1 - share + share * ratio, where the ratio is how much likelier its name and
/// its absence are as a generated domain's. The product over all domains is an e-value: honest names exceed 2^n with a probability of
/// at most 2^-n, however many they are, as far as the ratios are right.
/// </summary>
internal static class GenerationOdds
{
    /// <summary>Shares times rates.</summary>
    public const int Count = 16;

    /// <summary>Units in a bit: what one of many honest names takes away is little.</summary>
    private const int Bit = 1024;

    private const int Names = NameModel.MostEvidence - NameModel.LeastEvidence + 1;

    /// <summary>Of generated domains that are asked for, few are registered.</summary>
    private const double MissingOfGenerated = 0.85;

    private static readonly double[] Shares = [1 / 2.0, 1 / 8.0, 1 / 32.0, 1 / 128.0];

    /// <summary>How often other names do not exist; above the last rate, absence says nothing.</summary>
    private static readonly double[] Rates = [0.1, 0.25, 0.5];

    private static readonly int[] Table = Make();

    /// <summary>The logarithms of a domain's odds; sums of 20,000 fit.</summary>
    public static ReadOnlySpan<int> Of(AskedDomain domain) =>
        Table.AsSpan(((((domain.DoesNotExist ? 1 : domain.Exists ? 2 : 0) * Names) + domain.Evidence - NameModel.LeastEvidence) * Count), Count);

    /// <summary>The best of the sums for shares, in bits, with absence weighed for a source whose other names are missing at a rate.</summary>
    public static double Best(ReadOnlySpan<int> sums, double rate)
    {
        // The first four leave absence out.
        var best = Largest(sums[..Shares.Length]);
        for (var i = 0; i < Rates.Length; i++)
        {
            if (rate <= Rates[i])
                return Math.Max(best, Largest(sums.Slice((i + 1) * Shares.Length, Shares.Length))) / (double)Bit;
        }
        return best / (double)Bit;
    }

    private static int Largest(ReadOnlySpan<int> sums)
    {
        var largest = sums[0];
        foreach (var sum in sums)
            largest = Math.Max(largest, sum);
        return largest;
    }

    private static int[] Make()
    {
        var table = new int[3 * Names * Count];
        for (var i = 0; i < table.Length; i++)
        {
            var (column, row) = (i % Count, i / Count);
            var bits = ((row % Names) + NameModel.LeastEvidence) / (double)NameModel.Bit;
            if (column >= Shares.Length)
            {
                var rate = Rates[(column / Shares.Length) - 1];
                bits += (row / Names) switch
                {
                    1 => Math.Log2(MissingOfGenerated / rate),
                    2 => Math.Log2((1 - MissingOfGenerated) / (1 - rate)),
                    _ => 0,
                };
            }
            var share = Shares[column % Shares.Length];
            table[i] = (int)Math.Round(Bit * Math.Log2(1 - share + (share * double.Exp2(bits))));
        }
        return table;
    }
}
