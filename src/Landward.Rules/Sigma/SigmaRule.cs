using System.Collections.Immutable;
using Landward.Model;
using Landward.Rules.Yaml;

namespace Landward.Rules.Sigma;

/// <summary>Where a rule's events come from; <c>product: aws, service: cloudtrail</c> is CloudTrail.</summary>
public sealed record SigmaLogSource(string? Product, string? Category, string? Service);

/// <summary>What rules and correlations have in common.</summary>
/// <param name="Id">The <c>id</c>, or the title where a rule has none.</param>
/// <param name="Name">How correlations refer to it.</param>
/// <param name="Tags">As written: <c>attack.t1562.008</c>, <c>attack.defense-evasion</c>.</param>
/// <param name="Extension">The <c>landward:</c> block, for the engine that runs the rule.</param>
/// <param name="Span">The start of the document in its file.</param>
public sealed record SigmaHeader(
    string Id,
    string? Name,
    string Title,
    string Description,
    Severity Level,
    string? Status,
    ImmutableArray<string> Tags,
    ImmutableArray<string> References,
    ImmutableArray<string> FalsePositives,
    YamlMapping? Extension,
    SourceSpan Span)
{
    /// <summary>Whether the level is written in the document; medium where it is not.</summary>
    public bool HasLevel { get; init; } = true;
}

/// <summary>A detection rule of the Sigma specification 2.1, parsed and not yet compiled.</summary>
/// <param name="Searches">The named searches of the detection, in the order of the file.</param>
/// <param name="Condition">The condition; several of them are OR-ed.</param>
public sealed record SigmaRule(
    SigmaHeader Header,
    SigmaLogSource LogSource,
    ImmutableArray<SigmaSearch> Searches,
    SigmaCondition Condition);
