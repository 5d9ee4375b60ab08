using System.Collections.Immutable;

namespace Landward.LandingZone.Specification;

/// <summary>Security services and account baselines. Null and unmanaged members are never touched.</summary>
public sealed record SecuritySpec
{
    public Setting<CloudTrailSpec> CloudTrail { get; init; }

    public Setting<ConfigSpec> Config { get; init; }

    public Setting<GuardDutySpec> GuardDuty { get; init; }

    public Setting<SecurityHubSpec> SecurityHub { get; init; }

    public Setting<AccessAnalyzerSpec> AccessAnalyzer { get; init; }

    public bool? S3PublicAccessBlock { get; init; }

    public bool? EbsEncryption { get; init; }

    /// <summary>Whether new EC2 instances require session tokens for instance metadata (IMDSv2).</summary>
    public bool? ImdsTokensRequired { get; init; }
}

/// <param name="RetentionDays">Days until objects of the log bucket expire; null keeps them.</param>
public sealed record CloudTrailSpec(bool Organization, int? RetentionDays);

public sealed record ConfigSpec(bool Aggregator);

/// <param name="AutoEnable">ALL, NEW or NONE: GuardDuty's AutoEnableOrganizationMembers.</param>
/// <param name="Features">GuardDuty feature names (<c>S3_DATA_EVENTS</c>), ordered.</param>
public sealed record GuardDutySpec(string AutoEnable, ImmutableArray<string> Features);

/// <param name="Standards">Keys of <see cref="SecurityStandards"/>, ordered.</param>
public sealed record SecurityHubSpec(ImmutableArray<string> Standards, string HomeRegion);

/// <param name="UnusedDays">Null: no unused access analyzer is managed.</param>
public sealed record AccessAnalyzerSpec(bool External, int? UnusedDays);
