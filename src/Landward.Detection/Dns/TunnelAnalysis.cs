using System.Globalization;
using System.Runtime.InteropServices;
using Landward.Logs.Dns;

namespace Landward.Detection.Dns;

/// <summary>
/// Data carried out in the names of queries: many distinct, long, generated-looking names below one registered domain. Windows slide over
/// the time at which each name was first asked for.
/// </summary>
internal sealed class TunnelAnalysis(NativeDetection native, TunnelSettings settings) : DnsAnalysis(native)
{
    private const int LeastPayload = 8;
    private const int MaxNamesPerDomain = 5_000;
    private const int MaxNames = 500_000;
    private const int MaxDomainsPerSource = 2_000;
    private const int Hour = 3600;
    private const int Day = 24 * Hour;

    private readonly Dictionary<string, Asked> _sources = new(StringComparer.Ordinal);
    private int _names;
    private bool _full;

    public override void Observe(ResolverQuery query, DnsSource source, string origin)
    {
        var name = query.Span(ResolverQueryField.QueryName);
        var start = DomainName.RegisteredStart(name);
        if (start - 1 < LeastPayload || DomainName.IsInternal(name))
            return;
        var registered = name[start..];
        foreach (var trusted in settings.TrustedDomains)
        {
            if (DomainName.IsBelow(name, trusted))
                return;
        }
        if (!_sources.TryGetValue(source.Key, out var asked))
            _sources.Add(source.Key, asked = new Asked(source));
        var domainHash = KeyedHash.Of(registered);
        if (!asked.Domains.TryGetValue(domainHash, out var domain))
        {
            if (asked.Domains.Count >= MaxDomainsPerSource)
                return;
            asked.Domains.Add(domainHash, domain = new Domain(System.Text.Encoding.UTF8.GetString(registered)));
        }
        if (domain.Names.Count >= MaxNamesPerDomain || _names >= MaxNames)
        {
            _full |= _names >= MaxNames;
            return;
        }
        var payload = name[..(start - 1)];
        ref var carried = ref CollectionsMarshal.GetValueRefOrAddDefault(domain.Names, KeyedHash.Of(payload), out var known);
        if (!known)
        {
            _names++;
            carried = new Carried(query.Time, payload.Length - payload.Count((byte)'.'), NameModel.LooksGenerated(payload), new DnsSighting(query.Time, query.Text(ResolverQueryField.QueryName)!, origin));
        }
        else if (carried.First with { Time = query.Time, Origin = origin } is var sighting && sighting.CompareTo(carried.First) < 0)
        {
            carried = carried with { Time = query.Time, First = sighting };
        }
    }

    public override void Merge(DnsAnalysis other)
    {
        var theirs = (TunnelAnalysis)other;
        _full |= theirs._full;
        foreach (var (key, asked) in theirs._sources)
        {
            if (!_sources.TryGetValue(key, out var own))
                _sources.Add(key, own = new Asked(asked.Source));
            foreach (var (hash, domain) in asked.Domains)
            {
                if (!own.Domains.TryGetValue(hash, out var mine))
                    own.Domains.Add(hash, mine = new Domain(domain.Name));
                foreach (var (name, carried) in domain.Names)
                {
                    ref var item = ref CollectionsMarshal.GetValueRefOrAddDefault(mine.Names, name, out var known);
                    if (!known || carried.First.CompareTo(item.First) < 0)
                        item = carried;
                    _names += known ? 0 : 1;
                }
            }
        }
    }

    public override void Finish(FindingCollector findings, DetectionTally tally)
    {
        if (_full)
            tally.Report(DnsDetectionDiagnostics.TooManyNames(Native.Id, MaxNames));
        foreach (var asked in _sources.Values)
        {
            foreach (var domain in asked.Domains.Values)
            {
                if (domain.Names.Count < Math.Min(settings.NamesAnHour, settings.NamesADay))
                    continue;
                var names = domain.Names.Values.ToArray();
                Array.Sort(names, static (x, y) => x.First.CompareTo(y.First));
                // Between an hour and a day, halfway on a scale of ratios: what takes five hours.
                foreach (var (index, why) in Suspicious(names, Hour, settings.NamesAnHour, settings.BytesAnHour)
                    .Concat(Suspicious(names, 5 * Hour, Between(settings.NamesAnHour, settings.NamesADay), Between(settings.BytesAnHour, settings.BytesADay)))
                    .Concat(Suspicious(names, Day, settings.NamesADay, settings.BytesADay))
                    .DistinctBy(item => item.Index))
                {
                    Add(findings, asked.Source, names[index].First.ToMatch(asked.Source, why, ("domain", domain.Name)), domain.Name);
                }
            }
        }
    }

    private static int Between(int hour, int day) => (int)Math.Sqrt((double)hour * day);

    private IEnumerable<(int Index, string Why)> Suspicious(Carried[] names, int window, int leastNames, int leastBytes)
    {
        int left = 0, reported = 0, generated = 0;
        long bytes = 0;
        for (var right = 0; right < names.Length; right++)
        {
            bytes += names[right].Length;
            generated += names[right].IsGenerated ? 1 : 0;
            for (; names[right].Time - names[left].Time > window; left++)
            {
                bytes -= names[left].Length;
                generated -= names[left].IsGenerated ? 1 : 0;
            }
            var count = right - left + 1;
            if (count < leastNames || bytes < leastBytes || bytes < settings.MeanLength * count || generated * 5 < count * 3)
                continue;
            var why = string.Create(
                CultureInfo.InvariantCulture,
                $"Within {window / Hour} h it asked for {count} distinct names below one domain, which carry {bytes:N0} characters; {generated} look encoded.");
            for (reported = Math.Max(reported, left); reported <= right; reported++)
                yield return (reported, why);
        }
    }

    private sealed record Asked(DnsSource Source)
    {
        public Dictionary<ulong, Domain> Domains { get; } = [];
    }

    private sealed record Domain(string Name)
    {
        public Dictionary<ulong, Carried> Names { get; } = [];
    }

    /// <param name="Length">Characters before the domain, dots left out.</param>
    private readonly record struct Carried(long Time, int Length, bool IsGenerated, DnsSighting First);
}
