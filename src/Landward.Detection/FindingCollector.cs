using System.Collections.Immutable;
using Landward.Model;
using Landward.Rules.Sigma;

namespace Landward.Detection;

/// <summary>All findings of a run, by rule, account, principal and (where the rule says so) resource.</summary>
internal sealed class FindingCollector(DetectionOptions options)
{
    private readonly Dictionary<string, FindingAccumulator> _findings = new(StringComparer.Ordinal);

    public bool Overflowed { get; private set; }

    public void Add(SigmaHeader header, RuleExtension extension, EventMatch match)
    {
        if (!extension.PerResource)
        {
            Add(header, extension, Key(header, match.Account, match.Principal, null), match);
            return;
        }
        foreach (var resource in match.Resources)
            Add(header, extension, Key(header, match.Account, match.Principal, resource), match with { Resources = [resource] });
    }

    public void Add(SigmaHeader header, RuleExtension extension, string key, EventMatch match)
    {
        if (!_findings.TryGetValue(key, out var finding))
        {
            if (_findings.Count >= options.MaxFindings)
            {
                Overflowed = true;
                return;
            }
            _findings.Add(key, finding = new FindingAccumulator(header, extension, key, options.MaxEvidence));
        }
        finding.Add(match);
    }

    /// <summary>The most severe first, then by time and id.</summary>
    public ImmutableArray<Finding> ToFindings()
    {
        var findings = _findings.Values.Select(finding => finding.ToFinding()).ToArray();
        return
        [
            .. findings.Concat(AttackSequences.Of(findings, options.MaxEvidence))
                .OrderByDescending(finding => finding.Severity)
                .ThenBy(finding => finding.FirstSeen)
                .ThenBy(finding => finding.Id, StringComparer.Ordinal),
        ];
    }

    private static string Key(SigmaHeader header, string account, string? principal, FindingResource? resource) =>
        string.Join('\n', header.Id, account, principal, resource?.Type, resource?.Id);
}
