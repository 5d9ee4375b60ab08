using System.Globalization;

namespace Landward.Detection.Dns;

/// <summary>Sums over the domains that a source first asked for within a time.</summary>
/// <param name="discount">What is taken off the evidence of a name where its absence is asked about too, in <see cref="NameModel.Bit"/>.</param>
internal sealed class DomainWindow(int discount = 0)
{
    /// <summary>Of chosen names one in twenty looks generated.</summary>
    private const double UsualShare = 0.05;

    private readonly int[] _byName = new int[GenerationOdds.Shares];
    private readonly int[] _byAbsence = new int[GenerationOdds.Shares * GenerationOdds.Rates];
    private int _failed;
    private int _existing;
    private int _generatedExisting;
    private int _chosen;
    private int _chosenMissing;

    public int All { get; private set; }

    public int Generated { get; private set; }

    public int Missing { get; private set; }

    /// <summary>
    /// Those that do not exist, and as many again at most of those whose name servers did not answer: some of a generator's are registered and
    /// abandoned, but a resolver out of order fails for all names.
    /// </summary>
    public int Absent => Missing + Math.Min(Missing, _failed);

    /// <summary>
    /// Where more of the names that exist look generated than people choose, its owner has customs that the model does not know: then it
    /// says as much less about names that do not exist.
    /// </summary>
    public int Discount => (int)(NameModel.Bit * Math.Log2(Math.Max(1, (_generatedExisting + 1) / (UsualShare * (_existing + 20)))));

    /// <summary>How many bits the names speak for a generator, whether they exist or not.</summary>
    public double EvidenceOfNames => Largest(_byName) / GenerationOdds.Bit;

    /// <summary>How many bits the names that do not exist speak for one, on a source whose other names are missing as often as here.</summary>
    public double EvidenceOfAbsence => GenerationOdds.RateFor((_chosenMissing + 1) / (double)(_chosen + 10)) is >= 0 and var rate
        ? Largest(_byAbsence.AsSpan(rate * GenerationOdds.Shares, GenerationOdds.Shares)) / GenerationOdds.Bit
        : 0;

    public void Add(in AskedDomain domain) => Add(domain, 1);

    public void Remove(in AskedDomain domain) => Add(domain, -1);

    public string Text(long seconds) => string.Create(
        CultureInfo.InvariantCulture,
        $"Within {seconds / 3600.0:0.#} h it asked for {All} domains; {Generated} look generated, {Missing} do not exist.");

    private void Add(in AskedDomain domain, int sign)
    {
        All += sign;
        Generated += domain.IsGenerated ? sign : 0;
        Missing += domain.DoesNotExist ? sign : 0;
        _failed += domain.Failed ? sign : 0;
        _existing += domain.Exists ? sign : 0;
        _generatedExisting += domain.Exists && domain.IsGenerated ? sign : 0;
        if (domain.Evidence <= 0 && (domain.Exists || domain.DoesNotExist))
        {
            _chosen += sign;
            _chosenMissing += domain.DoesNotExist ? sign : 0;
        }
        Add(_byName, GenerationOdds.Of(domain.Evidence), sign);
        Add(_byAbsence, GenerationOdds.Of(domain.Evidence > 0 ? Math.Max(0, domain.Evidence - discount) : domain.Evidence, domain), sign);
    }

    private static void Add(int[] sums, ReadOnlySpan<int> odds, int sign)
    {
        for (var i = 0; i < odds.Length; i++)
            sums[i] += sign * odds[i];
    }

    private static int Largest(ReadOnlySpan<int> sums)
    {
        var largest = sums[0];
        foreach (var sum in sums)
            largest = Math.Max(largest, sum);
        return largest;
    }
}
