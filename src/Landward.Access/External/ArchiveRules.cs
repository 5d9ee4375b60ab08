using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Access.External;

/// <summary>The archive rules of a file, applied to findings old and new (CreateArchiveRule and ApplyArchiveRule in one).</summary>
public sealed class ArchiveRules
{
    private readonly ImmutableArray<ArchiveRule> _rules;

    private ArchiveRules(ImmutableArray<ArchiveRule> inForce, ImmutableArray<Diagnostic> diagnostics) => (_rules, Diagnostics) = (inForce, diagnostics);

    public static ArchiveRules None { get; } = new([], []);

    /// <summary>What is wrong with the file; and, as warnings, the rules that have expired.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>Reads a YAML file of rules. A rule that is not right is reported and left out.</summary>
    public static ArchiveRules Read(string text, string file, DateTimeOffset now)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var rules = new ArchiveRuleReader(file, diagnostics).Read(text);
        foreach (var (rule, span) in rules.Where(rule => rule.Rule.IsExpired(now)))
            diagnostics.Add(ArchiveRuleDiagnostics.Expired(rule, span));
        return new ArchiveRules([.. rules.Select(rule => rule.Rule).Where(rule => !rule.IsExpired(now))], diagnostics.ToImmutable());
    }

    /// <summary>The findings with those archived that a rule in force matches; the first rule of the file that does is named.</summary>
    public ImmutableArray<ExternalFinding> Apply(ImmutableArray<ExternalFinding> findings) => _rules.IsEmpty
        ? findings
        : [.. findings.Select(finding => _rules.FirstOrDefault(rule => rule.Matches(finding)) is { } rule
            ? finding with { Status = ExternalFindingStatus.Archived, ArchivedBy = rule.Name }
            : finding)];
}
