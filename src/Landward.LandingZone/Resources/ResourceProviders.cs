using System.Collections.Frozen;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Resources.Alerting;
using Landward.LandingZone.Resources.Baselines;
using Landward.LandingZone.Resources.Identity;
using Landward.LandingZone.Resources.Logging;
using Landward.LandingZone.Resources.Organizations;
using Landward.LandingZone.Resources.Security;

namespace Landward.LandingZone.Resources;

/// <summary>The provider of every kind.</summary>
internal static class ResourceProviders
{
    private static readonly FrozenDictionary<ResourceKind, ResourceProvider> All = new Dictionary<ResourceKind, ResourceProvider>
    {
        [ResourceKind.Organization] = new OrganizationProvider(),
        [ResourceKind.PolicyTypeEnablement] = new PolicyTypeProvider(),
        [ResourceKind.TrustedAccess] = new TrustedAccessProvider(),
        [ResourceKind.RootCredentialsManagement] = new RootCredentialsProvider(),
        [ResourceKind.OrganizationalUnit] = new UnitProvider(),
        [ResourceKind.Account] = new AccountProvider(),
        [ResourceKind.ExecutionRole] = new ExecutionRoleProvider(),
        [ResourceKind.ServiceRole] = new RoleProvider(),
        [ResourceKind.ServiceLinkedRole] = new ServiceLinkedRoleProvider(),
        [ResourceKind.KmsKey] = new KmsKeyProvider(),
        [ResourceKind.LogBucket] = new LogBucketProvider(),
        [ResourceKind.LogGroup] = new LogGroupProvider(),
        [ResourceKind.OrganizationTrail] = new OrganizationTrailProvider(),
        [ResourceKind.DelegatedAdministrator] = new DelegatedAdministratorProvider(),
        [ResourceKind.ConfigRecorder] = new ConfigRecorderProvider(),
        [ResourceKind.DeliveryChannel] = new DeliveryChannelProvider(),
        [ResourceKind.ConfigAggregator] = new ConfigAggregatorProvider(),
        [ResourceKind.GuardDutyDetector] = new GuardDutyDetectorProvider(),
        [ResourceKind.GuardDutyOrganization] = new GuardDutyOrganizationProvider(),
        [ResourceKind.SecurityHub] = new SecurityHubProvider(),
        [ResourceKind.SecurityHubOrganization] = new SecurityHubOrganizationProvider(),
        [ResourceKind.SecurityHubMembers] = new SecurityHubMembersProvider(),
        [ResourceKind.FindingAggregator] = new FindingAggregatorProvider(),
        [ResourceKind.Analyzer] = new AnalyzerProvider(),
        [ResourceKind.PasswordPolicy] = new PasswordPolicyProvider(),
        [ResourceKind.S3AccountPublicAccessBlock] = new S3AccountPublicAccessBlockProvider(),
        [ResourceKind.EbsDefaultEncryption] = new EbsDefaultEncryptionProvider(),
        [ResourceKind.InstanceMetadataDefaults] = new InstanceMetadataDefaultsProvider(),
        [ResourceKind.SnsTopic] = new SnsTopicProvider(),
        [ResourceKind.EventRule] = new EventRuleProvider(),
        [ResourceKind.MetricFilter] = new MetricFilterProvider(),
        [ResourceKind.MetricAlarm] = new MetricAlarmProvider(),
        [ResourceKind.IdentityCenterGroup] = new GroupProvider(),
        [ResourceKind.PermissionsBoundaryPolicy] = new BoundaryPolicyProvider(),
        [ResourceKind.PermissionSet] = new PermissionSetProvider(),
        [ResourceKind.AccountAssignment] = new AssignmentProvider(),
        [ResourceKind.BreakGlassUser] = new BreakGlassUserProvider(),
        [ResourceKind.ServiceControlPolicy] = new ControlPolicyProvider(),
        [ResourceKind.PolicyAttachment] = new PolicyAttachmentProvider(),
    }.ToFrozenDictionary();

    public static ResourceProvider Of(ResourceKind kind) => All[kind];
}
