using System.Collections.Immutable;
using System.Text;
using Landward.Logs;
using Landward.Logs.Dns;

namespace Landward.Detection.Dns;

/// <summary>What is gathered from Route 53 Resolver query logs.</summary>
internal sealed class DnsDetector : LogDetector
{
    private const int MaxSources = 200_000;

    private readonly ImmutableArray<DnsAnalysis> _analyses;

    /// <summary>Those that look at every query, and those that look only at queries for what one of them names.</summary>
    private readonly DnsAnalysis[] _always;
    private readonly DnsAnalysis[] _ofNamed;
    private readonly DomainList _named;

    /// <summary>By the hashes of their keys.</summary>
    private readonly Dictionary<ulong, DnsSource> _sources = [];
    private readonly FindingCollector _findings;
    private bool _full;

    public DnsDetector(DetectionCatalogue catalogue, ThreatLists lists, FindingCollector findings)
    {
        _findings = findings;
        _analyses = [.. catalogue.Natives.Select(native => DnsAnalyses.Create(native, lists, findings)).OfType<DnsAnalysis>()];
        _ofNamed = [.. _analyses.Where(analysis => analysis is DomainListAnalysis { IsNamedOnly: true })];
        _always = [.. _analyses.Except(_ofNamed)];
        _named = new DomainList(_ofNamed.Cast<DomainListAnalysis>().SelectMany(analysis => analysis.Named));
    }

    public override LogFormat Format => LogFormat.ResolverQuery;

    public override async Task ReadAsync(LogSource content, DetectionTally tally, CancellationToken cancellationToken)
    {
        await using var reader = new ResolverQueryReader(content);
        while (await reader.ReadAsync(cancellationToken))
        {
            do
                Observe(reader.Current, content.Origin);
            while (reader.TryRead());
        }
        tally.Add(reader.Opened, reader.QueriesRead, reader.Diagnostics);
    }

    public override void Merge(LogDetector other)
    {
        var theirs = (DnsDetector)other;
        _full |= theirs._full;
        var sources = new DnsSource[theirs._sources.Count];
        foreach (var (key, source) in theirs._sources)
        {
            if (!_sources.TryGetValue(key, out var own))
                _sources.Add(key, own = source with { Number = _sources.Count });
            sources[source.Number] = own;
        }
        for (var i = 0; i < _analyses.Length; i++)
            _analyses[i].Merge(theirs._analyses[i], sources);
    }

    public override void Finish(DetectionTally tally)
    {
        if (_full)
            tally.Report(DnsDetectionDiagnostics.TooManySources(MaxSources));
        foreach (var analysis in _analyses)
            analysis.Finish(_findings, tally);
    }

    private void Observe(ResolverQuery query, string origin)
    {
        var name = query.Span(ResolverQueryField.QueryName);
        if (name.IsEmpty || Source(query) is not { } source)
            return;
        var asked = AskedName.Of(name);
        foreach (var analysis in _always)
            analysis.Observe(query, asked, source, origin);
        if (!_named.TryFind(name, out _))
            return;
        foreach (var analysis in _ofNamed)
            analysis.Observe(query, asked, source, origin);
    }

    /// <summary>An instance is itself wherever it asks from; an address only within its VPC.</summary>
    private DnsSource? Source(ResolverQuery query)
    {
        Span<byte> key = stackalloc byte[256];
        var length = 0;
        var isNamed = !query.Span(ResolverQueryField.Instance).IsEmpty || !query.Span(ResolverQueryField.ResolverEndpoint).IsEmpty;
        Append(query.Span(ResolverQueryField.AccountId), key, ref length);
        Append(query.Span(ResolverQueryField.Instance), key, ref length);
        Append(query.Span(ResolverQueryField.ResolverEndpoint), key, ref length);
        if (!isNamed)
        {
            Append(query.Span(ResolverQueryField.VpcId), key, ref length);
            Append(query.Span(ResolverQueryField.SourceAddress), key, ref length);
        }
        var hash = KeyedHash.Of(key[..length]);
        if (_sources.TryGetValue(hash, out var source))
            return source;
        if (_sources.Count >= MaxSources)
        {
            _full = true;
            return null;
        }
        source = new DnsSource(
            _sources.Count,
            Encoding.Latin1.GetString(key[..length]),
            query.Text(ResolverQueryField.AccountId) ?? "unknown",
            query.Text(ResolverQueryField.Region) ?? "unknown",
            query.Text(ResolverQueryField.VpcId),
            // An instance may ask from several addresses: naming one of them would depend on the order of logs.
            isNamed ? null : query.Text(ResolverQueryField.SourceAddress),
            query.Text(ResolverQueryField.Instance),
            query.Text(ResolverQueryField.ResolverEndpoint));
        _sources.Add(hash, source);
        return source;
    }

    private static void Append(ReadOnlySpan<byte> text, Span<byte> key, ref int length)
    {
        // Longer than any id or address AWS writes: cut, so that the key stays bounded.
        if (text.Length > 48)
            text = text[..48];
        text.CopyTo(key[length..]);
        length += text.Length;
        key[length++] = (byte)'\n';
    }
}
