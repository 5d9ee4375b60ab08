using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Findings;

/// <summary>Another finding this one is related to.</summary>
public sealed record RelatedFinding(string ProductArn, string Id);

/// <summary>
/// The five fields a finding's provider and its customer both set: Security Hub keeps the provider's value in
/// <c>FindingProviderFields</c> beside the one in force. Null means not given.
/// </summary>
public sealed record ProviderFields
{
    public static ProviderFields None { get; } = new();

    /// <summary>0 to 100.</summary>
    public int? Confidence { get; init; }

    /// <summary>0 to 100.</summary>
    public int? Criticality { get; init; }

    public ImmutableArray<RelatedFinding>? RelatedFindings { get; init; }

    public Severity? Severity { get; init; }

    /// <summary>Types of the AWS Security Finding Format, <c>namespace/category/classifier</c>.</summary>
    public ImmutableArray<string>? Types { get; init; }
}

/// <summary>Which of the five fields the customer has set; a provider no longer changes the value in force of those.</summary>
[Flags]
public enum CustomerFields
{
    None = 0,
    Confidence = 1,
    Criticality = 2,
    RelatedFindings = 4,
    Severity = 8,
    Types = 16,
}
