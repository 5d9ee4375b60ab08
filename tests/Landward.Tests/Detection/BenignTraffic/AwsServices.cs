using System.Text.Json.Nodes;

namespace Landward.Tests.Detection.BenignTraffic;

/// <summary>What AWS does on the organization's behalf, which is most of any trail.</summary>
internal static class AwsServices
{
    /// <summary>A service assumes a role of the account: Lambda, ECS, EC2, Config, CodePipeline.</summary>
    public static void AssumedByService(BenignDay day)
    {
        var organization = day.Organization;
        var account = organization.Pick(organization.All);
        var (service, role) = organization.Pick<(string, string)>(
            [("lambda.amazonaws.com", "api"), ("ecs-tasks.amazonaws.com", "ecsTaskExecutionRole"), ("ec2.amazonaws.com", "web"), ("config.amazonaws.com", "aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"), ("codepipeline.amazonaws.com", "codepipeline-deploy"), ("events.amazonaws.com", "events")]);
        day.Call(day.Anytime(), account, organization.Region(), Caller.Service(service), "sts", "AssumeRole", $$"""{"roleArn":"{{account.Role(role)}}","roleSessionName":"{{organization.Hex(16)}}"}""");
    }

    public static void Autoscaling(BenignDay day)
    {
        var organization = day.Organization;
        var account = organization.Pick(organization.Workloads);
        var region = organization.Region();
        var time = day.Anytime();
        var caller = Caller.ServiceRole(organization, account, "AWSServiceRoleForAutoScaling", "AutoScaling", "autoscaling.amazonaws.com");
        day.Call(time, account, region, caller, "ec2", "DescribeInstances", """{"instancesSet":{},"filterSet":{}}""");
        if (organization.Random.Next(2) == 0)
            day.Call(time.AddSeconds(1), account, region, caller, "ec2", "RunInstances", $$$"""{"instancesSet":{"items":[{"minCount":1,"maxCount":1}]},"instanceType":"{{{organization.Pick(["m6i.large", "c6i.4xlarge", "g5.xlarge"])}}}","launchTemplate":{"launchTemplateId":"lt-1","version":"3"}}""", "{}");
        else
            day.Call(time.AddSeconds(1), account, region, caller, "ec2", "TerminateInstances", $$$"""{"instancesSet":{"items":[{"instanceId":"i-0{{{organization.Hex(16)}}}"}]}}""", "{}");
        if (organization.Random.Next(5) == 0)
        {
            var karpenter = Caller.Role(organization, account, "karpenter-controller", organization.Hex(10), "aws-sdk-go/1.55.5 (go1.23.1; linux; amd64) karpenter.sh-1.0.1", organization.NatAddress);
            day.Call(time.AddSeconds(8), account, region, karpenter, "ec2", "CreateFleet", """{"CreateFleetRequest":{"Type":"instant","LaunchTemplateConfigs":{"Overrides":[{"InstanceType":"m6i.24xlarge"},{"InstanceType":"c6i.16xlarge"}]}}}""", "{}", error: organization.Random.Next(30) == 0 ? "Client.RequestLimitExceeded" : null);
        }
    }

    /// <summary>Agents and containers: heartbeats, logs, keys.</summary>
    public static void Machines(BenignDay day)
    {
        var organization = day.Organization;
        var account = organization.Pick(organization.Workloads);
        var region = organization.Region();
        var time = day.Anytime();
        var instance = Caller.Instance(organization, account, "web", "i-0" + organization.Hex(16), behindNat: organization.Random.Next(2) == 0);
        day.Call(time, account, region, instance with { UserAgent = "amazon-ssm-agent/3.3.859.0" }, "ssm", "UpdateInstanceInformation", """{"agentVersion":"3.3.859.0"}""", "{}");
        day.Call(time.AddSeconds(2), account, region, instance, "logs", "CreateLogStream", """{"logGroupName":"/app","logStreamName":"x"}""", error: organization.Random.Next(10) == 0 ? "ResourceAlreadyExistsException" : null);
        day.Call(time.AddSeconds(3), account, region, instance, "secretsmanager", "GetSecretValue", $$"""{"secretId":"{{organization.Pick(organization.Applications)}}/db"}""");
        if (organization.Random.Next(3) == 0)
        {
            day.Call(time.AddSeconds(4), account, region, instance, "sts", "GetCallerIdentity");
            day.Call(time.AddSeconds(5), account, region, instance, "ec2", "DescribeTags", """{"filterSet":{}}""");
        }
        // Machines that list machines do so from inside, where the agents of a cluster run.
        if (instance.VpcEndpointId is not null && organization.Random.Next(4) == 0)
            day.Call(time.AddSeconds(6), account, region, instance, "ec2", "DescribeInstances", """{"instancesSet":{},"filterSet":{}}""");
    }

    public static void Keys(BenignDay day)
    {
        var organization = day.Organization;
        var account = organization.Pick(organization.All);
        var caller = organization.Random.Next(2) == 0
            ? Caller.ServiceRole(organization, account, "api", organization.Hex(12), "secretsmanager.amazonaws.com")
            : Caller.Role(organization, account, "api", organization.Hex(12), "AWS Internal", "AWS Internal");
        day.Call(day.Anytime(), account, organization.Region(), caller, "kms", organization.Pick(["Decrypt", "GenerateDataKey"]), """{"encryptionAlgorithm":"SYMMETRIC_DEFAULT","encryptionContext":{"aws:s3:arn":"arn:aws:s3:::data"}}""",
            error: organization.Random.Next(150) == 0 ? "ThrottlingException" : null);
    }

    /// <summary>Config, Security Hub, GuardDuty and the like look at everything.</summary>
    public static void Recorders(BenignDay day)
    {
        var organization = day.Organization;
        var account = organization.Pick(organization.All);
        var region = organization.Region();
        var time = day.Anytime();
        var (role, service) = organization.Pick<(string, string)>(
            [("AWSServiceRoleForConfig", "config.amazonaws.com"), ("AWSServiceRoleForSecurityHub", "securityhub.amazonaws.com"), ("AWSServiceRoleForAmazonGuardDuty", "guardduty.amazonaws.com"), ("AWSServiceRoleForAccessAnalyzer", "access-analyzer.amazonaws.com"), ("AWSServiceRoleForTrustedAdvisor", "trustedadvisor.amazonaws.com")]);
        var caller = Caller.ServiceRole(organization, account, role, role + "Session", service);
        for (var i = organization.Random.Next(4, 20); i > 0; i--)
        {
            var (source, name) = organization.Pick<(string, string)>(
                [("ec2", "DescribeInstances"), ("ec2", "DescribeSecurityGroups"), ("ec2", "DescribeVpcs"), ("iam", "ListUsers"), ("iam", "GetAccountAuthorizationDetails"), ("iam", "ListRoles"), ("s3", "GetBucketPolicy"), ("s3", "ListBuckets"), ("rds", "DescribeDBSnapshots"), ("kms", "ListKeys"), ("lambda", "ListFunctions20150331"), ("ec2", "DescribeTrafficMirrorTargets"), ("cloudtrail", "DescribeTrails")]);
            day.Call(time.AddSeconds(organization.Random.Next(60)), account, region, caller, source, name, "null", error: organization.Random.Next(60) == 0 ? "AccessDenied" : null);
        }
    }

    public static void Kubernetes(BenignDay day)
    {
        var organization = day.Organization;
        var account = organization.Pick(organization.Workloads);
        var region = organization.Region();
        var time = day.Anytime();
        var cluster = Caller.Role(organization, account, "eks-cluster", organization.Hex(12), "eks.amazonaws.com", "eks.amazonaws.com");
        cluster.Identity["invokedBy"] = "eks.amazonaws.com";
        day.Call(time, account, region, cluster, "ec2", "DescribeInstances", """{"instancesSet":{},"filterSet":{}}""");
        var balancer = Caller.Role(organization, account, "aws-load-balancer-controller", organization.Hex(10), "elbv2.k8s.aws/v2.8.2 aws-sdk-go/1.55.5 (go1.23.1; linux; amd64)", organization.NatAddress);
        day.Call(time.AddSeconds(2), account, region, balancer, "elasticloadbalancing", "DescribeTargetHealth", """{"targetGroupArn":"t"}""");
        if (organization.Random.Next(4) == 0)
            day.Call(time.AddSeconds(4), account, region, balancer, "ec2", "AuthorizeSecurityGroupIngress", """{"groupId":"sg-1","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":80,"toPort":80,"groups":{},"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]}}]}}""", """{"_return":true}""");
        day.Call(time.AddSeconds(5), account, region, Caller.Role(organization, account, "ebs-csi", organization.Hex(10), "aws-sdk-go-v2/1.30.0 ua/2.0 os/linux lang/go#1.23.1", organization.NatAddress), "ec2", organization.Pick(["CreateVolume", "AttachVolume", "DescribeVolumes"]), "{}", "{}");
    }

    /// <summary>A service's own events, which nobody called.</summary>
    public static void ServiceEvent(BenignDay day)
    {
        var organization = day.Organization;
        var account = organization.Pick(organization.All);
        var (source, name) = organization.Pick<(string, string)>([("kms", "RotateKey"), ("secretsmanager", "RotationSucceeded"), ("s3", "LifecycleExpiration"), ("backup", "BackupJobCompleted"), ("controltower", "UpdateManagedAccount"), ("ecs", "SubmitTaskStateChange")]);
        var caller = new Caller(new JsonObject { ["accountId"] = account.Id, ["invokedBy"] = $"{source}.amazonaws.com" }, $"{source}.amazonaws.com", $"{source}.amazonaws.com");
        day.Call(day.Anytime(), account, organization.Region(), caller, source, name, also: @event =>
        {
            @event["eventType"] = "AwsServiceEvent";
            @event["serviceEventDetails"] = new JsonObject { ["state"] = "SUCCEEDED" };
        });
    }
}
