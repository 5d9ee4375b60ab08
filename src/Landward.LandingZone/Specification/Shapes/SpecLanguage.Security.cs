using System.Collections.Immutable;

namespace Landward.LandingZone.Specification.Shapes;

internal static partial class SpecLanguage
{
    private static readonly ObjectShape Security = new("security", SecurityMembers);

    private static ImmutableArray<Member> SecurityMembers() =>
    [
        Optional("cloudTrail", Either(Off, CloudTrail), "The organization trail and its bucket."),
        Optional("config", Either(Off, Config), "AWS Config."),
        Optional("guardDuty", Either(Off, GuardDuty), "Amazon GuardDuty."),
        Optional("securityHub", Either(Off, SecurityHub), "AWS Security Hub."),
        Optional("accessAnalyzer", Either(Off, AccessAnalyzer), "IAM Access Analyzer."),
        Later("macie", Switch, "Amazon Macie."),
        Later("inspector", Switch, "Amazon Inspector."),
        Later("detective", Switch, "Amazon Detective."),
        Optional("baseline", Baseline, "Settings of every account."),
    ];

    private static readonly ObjectShape CloudTrail = new("cloudTrail", CloudTrailMembers);

    private static ImmutableArray<Member> CloudTrailMembers() =>
    [
        Required("organization", Switch, "One trail for the whole organization, in every Region."),
        Later("insights", Switch, "CloudTrail Insights."),
        Later("dataEvents", List(OneOf("s3", "lambda", "dynamodb")), "Data events to record."),
        Optional("retention", Duration, "How long the log bucket keeps objects."),
        Later("objectLock", OneOf("governance", "compliance"), "Object Lock mode of the log bucket."),
    ];

    private static readonly ObjectShape Config = new("config", ConfigMembers);

    private static ImmutableArray<Member> ConfigMembers() =>
    [
        Required("recorder", OneOf("all"), "What is recorded: every supported resource type."),
        Optional("aggregator", Key, "The account that aggregates: the one with role audit."),
        Later("conformancePacks", List(Text), "Conformance packs of the organization."),
    ];

    private static readonly ObjectShape GuardDuty = new("guardDuty", GuardDutyMembers);

    private static ImmutableArray<Member> GuardDutyMembers() =>
    [
        Required("autoEnable", OneOf("all", "new", "none"), "Which member accounts are enabled by themselves."),
        Optional("plans", List(OneOf("s3", "eks", "malware", "rds", "lambda", "runtime")), "Protection plans."),
    ];

    private static readonly ObjectShape SecurityHub = new("securityHub", SecurityHubMembers);

    private static ImmutableArray<Member> SecurityHubMembers() =>
    [
        Optional("standards", List(OneOf("fsbp", "cis-1.4", "nist-800-53-r5", "pci-dss-3.2.1")), "Standards enabled in every account and Region."),
        Optional("homeRegion", Region, "The Region findings are aggregated into. Default: organization.homeRegion."),
    ];

    private static readonly ObjectShape AccessAnalyzer = new("accessAnalyzer", AccessAnalyzerMembers);

    private static ImmutableArray<Member> AccessAnalyzerMembers() =>
    [
        Optional("external", OneOf("organization"), "An external access analyzer with the organization as zone of trust."),
        Optional("unused", UnusedAccess, "An unused access analyzer."),
        Later("archive", File, "Archive rules."),
    ];

    private static readonly ObjectShape UnusedAccess = new("unusedAccess", () => [Required("days", Integer(1, 365), "Days without use.")]);

    private static readonly ObjectShape Baseline = new("baseline", BaselineMembers);

    private static ImmutableArray<Member> BaselineMembers() =>
    [
        Optional("s3PublicAccessBlock", Switch, "Account-level S3 Block Public Access."),
        Optional("ebsEncryption", Switch, "EBS encryption by default, in every Region."),
        Optional("imdsv2", OneOf("required", "optional"), "Default of new EC2 instances: session tokens for instance metadata."),
        Later("defaultVpc", OneOf("absent", "present"), "Default VPCs."),
    ];

    private static readonly ObjectShape Monitoring = new("monitoring", MonitoringMembers);

    private static ImmutableArray<Member> MonitoringMembers() =>
    [
        Optional("alarms", Either(Off, List(Text)), "Metric filters and alarms over the organization trail: `cis-1.4`, or ids of the catalogue's alarms."),
        Later("observability", new MapShape(new AnyShape()), "Cross-account observability."),
        LaterUnlessOff("flowLogs", Either(Off, new MapShape(new AnyShape())), "VPC flow logs."),
        LaterUnlessOff("dnsLogs", Switch, "Resolver query logs."),
    ];
}
