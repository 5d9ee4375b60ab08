using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Detection.Incidents;

/// <summary>Findings that belong together: one caller, one set of credentials or one instance, without a day's pause in between.</summary>
/// <param name="Id">Stable: the same findings give the same id in every run.</param>
/// <param name="Subjects">The principals, access keys and instances that hold it together: principals first, those with most findings first.</param>
/// <param name="Severity">The highest of its findings.</param>
/// <param name="Findings">By time, then by id.</param>
public sealed record Incident(string Id, ImmutableArray<string> Subjects, Severity Severity, ImmutableArray<Finding> Findings)
{
    public DateTimeOffset FirstSeen => Findings.Min(finding => finding.FirstSeen);

    public DateTimeOffset LastSeen => Findings.Max(finding => finding.LastSeen);

    /// <summary>The accounts it touched, ordered.</summary>
    public ImmutableArray<string> Accounts => Distinct(Findings.Select(finding => finding.Account));

    /// <summary>The tactics in the order in which they were first seen.</summary>
    public ImmutableArray<string> Tactics => [.. Findings.SelectMany(finding => finding.Tactics).Distinct(StringComparer.Ordinal)];

    public ImmutableArray<string> Techniques => Distinct(Findings.SelectMany(finding => finding.Techniques));

    /// <summary>One line for people.</summary>
    public string Title => Findings.Length == 1
        ? Findings[0].Title
        : $"{Findings.Length} findings of {Tactics.Length} {(Tactics.Length == 1 ? "tactic" : "tactics")} by {Subjects[0]}";

    private static ImmutableArray<string> Distinct(IEnumerable<string> texts) => [.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
