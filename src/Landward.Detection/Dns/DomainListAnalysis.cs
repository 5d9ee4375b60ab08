using System.Collections.Immutable;
using Landward.Logs.Dns;

namespace Landward.Detection.Dns;

/// <summary>Queries for names on lists: the user's of one purpose, and the few that the document names.</summary>
internal sealed class DomainListAnalysis : DnsAnalysis
{
    private readonly DomainListSettings _settings;
    private readonly ThreatLists _lists;
    private readonly DomainList _named;
    private readonly FindingCollector _findings;

    public DomainListAnalysis(NativeDetection native, DomainListSettings settings, ThreatLists lists, FindingCollector findings)
        : base(native)
    {
        (_settings, _lists, _findings) = (settings, lists, findings);
        var description = new ListDescription(native.Id, settings.Purpose ?? ListPurpose.Threat, native.Native.Header.Span.File, default, IsDateStated: false, 0, settings.Domains.Length);
        Named = [.. settings.Domains.Select(domain => new ListEntry(description, default, domain.ToLowerInvariant().TrimEnd('.')))];
        _named = new DomainList(Named);
    }

    /// <summary>What the document names itself.</summary>
    public ImmutableArray<ListEntry> Named { get; }

    /// <summary>Whether nothing but the named domains matters: the user gave no list of the purpose.</summary>
    public bool IsNamedOnly => _settings.Purpose is not { } purpose || _lists.Domains(purpose).Count == 0;

    public override void Observe(ResolverQuery query, in AskedName asked, DnsSource source, string origin)
    {
        var name = query.Span(ResolverQueryField.QueryName);
        string listed;
        if (_settings.Purpose is { } purpose && _lists.TryFind(purpose, name, out var entry))
            listed = entry.ToString();
        else if (_named.TryFind(name, out entry) && !_lists.IsTrusted(name))
            listed = $"{entry.Text} of {Native.Id}";
        else
            return;
        var text = query.Text(ResolverQueryField.QueryName)!;
        var match = new DnsSighting(query.Time, text, origin).ToMatch(source, $"Its query for `{text}` is under {listed}.", ("domain", entry.Text), ("list", entry.List.Name));
        Add(_findings, source, match, entry.Text);
    }
}
