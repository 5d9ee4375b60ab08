using System.Collections.Frozen;

namespace Landward.Conformance.Tests;

/// <summary>
/// Which rules of the pack say what a rule of the other set says. The table of docs/detection.md, section "Coverage of other rule
/// sets", as the tests use it.
/// </summary>
internal static class DetectionUnitMapping
{
    private static readonly Dictionary<string, string[]> Written = new(StringComparer.Ordinal)
    {
        ["AWS.Bedrock.GuardrailUpdateDelete"] = ["audit-model-guardrail-changed"],
        ["AWS.CloudTrail.AMIModifiedForPublicAccess"] = ["audit-image-made-public"],
        ["AWS.CloudTrail.AttemptToLeaveOrg"] = ["organization-leave-attempt"],
        ["AWS.CloudTrail.CodebuildProjectMadePublic"] = ["codebuild-project-public"],
        ["AWS.CloudTrail.IAMAnythingChanged"] = ["audit-iam-changed"],
        ["AWS.CloudTrail.IAMAssumeRoleBlacklistIgnored"] = ["guarded-role-assumed"],
        ["AWS.CloudTrail.IMDSCredentialExfiltration"] = ["audit-instance-credentials-from-public-address"],
        ["AWS.CloudTrail.LoginProfileCreatedOrModified"] = ["audit-password-set-for-other-user"],
        ["AWS.CloudTrail.NetworkACLPermissiveEntry"] = ["audit-network-acl-open"],
        ["AWS.CloudTrail.PasswordSpraying"] = ["audit-console-login-failed"],
        ["AWS.CloudTrail.ResourceMadePublic"] = ["audit-resource-made-public"],
        ["AWS.CloudTrail.RootAccessKeyCreated"] = ["root-access-key-created"],
        ["AWS.CloudTrail.RootPasswordChanged"] = ["root-password-changed"],
        ["AWS.CloudTrail.SES.CheckIdentityVerifications"] = ["audit-email-identities-read"],
        ["AWS.CloudTrail.SecurityConfigurationChange"] = ["audit-security-settings-changed"],
        ["AWS.CloudTrail.Stopped"] = ["audit-trail-stopped"],
        ["AWS.CloudTrail.UnauthorizedAPICall"] = ["audit-call-denied"],
        ["AWS.CloudTrail.UserAccessKeyAuth"] = ["audit-long-term-key-used"],
        ["AWS.CloudTrail.VPCE.S3ExternalIP"] = ["audit-endpoint-used-from-public-address"],
        ["AWS.ConfigService.Created"] = ["audit-recorder-set-up"],
        ["AWS.Console.GetSigninToken.Abuse"] = ["audit-console-session-from-credentials"],
        ["AWS.Console.LoginWithoutSAML"] = ["audit-console-login-of-user"],
        ["AWS.Console.RootLogin"] = ["root-console-login"],
        ["AWS.Console.RootLoginFailed"] = ["audit-root-login-failed"],
        ["AWS.DNS.Crypto.Domain"] = ["dns-mining-pool", "dns-abused-domain"],
        ["AWS.EC2.GatewayModified"] = ["audit-gateway-changed"],
        ["AWS.EC2.ManualSecurityGroupChange"] = ["audit-security-group-changed-by-hand"],
        ["AWS.EC2.ManyPasswordReadAttempts"] = ["ec2-password-data-requested"],
        ["AWS.EC2.NetworkACLModified"] = ["audit-network-acl-changed"],
        ["AWS.EC2.RouteTableModified"] = ["audit-route-table-changed"],
        ["AWS.EC2.Startup.Script.Change"] = ["ec2-user-data-changed"],
        ["AWS.EC2.Traffic.Mirroring"] = ["audit-traffic-mirroring-changed"],
        ["AWS.EC2.VPCModified"] = ["audit-vpc-changed"],
        ["AWS.ECR.CRUD"] = ["image-changed-by-stranger"],
        ["AWS.ECR.EVENTS"] = ["image-changed-elsewhere"],
        ["AWS.IAM.AccessKeyCompromised"] = ["access-key-quarantined"],
        ["AWS.IAM.AttachAdminRolePolicy"] = ["audit-role-made-administrator"],
        ["AWS.IAM.CreateRole"] = ["audit-role-created"],
        ["AWS.IAM.CredentialsUpdated"] = ["audit-credentials-changed"],
        ["AWS.IAM.Group.Read.Only.Events"] = ["audit-groups-read"],
        ["AWS.IAM.PolicyModified"] = ["audit-iam-policy-changed"],
        ["AWS.IAMUser.ReconAccessDenied"] = ["audit-reconnaissance-denied"],
        ["AWS.LAMBDA.CRUD"] = ["function-changed-by-stranger"],
        ["AWS.Macie.Evasion"] = ["audit-macie-changed"],
        ["AWS.Modify.Cloud.Compute.Infrastructure"] = ["audit-instances-changed"],
        ["AWS.RDS.SecurityGroupIngressAuthorized"] = ["audit-database-ingress-authorized"],
        ["AWS.RDS.SnapshotCopiedCrossRegion"] = ["audit-database-snapshot-copied-to-region"],
        ["AWS.S3.CopyObject.CrossAccount.Encryption.KMS"] = ["s3-encrypted-with-foreign-key"],
        ["AWS.S3.DeleteBucketEncryption"] = ["audit-bucket-encryption-deleted"],
        ["AWS.S3.DeleteBucketReplication"] = ["audit-bucket-replication-deleted"],
        ["AWS.S3.DisableBucketLogging"] = ["audit-bucket-logging-disabled"],
        ["AWS.S3.DisableMfaDelete"] = ["audit-bucket-mfa-delete-disabled"],
        ["AWS.S3.SuspendVersioning"] = ["audit-bucket-versioning-suspended"],
        ["AWS.SSM.DistributedCommand"] = ["ssm-command", "ssm-command-by-user"],
        ["AWS.STS.GetSessionToken.Misuse"] = ["audit-session-token-created"],
        ["AWS.UnusedRegion"] = ["change-outside-allowed-regions"],
        ["AWS.VPC.HealthyLogStatus"] = ["flow-records-skipped"],
        ["AWS.VPC.InboundPortBlacklist"] = ["vpcflow-inbound-port-denied"],
        ["AWS.VPC.InboundPortWhitelist"] = ["vpcflow-inbound-port-not-allowed"],
        ["AWS.VPC.SSHAllowedSignal"] = ["vpcflow-ssh-accepted-from-internet"],
        ["AWS.VPC.UnapprovedOutboundDNS"] = ["vpcflow-dns-server-not-approved"],
        ["AWS.VPCFlow.LogsDeleted"] = ["vpc-flow-logs-deleted"],
        ["Retrieve.SSO.access.token"] = ["audit-device-token-issued"],
        ["Role.Assumed.by.User"] = ["audit-role-assumed-by-user"],
        ["Sign-in.with.AWS.CLI.prompt"] = ["audit-access-portal-opened"],
    };

    /// <summary>The name of a rule of the other set, and the ids of the rules of the pack that cover it.</summary>
    public static FrozenDictionary<string, string[]> Rules { get; } = Written.ToFrozenDictionary(StringComparer.Ordinal);
}
