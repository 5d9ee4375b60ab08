using Landward.Model;

namespace Landward.Detection.Linting;

public enum LintSeverity
{
    /// <summary>Could be better.</summary>
    Hint,

    /// <summary>Part of the rule does nothing, or it costs more than it should.</summary>
    Warning,

    /// <summary>The rule can never match, or matches everything.</summary>
    Error,
}

/// <summary>What is doubtful about a rule that loads.</summary>
/// <param name="Code">The kind, explained in docs/diagnostics.md.</param>
/// <param name="Summary">The same for every lint of the code.</param>
/// <param name="Detail">What exactly, and what to do.</param>
public sealed record RuleLint(string Code, LintSeverity Severity, string RuleId, string Summary, string Detail, SourceSpan Span);

/// <summary>What a run of the linter says.</summary>
/// <param name="Lints">By place.</param>
/// <param name="Rules">How many rules and correlations were looked at.</param>
/// <param name="Unchecked">Ids of rules over calls of which Landward has no description: their fields could not be checked.</param>
public sealed record RuleLintReport(
    System.Collections.Immutable.ImmutableArray<RuleLint> Lints, int Rules, System.Collections.Immutable.ImmutableArray<string> Unchecked);
