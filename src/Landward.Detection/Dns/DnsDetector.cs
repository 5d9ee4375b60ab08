using System.Collections.Immutable;
using System.Text;
using Landward.Logs;
using Landward.Logs.Dns;

namespace Landward.Detection.Dns;

/// <summary>What is gathered from Route 53 Resolver query logs.</summary>
internal sealed class DnsDetector : LogDetector
{
    private const int MaxSources = 200_000;
    private const int LongestText = 48;

    /// <summary>What a source costs of the room for queries, with what analyses gather domains in.</summary>
    private const int SourceCost = 14;

    /// <summary>Names have at most 255 octets (RFC 1035, section 2.3.4), and each is written with four characters at most (section 5.1).</summary>
    private const int LongestName = 4 * 255;

    private readonly ImmutableArray<DnsAnalysis> _analyses;

    /// <summary>Those that look at every query, and those that look only at queries for what one of them names.</summary>
    private readonly DnsAnalysis[] _always;
    private readonly DnsAnalysis[] _ofNamed;
    private readonly DomainList _named;

    /// <summary>By the hashes of their keys.</summary>
    private readonly Dictionary<ulong, DnsSource> _sources = [];
    private readonly FindingCollector _findings;
    private RoomShare _room;
    private bool _full;

    /// <param name="room">That of the run, for queries.</param>
    public DnsDetector(DetectionCatalogue catalogue, ThreatLists lists, FindingCollector findings, EventRoom room)
    {
        (_findings, _room) = (findings, new RoomShare(room));
        _analyses = [.. catalogue.Natives.Select(native => DnsAnalyses.Create(native, lists, findings, room)).OfType<DnsAnalysis>()];
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
        if (name.IsEmpty || name.Length > LongestName || Source(query) is not { } source)
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
        if (_sources.Count >= MaxSources || !_room.TryUse(SourceCost))
        {
            _full = true;
            return null;
        }
        source = new DnsSource(
            _sources.Count,
            Encoding.Latin1.GetString(key[..length]),
            Text(query, ResolverQueryField.AccountId) ?? "unknown",
            Text(query, ResolverQueryField.Region) ?? "unknown",
            Text(query, ResolverQueryField.VpcId),
            // An instance may ask from several addresses: naming one of them would depend on the order of logs.
            isNamed ? null : Text(query, ResolverQueryField.SourceAddress),
            Text(query, ResolverQueryField.Instance),
            Text(query, ResolverQueryField.ResolverEndpoint));
        _sources.Add(hash, source);
        return source;
    }

    private static string? Text(ResolverQuery query, ResolverQueryField field) =>
        query.Span(field) is { IsEmpty: false } text ? Encoding.UTF8.GetString(Cut(text)) : null;

    /// <summary>Longer than any id or address AWS writes: cut, so that what is held stays bounded.</summary>
    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text) => text.Length > LongestText ? text[..LongestText] : text;

    private static void Append(ReadOnlySpan<byte> text, Span<byte> key, ref int length)
    {
        text = Cut(text);
        text.CopyTo(key[length..]);
        length += text.Length;
        key[length++] = (byte)'\n';
    }
}
