using System.Globalization;

namespace Landward.Detection.Dns;

/// <summary>Sums over the domains that a source first asked for within a time.</summary>
internal sealed class DomainWindow
{
    private readonly int[] _odds = new int[GenerationOdds.Count];
    private int _failed;
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

    /// <summary>How many bits the domains speak for a generator.</summary>
    public double Evidence => GenerationOdds.Best(_odds, (_chosenMissing + 1) / (double)(_chosen + 10));

    public void Add(AskedDomain domain) => Add(domain, 1);

    public void Remove(AskedDomain domain) => Add(domain, -1);

    public string Text(long seconds) => string.Create(
        CultureInfo.InvariantCulture,
        $"Within {seconds / 3600.0:0.#} h it asked for {All} domains; {Generated} look generated, {Missing} do not exist.");

    private void Add(AskedDomain domain, int sign)
    {
        All += sign;
        Generated += domain.IsGenerated ? sign : 0;
        Missing += domain.DoesNotExist ? sign : 0;
        _failed += domain.Failed ? sign : 0;
        if (domain.Evidence <= 0 && (domain.Exists || domain.DoesNotExist))
        {
            _chosen += sign;
            _chosenMissing += domain.DoesNotExist ? sign : 0;
        }
        var odds = GenerationOdds.Of(domain);
        for (var i = 0; i < odds.Length; i++)
            _odds[i] += sign * odds[i];
    }
}
