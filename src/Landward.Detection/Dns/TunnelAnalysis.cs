using System.Globalization;
using Landward.Logs.Dns;

namespace Landward.Detection.Dns;

/// <summary>
/// Data carried out in the names of queries: many distinct, long, generated-looking names below one registered domain. Windows slide over
/// the time at which each name was first asked for.
/// </summary>
/// <param name="room">That of the run, for queries.</param>
internal sealed class TunnelAnalysis(NativeDetection native, TunnelSettings settings, EventRoom room) : DnsAnalysis(native)
{
    /// <summary>What a domain of a source, and a name below it, cost of the room, texts aside.</summary>
    private const int DomainCost = 4;
    private const int NameCost = 3;

    private const int LeastPayload = 8;
    private const int MaxNamesPerDomain = 5_000;
    private const int MaxNames = 500_000;
    private const int MaxDomainsPerSource = 2_000;
    private const int Hour = 3600;
    private const int Day = 24 * Hour;

    private readonly BySource<Asked> _sources = new(source => new Asked(source));
    private RoomShare _room = new(room);
    private int _names;
    private bool _full;

    public override void Observe(ResolverQuery query, in AskedName asked, DnsSource source, string origin)
    {
        var name = query.Span(ResolverQueryField.QueryName);
        var start = asked.Registered;
        if (start - 1 < LeastPayload || asked.IsInternal || settings.IsTrusted(name))
            return;
        var registered = name[start..];
        var domains = _sources.Of(source).Domains;
        var domainHash = KeyedHash.Of(registered);
        if (!domains.TryGetValue(domainHash, out var domain))
        {
            if (domains.Count >= MaxDomainsPerSource || IsFull(DomainCost))
                return;
            domains.Add(domainHash, domain = new CarryingDomain());
        }
        if (domain.Count >= MaxNamesPerDomain || IsFull(0))
            return;
        var payload = name[..(start - 1)];
        ref var carried = ref domain.At(KeyedHash.Of(payload), out var known);
        if (!known)
        {
            _names++;
            _room.Use(NameCost + (name.Length / 24));
            carried = new CarriedName(payload.Length - payload.Count((byte)'.'), NameModel.LooksGenerated(payload), new DnsSighting(query.Time, query.Text(ResolverQueryField.QueryName)!, origin));
        }
        else if (carried.First with { Time = query.Time, Origin = origin } is var sighting && sighting.CompareTo(carried.First) < 0)
        {
            carried = carried with { First = sighting };
        }
    }

    /// <summary>Uses room; whether there was none.</summary>
    private bool IsFull(int cost)
    {
        if (_names < MaxNames && _room.TryUse(cost))
            return false;
        return _full = true;
    }

    public override void Merge(DnsAnalysis other, ReadOnlySpan<DnsSource> sources)
    {
        var theirs = (TunnelAnalysis)other;
        _full |= theirs._full;
        foreach (var asked in theirs._sources.All)
        {
            var own = _sources.Of(sources[asked.Source.Number]);
            foreach (var (hash, domain) in asked.Domains)
            {
                if (!own.Domains.TryGetValue(hash, out var mine))
                    own.Domains.Add(hash, mine = new CarryingDomain());
                foreach (var (name, carried) in domain.Names)
                {
                    ref var item = ref mine.At(name, out var known);
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
        foreach (var asked in _sources.All)
        {
            foreach (var domain in asked.Domains.Values)
            {
                if (domain.Count < Math.Min(settings.NamesAnHour, settings.NamesADay))
                    continue;
                var names = domain.Names.Select(name => name.Value).ToArray();
                Array.Sort(names, static (x, y) => x.First.CompareTo(y.First));
                var domainName = CarryingDomain.Of(names[0].First.Name);
                // Between an hour and a day, halfway on a scale of ratios: what takes five hours.
                foreach (var (index, why) in Suspicious(names, Hour, settings.NamesAnHour, settings.BytesAnHour)
                    .Concat(Suspicious(names, 5 * Hour, Between(settings.NamesAnHour, settings.NamesADay), Between(settings.BytesAnHour, settings.BytesADay)))
                    .Concat(Suspicious(names, Day, settings.NamesADay, settings.BytesADay))
                    .DistinctBy(item => item.Index))
                {
                    Add(findings, asked.Source, names[index].First.ToMatch(asked.Source, why, ("domain", domainName)), domainName);
                }
            }
        }
    }

    private static int Between(int hour, int day) => (int)Math.Sqrt((double)hour * day);

    private IEnumerable<(int Index, string Why)> Suspicious(CarriedName[] names, int window, int leastNames, int leastBytes)
    {
        int left = 0, reported = 0, generated = 0;
        long bytes = 0;
        for (var right = 0; right < names.Length; right++)
        {
            bytes += names[right].Length;
            generated += names[right].IsGenerated ? 1 : 0;
            for (; names[right].First.Time - names[left].First.Time > window; left++)
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
        public Dictionary<ulong, CarryingDomain> Domains { get; } = [];
    }
}
