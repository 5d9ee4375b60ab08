using System.Collections.Frozen;

namespace Landward.Findings.SecurityHub;

/// <summary>
/// Resource types of the AWS Security Finding Format and the CloudFormation names Landward uses. Source: the members of
/// <c>ResourceDetails</c>, Security Hub API Reference.
/// </summary>
internal static class AsffResourceTypes
{
    public const string Other = "Other";

    private const string Names =
        """
        AwsAccount AwsAmazonMqBroker AwsApiGatewayRestApi AwsApiGatewayStage AwsApiGatewayV2Api AwsApiGatewayV2Stage AwsAppSyncGraphQlApi
        AwsAthenaWorkGroup AwsAutoScalingAutoScalingGroup AwsAutoScalingLaunchConfiguration AwsBackupBackupPlan AwsBackupBackupVault
        AwsBackupRecoveryPoint AwsCertificateManagerCertificate AwsCloudFormationStack AwsCloudFrontDistribution AwsCloudTrailTrail
        AwsCloudWatchAlarm AwsCodeBuildProject AwsDmsEndpoint AwsDmsReplicationInstance AwsDmsReplicationTask AwsDynamoDbTable
        AwsEc2ClientVpnEndpoint AwsEc2Eip AwsEc2Instance AwsEc2LaunchTemplate AwsEc2NetworkAcl AwsEc2NetworkInterface AwsEc2RouteTable
        AwsEc2SecurityGroup AwsEc2Subnet AwsEc2TransitGateway AwsEc2Volume AwsEc2Vpc AwsEc2VpcEndpointService AwsEc2VpcPeeringConnection
        AwsEc2VpnConnection AwsEcrRepository AwsEcsCluster AwsEcsService AwsEcsTask AwsEcsTaskDefinition AwsEfsAccessPoint AwsEksCluster
        AwsElasticBeanstalkEnvironment AwsElasticsearchDomain AwsElbLoadBalancer AwsElbv2LoadBalancer AwsEventsEndpoint AwsEventsEventbus
        AwsGuardDutyDetector AwsIamAccessKey AwsIamGroup AwsIamPolicy AwsIamRole AwsIamUser AwsKinesisStream AwsKmsKey AwsLambdaFunction
        AwsLambdaLayerVersion AwsMskCluster AwsNetworkFirewallFirewall AwsNetworkFirewallFirewallPolicy AwsNetworkFirewallRuleGroup
        AwsOpenSearchServiceDomain AwsRdsDbCluster AwsRdsDbClusterSnapshot AwsRdsDbInstance AwsRdsDbSecurityGroup AwsRdsDbSnapshot
        AwsRdsEventSubscription AwsRedshiftCluster AwsRoute53HostedZone AwsS3AccessPoint AwsS3AccountPublicAccessBlock AwsS3Bucket
        AwsS3Object AwsSageMakerNotebookInstance AwsSecretsManagerSecret AwsSnsTopic AwsSqsQueue AwsSsmPatchCompliance
        AwsStepFunctionStateMachine AwsWafRule AwsWafRuleGroup AwsWafv2RuleGroup AwsWafv2WebAcl AwsWafWebAcl AwsXrayEncryptionConfig
        """;

    private static readonly FrozenDictionary<string, string> ByLowerName = Names
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .ToFrozenDictionary(name => name.ToLowerInvariant(), StringComparer.Ordinal);

    /// <summary><c>AWS::S3::Bucket</c> gives <c>AwsS3Bucket</c>; a type the format lacks gives <see cref="Other"/>.</summary>
    public static string For(string cloudFormationType) =>
        ByLowerName.GetValueOrDefault(cloudFormationType.Replace(":", string.Empty, StringComparison.Ordinal).ToLowerInvariant(), Other);
}
