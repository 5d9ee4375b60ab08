using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Landward.Logs.Dns;

namespace Landward.Detection.Dns;

/// <summary>
/// Domain generation algorithms: malware asks for many names computed from the date until one of them exists. Counted per source are
/// distinct registered domains, those that look generated (<see cref="NameModel"/>) and those that do not exist. A domain counts as not
/// existing when it was asked for itself (or as <c>www.</c>) and every answer was NXDOMAIN: mail servers that look for records below
/// domains, and names completed with search suffixes, are no sign.
/// </summary>
internal sealed class GeneratedDomainAnalysis(NativeDetection native, GeneratedDomainSettings settings) : DnsAnalysis(native)
{
    private const int MaxDomainsPerSource = 20_000;
    private const int MaxDomains = 500_000;

    private readonly Dictionary<string, Asked> _sources = new(StringComparer.Ordinal);
    private int _domains;
    private bool _full;

    public override void Observe(ResolverQuery query, DnsSource source, string origin)
    {
        var name = query.Span(ResolverQueryField.QueryName);
        if (DomainName.IsInternal(name))
            return;
        var start = DomainName.RegisteredStart(name);
        var registered = name[start..];
        var rcode = query.Span(ResolverQueryField.Rcode);
        var isItself = start == 0 || (start == 4 && name.StartsWith("www."u8));
        var isMissing = isItself && rcode.SequenceEqual("NXDOMAIN"u8);
        var exists = rcode.SequenceEqual("NOERROR"u8);
        if (!_sources.TryGetValue(source.Key, out var asked))
            _sources.Add(source.Key, asked = new Asked(source));
        if (asked.Domains.Count >= MaxDomainsPerSource || _domains >= MaxDomains)
        {
            _full |= _domains >= MaxDomains;
            return;
        }
        ref var domain = ref CollectionsMarshal.GetValueRefOrAddDefault(asked.Domains, KeyedHash.Of(registered), out var known);
        if (!known)
        {
            _domains++;
            domain.IsGenerated = NameModel.LooksGenerated(DomainName.RegisteredLabel(registered));
        }
        domain.Exists |= exists;
        domain.IsMissing |= isMissing;
        if (!known || query.Time < domain.Time)
            domain.Time = query.Time;
        // A name is only kept where a finding may cite it.
        if (!domain.IsGenerated && !isMissing)
            return;
        if (domain.First is { } first && query.Time > first.Value.Time)
            return;
        var sighting = new DnsSighting(query.Time, query.Text(ResolverQueryField.QueryName)!, origin);
        if (domain.First is not { } current || sighting.CompareTo(current.Value) < 0)
            domain.First = new StrongBox<DnsSighting>(sighting);
    }

    public override void Merge(DnsAnalysis other)
    {
        var theirs = (GeneratedDomainAnalysis)other;
        _full |= theirs._full;
        foreach (var (key, asked) in theirs._sources)
        {
            if (!_sources.TryGetValue(key, out var own))
                _sources.Add(key, own = new Asked(asked.Source));
            foreach (var (hash, domain) in asked.Domains)
            {
                ref var mine = ref CollectionsMarshal.GetValueRefOrAddDefault(own.Domains, hash, out var known);
                mine = known ? mine.With(domain) : domain;
                _domains += known ? 0 : 1;
            }
        }
    }

    public override void Finish(FindingCollector findings, DetectionTally tally)
    {
        if (_full)
            tally.Report(DnsDetectionDiagnostics.TooManyNames(Native.Id, MaxDomains));
        foreach (var asked in _sources.Values)
        {
            var domains = asked.Domains.Values.ToArray();
            Array.Sort(domains, static (x, y) => x.Time.CompareTo(y.Time));
            foreach (var (domain, why) in Suspicious(domains))
                Add(findings, asked.Source, domain.First!.Value.ToMatch(asked.Source, why));
        }
    }

    private IEnumerable<(Domain Domain, string Why)> Suspicious(Domain[] domains)
    {
        var window = (long)settings.Window.TotalSeconds;
        var counts = default(Counts);
        int left = 0, reported = 0;
        for (var right = 0; right < domains.Length; right++)
        {
            counts = counts.Plus(domains[right], 1);
            for (; domains[right].Time - domains[left].Time > window; left++)
                counts = counts.Plus(domains[left], -1);
            if (!IsSuspicious(counts))
                continue;
            var why = counts.Text(settings.Window);
            for (reported = Math.Max(reported, left); reported <= right; reported++)
            {
                if (domains[reported].First is not null && (domains[reported].IsGenerated || domains[reported].DoesNotExist))
                    yield return (domains[reported], why);
            }
        }
    }

    private bool IsSuspicious(Counts counts) =>
        (counts.GeneratedMissing >= settings.Unresolved && counts.GeneratedMissing * 2 >= counts.Generated)
        || (counts.Generated >= settings.Generated && counts.Generated * 2 >= counts.All)
        || (counts.Missing >= settings.Missing && counts.Missing * 5 >= counts.All * 3);

    private sealed record Asked(DnsSource Source)
    {
        public Dictionary<ulong, Domain> Domains { get; } = [];
    }

    private struct Domain
    {
        public long Time;
        public bool IsGenerated;
        public bool Exists;
        public bool IsMissing;

        /// <summary>Apart, for most have none.</summary>
        public StrongBox<DnsSighting>? First;

        public readonly bool DoesNotExist => IsMissing && !Exists;

        public readonly Domain With(Domain other) => new()
        {
            Time = Math.Min(Time, other.Time),
            IsGenerated = IsGenerated,
            Exists = Exists || other.Exists,
            IsMissing = IsMissing || other.IsMissing,
            First = First is { } mine && other.First is { } theirs ? (mine.Value.CompareTo(theirs.Value) <= 0 ? mine : theirs) : First ?? other.First,
        };
    }

    private readonly record struct Counts(int All, int Generated, int Missing, int GeneratedMissing)
    {
        public Counts Plus(Domain domain, int sign) => new(
            All + sign,
            Generated + (domain.IsGenerated ? sign : 0),
            Missing + (domain.DoesNotExist ? sign : 0),
            GeneratedMissing + (domain.IsGenerated && domain.DoesNotExist ? sign : 0));

        public string Text(TimeSpan window) => string.Create(
            CultureInfo.InvariantCulture,
            $"Within {window.TotalHours:0.#} h it asked for {All} domains; {Generated} look generated, {Missing} do not exist.");
    }
}
