using System.Collections.Immutable;
using Landward.Detection.Alarms;
using Landward.Detection.Baselines;
using Landward.Detection.Organizations;
using Landward.Logs.VpcFlow;

namespace Landward.Detection;

/// <summary>What the detector should know about the organization whose logs it reads, and its limits.</summary>
public sealed record DetectionOptions
{
    /// <summary>
    /// ARN patterns (<c>*</c> and <c>?</c>) of principals whose calls raise no findings, such as Landward's own role. Compared with the
    /// caller's ARN and, for sessions, with the role's ARN.
    /// </summary>
    public ImmutableArray<string> TrustedPrincipals { get; init; } = [];

    /// <summary>
    /// Ids of the organization's accounts. Accounts whose events are among the logs count as own too; every other account is foreign.
    /// </summary>
    public ImmutableArray<string> OwnAccounts { get; init; } = [];

    /// <summary>Buckets that hold trails; rules name them as <c>%trail_buckets%</c>.</summary>
    public ImmutableArray<string> TrailBuckets { get; init; } = [];

    /// <summary>What else is known about the organization. The default value is nothing.</summary>
    public OrganizationFacts Organization { get; init; } = OrganizationFacts.None;

    /// <summary>Threat and trusted lists; rules that need a list that is not there do not run.</summary>
    public ThreatLists Lists { get; init; } = ThreatLists.Empty;

    /// <summary>Countries and networks of addresses.</summary>
    public Locations Locations { get; init; } = Locations.Empty;

    /// <summary>CloudWatch alarms to evaluate over the logs. The default value is none.</summary>
    public AlarmCatalogue? Alarms { get; init; }

    /// <summary>The layout of VPC flow logs without a header. The default value is null: AWS's default format, version 2.</summary>
    public FlowLayout? FlowFormat { get; init; }

    /// <summary>
    /// What the organization allows or watches, by the name under which rules ask for it: <c>allowed_regions</c>, for instance. A rule
    /// that <c>needs</c> a list is inactive without it. Values may hold <c>*</c> and <c>?</c>.
    /// </summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> RuleLists { get; init; } =
        ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>What earlier runs learned about principals.</summary>
    public BaselineHistory Baseline { get; init; } = BaselineHistory.Empty;

    /// <summary>How long a principal is learned before it is judged. The default value is 14 days.</summary>
    public TimeSpan Learn { get; init; } = BaselineHistory.DefaultWindow;

    /// <summary>How many events a finding cites at most: half of them the oldest, half the newest. The default value is 20.</summary>
    public int MaxEvidence { get; init; } = 20;

    /// <summary>How many findings a run keeps at most, fewer where they cite and name much. The default value is 20,000.</summary>
    public int MaxFindings { get; init; } = 20_000;

    /// <summary>
    /// How many matched events a run holds at most until the end, for correlations, baselines and account checks: as many as 48 bytes are
    /// enough for, fewer of those that need more. The default value is 2,000,000.
    /// </summary>
    public int MaxHeldMatches { get; init; } = 2_000_000;

    /// <summary>How many groups each correlation holds at most. The default value is 100,000.</summary>
    public int MaxCorrelationGroups { get; init; } = 100_000;

    /// <summary>How many logs are read at the same time. The findings do not depend on it. The default value, 0, is one per processor.</summary>
    public int Workers { get; init; }

    internal IEnumerable<string> AllOwnAccounts() => OwnAccounts.Concat(Organization.Accounts?.Select(account => account.Id) ?? []);

    internal ImmutableArray<string> AllTrailBuckets() => [.. TrailBuckets.Concat(Organization.TrailBuckets ?? []).Distinct(StringComparer.Ordinal)];
}
