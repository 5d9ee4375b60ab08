namespace Landward.Tests.Detection.BenignTraffic;

/// <summary>Programs that run for the organization: backups, rotation, scanners, cost and inventory tools, data pipelines.</summary>
internal static class Operations
{
    public static void Backup(BenignDay day)
    {
        var organization = day.Organization;
        var account = organization.Pick(organization.Workloads);
        var region = organization.Region();
        var time = BenignDay.Start.AddHours(1).AddSeconds(organization.Random.Next(4 * 3600));
        var backup = Caller.ServiceRole(organization, account, "AWSBackupDefaultServiceRole", "AWSBackup-" + organization.Hex(8), "backup.amazonaws.com");
        for (var i = organization.Random.Next(2, 14); i > 0; i--)
        {
            var snapshot = "snap-0" + organization.Hex(16);
            day.Call(time.AddSeconds(i * 20), account, region, backup, "ec2", "CreateSnapshot", $$"""{"volumeId":"vol-0{{organization.Hex(16)}}"}""", $$"""{"snapshotId":"{{snapshot}}"}""");
            day.Call(time.AddMinutes(30).AddSeconds(i), account, region, backup, "ec2", "DeleteSnapshot", $$"""{"snapshotId":"snap-0{{organization.Hex(16)}}"}""", """{"_return":true}""");
        }
        day.Call(time.AddMinutes(40), account, region, backup, "backup", "StartCopyJob", $$"""{"destinationBackupVaultArn":"arn:aws:backup:{{region}}:{{organization.SharedServices.Id}}:backup-vault:central"}""", "{}");
    }

    /// <summary>A script of one's own shares and copies snapshots to the backup account, and deletes the old ones.</summary>
    public static void SnapshotScript(BenignDay day)
    {
        var organization = day.Organization;
        var account = organization.Pick(organization.Workloads);
        var region = organization.Region();
        var time = BenignDay.Start.AddHours(2).AddSeconds(organization.Random.Next(3 * 3600));
        var caller = Caller.Role(organization, account, "snapshot-rotation", "snapshot-rotation", Caller.Boto, organization.PrivateAddress());
        day.Call(time, account, region, caller, "ec2", "DescribeSnapshots", """{"ownersSet":{"items":[{"owner":"self"}]}}""");
        for (var i = organization.Random.Next(3, 15); i > 0; i--)
        {
            var snapshot = "snap-0" + organization.Hex(16);
            day.Call(time.AddSeconds(i * 4), account, region, caller, "ec2", "ModifySnapshotAttribute",
                $$$$"""{"snapshotId":"{{{{snapshot}}}}","attributeType":"CREATE_VOLUME_PERMISSION","createVolumePermission":{"add":{"items":[{"userId":"{{{{organization.SharedServices.Id}}}}"}]}}}""", """{"_return":true}""");
            day.Call(time.AddSeconds(i * 5), organization.SharedServices, region, Caller.Role(organization, organization.SharedServices, "snapshot-copy", "copy", Caller.Boto, organization.PrivateAddress()), "ec2", "CopySnapshot", $$"""{"sourceSnapshotId":"{{snapshot}}","sourceRegion":"{{region}}"}""", "{}");
            day.Call(time.AddMinutes(20).AddSeconds(i * 3), account, region, caller, "ec2", "DeleteSnapshot", $$"""{"snapshotId":"snap-0{{organization.Hex(16)}}"}""", """{"_return":true}""");
        }
        day.Call(time.AddMinutes(30), account, region, caller, "rds", "ModifyDBSnapshotAttribute", $$"""{"dBSnapshotIdentifier":"nightly","attributeName":"restore","valuesToAdd":["{{organization.SharedServices.Id}}"]}""", "{}");
    }

    /// <summary>A posture scanner of one's own goes through an account: hundreds of reads, some denied.</summary>
    public static void Scanner(BenignDay day)
    {
        var organization = day.Organization;
        var account = organization.Pick(organization.All);
        var time = day.Anytime();
        var audit = Caller.Role(organization, organization.Audit, "security-scanner", "scan", Caller.Boto, organization.PrivateAddress());
        day.Call(time, account, organization.HomeRegion, audit, "sts", "AssumeRole", $$"""{"roleArn":"{{account.Role("SecurityAudit")}}","roleSessionName":"scan"}""", "{}");
        var caller = Caller.Role(organization, account, "SecurityAudit", "scan", Caller.Boto, organization.NatAddress);
        (string Source, string Name)[] reads =
        [
            ("sts", "GetCallerIdentity"), ("iam", "ListUsers"), ("iam", "ListRoles"), ("iam", "ListPolicies"), ("iam", "GetAccountSummary"), ("iam", "GetAccountAuthorizationDetails"), ("iam", "GenerateCredentialReport"),
            ("iam", "GetCredentialReport"), ("iam", "GetAccountPasswordPolicy"), ("iam", "ListAccessKeys"), ("iam", "ListMFADevices"), ("s3", "ListBuckets"), ("s3", "GetBucketAcl"), ("s3", "GetBucketPolicyStatus"), ("s3", "GetBucketPublicAccessBlock"),
            ("ec2", "DescribeInstances"), ("ec2", "DescribeSnapshots"), ("ec2", "DescribeSecurityGroups"), ("ec2", "DescribeVolumes"), ("ec2", "DescribeFlowLogs"), ("ec2", "DescribeInstanceAttribute"), ("rds", "DescribeDBInstances"), ("rds", "DescribeDBSnapshots"),
            ("lambda", "ListFunctions20150331"), ("lambda", "GetPolicy20150331"), ("kms", "ListKeys"), ("kms", "GetKeyRotationStatus"), ("secretsmanager", "ListSecrets"), ("ssm", "DescribeParameters"), ("cloudtrail", "DescribeTrails"), ("cloudtrail", "GetTrailStatus"),
            ("guardduty", "ListDetectors"), ("securityhub", "DescribeHub"), ("access-analyzer", "ListAnalyzers"), ("config", "DescribeConfigurationRecorders"), ("organizations", "DescribeOrganization"), ("ses", "GetSendQuota"), ("ses", "ListIdentities"),
        ];
        foreach (var (source, name) in reads)
        {
            for (var i = organization.Random.Next(1, 5); i > 0; i--)
            {
                day.Call(time.AddSeconds(5 + organization.Random.Next(400)), account, organization.Region(), caller, source, name,
                    name == "DescribeInstanceAttribute" ? $$"""{"attribute":"userData","instanceId":"i-0{{organization.Hex(16)}}"}""" : "null",
                    error: organization.Random.Next(25) == 0 ? (source == "ec2" ? "Client.UnauthorizedOperation" : source == "s3" ? "NoSuchBucketPolicy" : "AccessDenied") : null);
            }
        }
    }

    /// <summary>Cost and inventory tools of vendors read everywhere with a role that the vendor's account assumes.</summary>
    public static void CostTool(BenignDay day)
    {
        var organization = day.Organization;
        var account = organization.Pick(organization.All);
        var time = day.Anytime();
        var caller = Caller.Role(organization, account, "cost-explorer-integration", "cost", Caller.JavaAgent, organization.BuildAddress());
        foreach (var region in organization.Regions)
        {
            foreach (var (source, name) in new[] { ("ce", "GetCostAndUsage"), ("ec2", "DescribeInstances"), ("ec2", "DescribeVolumes"), ("ec2", "DescribeSnapshots"), ("rds", "DescribeDBInstances"), ("monitoring", "GetMetricData"), ("s3", "ListBuckets"), ("lambda", "ListFunctions20150331"), ("organizations", "ListAccounts"), ("dynamodb", "ListTables") })
                day.Call(time.AddSeconds(organization.Random.Next(300)), account, region, caller, source, name, "null");
        }
    }

    /// <summary>Pipelines and operators that read many secrets and parameters, from machines and containers.</summary>
    public static void Secrets(BenignDay day)
    {
        var organization = day.Organization;
        var account = organization.Pick(organization.Workloads);
        var region = organization.Region();
        var time = day.Anytime();
        var caller = organization.Random.Next(3) switch
        {
            0 => Caller.Role(organization, account, "external-secrets", "external-secrets-provider-aws", "aws-sdk-go/1.55.5 (go1.23.1; linux; amd64) external-secrets/v0.10.4", organization.NatAddress),
            1 => Caller.Role(organization, account, "ecsTaskExecutionRole", organization.Hex(32), Caller.JavaAgent, organization.PrivateAddress()),
            _ => Caller.Instance(organization, account, "data-pipeline", "i-0" + organization.Hex(16), behindNat: organization.Random.Next(2) == 0),
        };
        for (var i = organization.Random.Next(8, 40); i > 0; i--)
        {
            if (organization.Random.Next(2) == 0)
                day.Call(time.AddSeconds(organization.Random.Next(400)), account, region, caller, "secretsmanager", "GetSecretValue", $$"""{"secretId":"{{organization.Pick(organization.Applications)}}/{{organization.Random.Next(12)}}"}""");
            else
                day.Call(time.AddSeconds(organization.Random.Next(400)), account, region, caller, "ssm", "GetParameters", $$"""{"names":["/{{organization.Pick(organization.Applications)}}/{{organization.Random.Next(30)}}","/common/{{organization.Random.Next(30)}}"],"withDecryption":true}""");
        }
        if (organization.Random.Next(4) == 0)
            day.Call(time.AddSeconds(401), account, region, caller, "secretsmanager", "BatchGetSecretValue", """{"secretIdList":["a","b","c"]}""");
    }

    /// <summary>A job rotates the keys of the users that are left, and secrets rotate by their functions.</summary>
    public static void Rotation(BenignDay day)
    {
        var organization = day.Organization;
        var account = organization.Pick(organization.All);
        var time = day.Anytime();
        var caller = Caller.Role(organization, account, "key-rotation", "key-rotation", Caller.Boto, organization.PrivateAddress());
        foreach (var user in new[] { "ci-deployer", "smtp-sender" })
        {
            day.Call(time, account, "us-east-1", caller, "iam", "ListAccessKeys", $$"""{"userName":"{{user}}"}""");
            day.Call(time.AddSeconds(2), account, "us-east-1", caller, "iam", "CreateAccessKey", $$"""{"userName":"{{user}}"}""", $$$"""{"accessKey":{"userName":"{{{user}}}","status":"Active","accessKeyId":"AKIA{{{organization.Code(16)}}}"}}""");
            day.Call(time.AddSeconds(3), account, "us-east-1", caller, "iam", "UpdateAccessKey", $$"""{"userName":"{{user}}","accessKeyId":"AKIAIOSFODNN7EXAMPLE","status":"Inactive"}""");
            day.Call(time.AddSeconds(4), account, "us-east-1", caller, "iam", "DeleteAccessKey", $$"""{"userName":"{{user}}","accessKeyId":"AKIAIOSFODNN7EXAMPLE"}""");
            time = time.AddSeconds(10);
        }
        var function = Caller.Role(organization, account, "secrets-rotation", "rotate", Caller.Boto, organization.PrivateAddress());
        day.Call(time, account, organization.HomeRegion, function, "secretsmanager", "GetSecretValue", """{"secretId":"db/main"}""");
        day.Call(time.AddSeconds(1), account, organization.HomeRegion, function, "secretsmanager", "PutSecretValue", """{"secretId":"db/main"}""", "{}");
        day.Call(time.AddSeconds(2), account, organization.HomeRegion, function, "rds", "ModifyDBInstance", """{"dBInstanceIdentifier":"db","masterUserPassword":"****"}""", "{}");
        day.Call(time.AddSeconds(3), account, organization.HomeRegion, function, "secretsmanager", "UpdateSecretVersionStage", """{"secretId":"db/main"}""", "{}");
    }

    /// <summary>The security team tends its services; the organization's roles reach into accounts.</summary>
    public static void SecurityTeam(BenignDay day)
    {
        var organization = day.Organization;
        var time = day.Daytime();
        var caller = Caller.Person(organization, organization.Audit, organization.Pick(organization.People), "SecurityEngineer", console: true);
        day.Call(time, organization.Audit, organization.HomeRegion, caller, "securityhub", "GetFindings", "{}");
        day.Call(time.AddMinutes(1), organization.Audit, organization.HomeRegion, caller, "securityhub", "BatchUpdateFindings", "{}", "{}");
        day.Call(time.AddMinutes(2), organization.Audit, organization.HomeRegion, caller, "guardduty", "ListFindings", """{"detectorId":"d"}""");
        if (organization.Random.Next(3) == 0)
            day.Call(time.AddMinutes(3), organization.Audit, organization.HomeRegion, caller, "guardduty", "CreateFilter", """{"detectorId":"d","name":"known scanner","action":"ARCHIVE","findingCriteria":{}}""", "{}");
        day.Call(time.AddMinutes(4), organization.Audit, organization.HomeRegion, caller, "athena", "StartQueryExecution", """{"queryString":"select 1"}""", "{}");
    }
}
