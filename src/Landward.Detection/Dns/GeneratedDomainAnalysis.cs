using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Landward.Logs.Dns;

namespace Landward.Detection.Dns;

/// <summary>
/// Domain generation algorithms: malware asks for many names computed from the date until one of them exists. Gathered per source are
/// distinct registered domains, how much their names speak for a generator (<see cref="NameModel"/>) and whether they exist. Names of letters
/// are judged all together (<see cref="GenerationOdds"/>). Names of words speak for nothing: there only the number and share of
/// those that do not exist tells. Counted are domains that somebody wanted to connect to: mail servers also ask about those of forged senders. A domain counts as not existing when NXDOMAIN answered
/// for itself (or as <c>www.</c>) and nothing showed that it does: names completed with search suffixes are no sign. Below a generated-looking
/// name any name counts.
/// </summary>
/// <param name="room">That of the run, for queries.</param>
internal sealed class GeneratedDomainAnalysis(NativeDetection native, GeneratedDomainSettings settings, EventRoom room) : DnsAnalysis(native)
{
    /// <summary>What a domain of a source, and a query that may be cited, cost of the room, texts aside.</summary>
    private const int DomainCost = 2;
    private const int SightingCost = 2;

    private const int MaxDomainsPerSource = 20_000;
    private const int MaxDomains = 500_000;

    /// <summary>How much else a source must have asked for to be compared with itself.</summary>
    private const int LeastOthers = 100;

    private readonly BySource<Asked> _sources = new(source => new Asked(source));
    private RoomShare _room = new(room);
    private int _domains;
    private bool _full;

    public override void Observe(ResolverQuery query, in AskedName asked, DnsSource source, string origin)
    {
        var name = query.Span(ResolverQueryField.QueryName);
        // Names of services and policies below a domain (RFC 8552) are asked for whatever the domain is.
        if (asked.IsInternal || name[0] == (byte)'_' || !DomainName.IsOfInternet(name))
            return;
        var start = asked.Registered;
        var registered = name[start..];
        var domains = _sources.Of(source).Domains;
        if (domains.Count >= MaxDomainsPerSource)
            return;
        if (_domains >= MaxDomains || !_room.TryUse(0))
        {
            _full = true;
            return;
        }
        ref var domain = ref CollectionsMarshal.GetValueRefOrAddDefault(domains, KeyedHash.Of(registered), out var known);
        if (!known)
        {
            _domains++;
            _room.Use(DomainCost);
            domain.Evidence = (sbyte)NameModel.Evidence(DomainName.RegisteredLabel(registered));
        }
        var isLater = known && query.Time > domain.Time;
        var answers = Answers(query, domain.IsGenerated || start == 0 || (start == 4 && name.StartsWith("www."u8)));
        domain.Answers |= answers;
        if (!known || query.Time < domain.Time)
            domain.Time = query.Time;
        // A name is only kept where a finding may cite it.
        if (domain.IsGenerated ? isLater : (answers & DomainAnswers.Missing) == DomainAnswers.None)
            return;
        if (domain.First is { } first && query.Time > first.Value.Time)
            return;
        var sighting = new DnsSighting(query.Time, query.Text(ResolverQueryField.QueryName)!, origin);
        if (domain.First is null)
            _room.Use(SightingCost + (name.Length / 24));
        if (domain.First is not { } current || sighting.CompareTo(current.Value) < 0)
            domain.First = new StrongBox<DnsSighting>(sighting);
    }

    public override void Merge(DnsAnalysis other, ReadOnlySpan<DnsSource> sources)
    {
        var theirs = (GeneratedDomainAnalysis)other;
        _full |= theirs._full;
        foreach (var asked in theirs._sources.All)
        {
            var own = _sources.Of(sources[asked.Source.Number]);
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
        foreach (var asked in _sources.All)
        {
            var domains = asked.Domains.Values.Where(domain => domain.IsForAddress).ToArray();
            Array.Sort(domains, static (x, y) => x.Time.CompareTo(y.Time));
            var total = new DomainWindow();
            foreach (var domain in domains)
                total.Add(domain);
            if (total.Generated < settings.Generated && total.Absent * 2 < settings.Missing)
                continue;
            var reported = new HashSet<int>();
            foreach (var part in (ReadOnlySpan<int>)[1, 6, 24])
            {
                foreach (var (index, why) in Suspicious(domains, (long)settings.Window.TotalSeconds / part, total))
                {
                    if (reported.Add(index))
                        Add(findings, asked.Source, domains[index].First!.Value.ToMatch(asked.Source, why));
                }
            }
        }
    }

    private IEnumerable<(int Index, string Why)> Suspicious(AskedDomain[] domains, long seconds, DomainWindow total)
    {
        var window = new DomainWindow(total.Discount);
        int left = 0, reported = 0;
        for (var right = 0; right < domains.Length; right++)
        {
            window.Add(domains[right]);
            for (; domains[right].Time - domains[left].Time > seconds; left++)
                window.Remove(domains[left]);
            // Queries of one second are in no order.
            if ((right + 1 < domains.Length && domains[right + 1].Time == domains[right].Time) || !IsSuspicious(window, total))
                continue;
            var why = window.Text(seconds);
            for (reported = Math.Max(reported, left); reported <= right; reported++)
            {
                if (domains[reported].First is not null && (domains[reported].IsGenerated || domains[reported].DoesNotExist))
                    yield return (reported, why);
            }
        }
    }

    private bool IsSuspicious(DomainWindow window, DomainWindow total)
    {
        if (window.Generated >= settings.Generated
            && (window.EvidenceOfAbsence >= settings.Evidence
                || ((window.Generated * 2 >= window.All || IsUnusual(window.Generated, total.Generated)) && window.EvidenceOfNames >= settings.Evidence)))
        {
            return true;
        }
        var (missing, all) = (window.Absent, window.All);
        if (missing >= settings.Missing && missing * 5 >= all * 2)
            return true;
        if (missing * 2 >= settings.Missing && missing * 5 >= all * 3)
            return true;
        return missing * 2 >= settings.Missing * 3 && missing * 4 >= all && IsUnusual(missing, total.Absent);

        // A source that asks for much else is compared with itself: three times as large a part as at other times.
        bool IsUnusual(int count, int ofTotal) =>
            total.All - window.All >= LeastOthers && (long)count * (total.All - window.All) >= 3L * (ofTotal - count) * window.All;
    }

    private static DomainAnswers Answers(ResolverQuery query, bool isItself)
    {
        var answers = DomainAnswers.None;
        var rcode = query.Span(ResolverQueryField.Rcode);
        if (rcode.SequenceEqual("NOERROR"u8))
            answers |= DomainAnswers.Exists;
        // What DNS Firewall blocks does not tell whether it exists.
        else if (isItself && rcode.SequenceEqual("NXDOMAIN"u8) && !query.Span(ResolverQueryField.FirewallRuleAction).SequenceEqual("BLOCK"u8))
            answers |= DomainAnswers.Missing;
        else if (rcode.SequenceEqual("SERVFAIL"u8) || rcode.SequenceEqual("REFUSED"u8))
            answers |= DomainAnswers.Failed;
        var type = query.Span(ResolverQueryField.QueryType);
        if (type.IsEmpty || type.SequenceEqual("A"u8) || type.SequenceEqual("AAAA"u8) || type.SequenceEqual("HTTPS"u8))
            answers |= DomainAnswers.ForAddress;
        return answers;
    }

    private sealed record Asked(DnsSource Source)
    {
        public Dictionary<ulong, AskedDomain> Domains { get; } = [];
    }
}
