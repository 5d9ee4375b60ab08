using System.Collections.Immutable;
using Landward.Detection.Baselines;
using Landward.Detection.Organizations;
using Landward.Rules.Sigma;

namespace Landward.Detection;

/// <summary>A resource that a rule reads from the events it matches.</summary>
/// <param name="Type">A CloudFormation type name.</param>
/// <param name="IdPath">The path of its id or ARN.</param>
public sealed record ResourcePath(string Type, string IdPath);

/// <summary>Whom a policy in an event must grant something for a rule to match.</summary>
public enum PolicyGrantee
{
    /// <summary>Everybody: principal <c>*</c> without a condition that names callers.</summary>
    Public,

    /// <summary>A principal of an account that is not the organization's.</summary>
    Foreign,
}

/// <summary>What a rule asks about the organization, beyond what Sigma can say.</summary>
/// <param name="ForeignAccounts">Paths at which an account id must stand that is not the organization's.</param>
/// <param name="PolicyPaths">Paths of policy documents, objects or JSON texts.</param>
/// <param name="Grants">Whom that policy must grant something.</param>
/// <param name="OwnAccounts">Paths at which an account id must stand that is the organization's.</param>
/// <param name="Conditions">What else must be known to hold.</param>
public sealed record OrganizationQuestion(
    ImmutableArray<string> ForeignAccounts,
    ImmutableArray<string> PolicyPaths,
    PolicyGrantee? Grants,
    ImmutableArray<string> OwnAccounts,
    ImmutableArray<OrganizationCondition> Conditions)
{
    /// <summary>The answer depends on which accounts are own, which is known only when all logs are read.</summary>
    public bool AsksForAccounts => !ForeignAccounts.IsEmpty || !OwnAccounts.IsEmpty || !PolicyPaths.IsEmpty;

    /// <summary>Everything it looks at stands in the call's parameters.</summary>
    internal bool IsAboutParameters { get; } =
        ForeignAccounts.Concat(OwnAccounts).Concat(PolicyPaths).All(path => path.StartsWith("requestParameters.", StringComparison.Ordinal));
}

/// <summary>The <c>landward:</c> block of a rule.</summary>
/// <param name="Type">The finding's type in GuardDuty's form; null for a rule that only feeds correlations.</param>
/// <param name="PerResource">One finding per resource instead of one per principal.</param>
/// <param name="Facts">Facts for playbooks: name and path.</param>
/// <param name="Response">What to do about it.</param>
public sealed record RuleExtension(
    string? Type,
    ImmutableArray<ResourcePath> Resources,
    bool PerResource,
    ImmutableSortedDictionary<string, string> Facts,
    OrganizationQuestion? Organization,
    string? Response)
{
    /// <summary>The inline tests.</summary>
    public ImmutableArray<RuleTest> Tests => Unread.Value;

    /// <summary>The tests before anybody asked for them: most of what is written in a rule, and needed only to run them.</summary>
    internal Lazy<ImmutableArray<RuleTest>> Unread { get; init; } = new([]);

    /// <summary>The lists of the organization (<see cref="DetectionOptions.RuleLists"/>) without which the rule is inactive.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>A medium finding is low when every caller behind it does such work every day; never for a user's own rules.</summary>
    public bool WeighsCaller { get; init; }

    /// <summary>A finding that would be low for that reason is not raised at all.</summary>
    public bool IsForUnfamiliarCallers { get; init; }

    /// <summary>A field that must be on a list.</summary>
    public ListQuestion? Lists { get; init; }

    /// <summary>What must be unusual for the caller.</summary>
    public BaselineQuestion? Baseline { get; init; }
}

/// <summary>A detection rule of the catalogue, or a user's.</summary>
/// <param name="FirstParty">Part of Landward's own catalogue.</param>
public sealed record DetectionRule(SigmaRule Rule, RuleExtension Extension, bool FirstParty)
{
    public string Id => Rule.Header.Id;
}

/// <summary>A correlation over matches of rules.</summary>
public sealed record DetectionCorrelation(SigmaCorrelation Correlation, RuleExtension Extension, bool FirstParty)
{
    public string Id => Correlation.Header.Id;
}

/// <summary>A detector that is code (port scans, beacons, generated domain names), with what its findings say.</summary>
public sealed record NativeDetection(SigmaNative Native, RuleExtension Extension, bool FirstParty)
{
    public string Id => Native.Header.Id;
}
