namespace Landward.Tests.Detection.BenignTraffic;

/// <summary>Terraform runs, the landing zone's own changes, and new accounts.</summary>
internal static class InfrastructureCode
{
    public static void Terraform(BenignDay day)
    {
        var organization = day.Organization;
        var account = organization.Pick(organization.All);
        var region = organization.Region();
        var time = day.Anytime();
        var caller = organization.Random.Next(3) == 0
            ? Caller.Person(organization, account, organization.Pick(organization.People), "PlatformEngineer", console: false) with { UserAgent = Caller.TerraformAgent }
            : Caller.Workflow(organization, account, "terraform", "infrastructure", Caller.TerraformAgent);
        Refresh(day, account, region, caller, time);
        time = time.AddSeconds(90);
        for (var i = organization.Random.Next(0, 4); i > 0; i--)
        {
            Change(day, account, region, caller, time);
            time = time.AddSeconds(40);
        }
    }

    /// <summary>Control Tower makes an account: a burst of what would be an attack anywhere else.</summary>
    public static void Vending(BenignDay day)
    {
        var organization = day.Organization;
        var account = organization.Pick(organization.Workloads);
        var region = organization.HomeRegion;
        var time = day.Daytime();
        var tower = Caller.Role(organization, organization.Management, "AWSControlTowerAdmin", "AWSControlTower", "controltower.amazonaws.com", "controltower.amazonaws.com");
        tower.Identity["invokedBy"] = "controltower.amazonaws.com";
        day.Call(time, organization.Management, region, tower, "organizations", "CreateAccount", """{"accountName":"HIDDEN_DUE_TO_SECURITY_REASONS","email":"HIDDEN_DUE_TO_SECURITY_REASONS"}""", "{}");
        day.Call(time.AddMinutes(1), organization.Management, region, tower, "organizations", "MoveAccount", $$"""{"accountId":"{{account.Id}}","sourceParentId":"r-ab12","destinationParentId":"ou-ab12-x"}""");
        day.Call(time.AddMinutes(1), account, region, Caller.Role(organization, organization.Management, "AWSControlTowerAdmin", "AWSControlTower", "controltower.amazonaws.com", "controltower.amazonaws.com"), "sts", "AssumeRole",
            $$"""{"roleArn":"{{account.Role("AWSControlTowerExecution")}}","roleSessionName":"AWSControlTower"}""");
        var execution = Caller.Role(organization, account, "AWSControlTowerExecution", "AWSControlTower", "controltower.amazonaws.com", "controltower.amazonaws.com");
        foreach (var role in new[] { "aws-controltower-AdministratorExecutionRole", "aws-controltower-ReadOnlyExecutionRole", "aws-controltower-ConfigRecorderRole" })
        {
            day.Call(time.AddMinutes(2), account, region, execution, "iam", "CreateRole",
                $$"""{"roleName":"{{role}}","assumeRolePolicyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::{{organization.Audit.Id}}:role/aws-controltower-AuditAdministratorRole\"},\"Action\":\"sts:AssumeRole\"}]}"}""", "{}");
            day.Call(time.AddMinutes(2), account, region, execution, "iam", "AttachRolePolicy", $$"""{"roleName":"{{role}}","policyArn":"arn:aws:iam::aws:policy/{{(role.Contains("Administrator") ? "AdministratorAccess" : "ReadOnlyAccess")}}"}""");
        }
        foreach (var each in organization.Regions)
        {
            day.Call(time.AddMinutes(3), account, each, execution, "config", "PutConfigurationRecorder", """{"configurationRecorder":{"name":"aws-controltower-BaselineConfigRecorder"}}""");
            day.Call(time.AddMinutes(3), account, each, execution, "config", "StartConfigurationRecorder", """{"configurationRecorderName":"aws-controltower-BaselineConfigRecorder"}""");
            day.Call(time.AddMinutes(4), account, each, execution, "ec2", "DeleteSubnet", """{"subnetId":"subnet-default"}""", "{}");
            day.Call(time.AddMinutes(4), account, each, execution, "ec2", "DetachInternetGateway", """{"internetGatewayId":"igw-1","vpcId":"vpc-1"}""", "{}");
            day.Call(time.AddMinutes(4), account, each, execution, "ec2", "DeleteVpc", """{"vpcId":"vpc-1"}""", "{}");
        }
        day.Call(time.AddMinutes(6), account, region, Caller.ServiceRole(organization, account, "AWSServiceRoleForSSO", "AWSSSO", "sso.amazonaws.com"), "iam", "CreateSAMLProvider", """{"name":"AWSSSO_1_DO_NOT_DELETE"}""", "{}");
        day.Call(time.AddMinutes(7), account, region, execution, "s3", "PutAccountPublicAccessBlock",
            """{"PublicAccessBlockConfiguration":{"BlockPublicAcls":true,"IgnorePublicAcls":true,"BlockPublicPolicy":true,"RestrictPublicBuckets":true}}""");
    }

    private static void Refresh(BenignDay day, BenignAccount account, string region, Caller caller, DateTime time)
    {
        (string Source, string Name)[] reads =
        [
            ("sts", "GetCallerIdentity"), ("iam", "GetRole"), ("iam", "GetPolicy"), ("iam", "GetPolicyVersion"), ("iam", "ListRolePolicies"), ("iam", "ListAttachedRolePolicies"),
            ("ec2", "DescribeVpcs"), ("ec2", "DescribeSubnets"), ("ec2", "DescribeSecurityGroups"), ("ec2", "DescribeRouteTables"), ("ec2", "DescribeInstances"), ("ec2", "DescribeVolumes"),
            ("s3", "GetBucketPolicy"), ("s3", "GetBucketVersioning"), ("s3", "GetBucketLogging"), ("kms", "DescribeKey"), ("kms", "GetKeyPolicy"), ("rds", "DescribeDBInstances"),
            ("lambda", "GetFunction20150331v2"), ("dynamodb", "DescribeTable"), ("logs", "DescribeLogGroups"), ("secretsmanager", "GetSecretValue"), ("ssm", "GetParameter"),
        ];
        foreach (var (source, name) in reads)
        {
            for (var i = day.Organization.Random.Next(1, 4); i > 0; i--)
            {
                var missing = day.Organization.Random.Next(60) == 0;
                day.Call(time.AddSeconds(day.Organization.Random.Next(80)), account, region, caller, source, name,
                    name switch
                    {
                        "GetSecretValue" => $$"""{"secretId":"{{day.Organization.Pick(day.Organization.Applications)}}/db"}""",
                        "GetParameter" => $$"""{"name":"/{{day.Organization.Pick(day.Organization.Applications)}}/key","withDecryption":true}""",
                        "DescribeInstances" => """{"instancesSet":{},"filterSet":{}}""",
                        _ => $$"""{"name":"{{day.Organization.Pick(day.Organization.Applications)}}"}""",
                    },
                    error: missing ? (source == "iam" ? "NoSuchEntityException" : source == "ec2" ? "Client.InvalidGroup.NotFound" : "ResourceNotFoundException") : null);
            }
        }
    }

    private static void Change(BenignDay day, BenignAccount account, string region, Caller caller, DateTime time)
    {
        var organization = day.Organization;
        var application = organization.Pick(organization.Applications);
        var bucket = $"{application}-{organization.Hex(6)}";
        switch (organization.Random.Next(14))
        {
            case 0:
                day.Call(time, account, region, caller, "ec2", "CreateSecurityGroup", $$"""{"groupName":"{{application}}","groupDescription":"managed","vpcId":"vpc-1"}""", """{"groupId":"sg-1"}""");
                day.Call(time.AddSeconds(2), account, region, caller, "ec2", "AuthorizeSecurityGroupIngress",
                    """{"groupId":"sg-1","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":443,"toPort":443,"groups":{},"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0","description":"web"}]},"ipv6Ranges":{},"prefixListIds":{}}]}}""", """{"_return":true}""");
                day.Call(time.AddSeconds(3), account, region, caller, "ec2", "AuthorizeSecurityGroupEgress",
                    """{"groupId":"sg-1","ipPermissions":{"items":[{"ipProtocol":"-1","groups":{},"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]},"ipv6Ranges":{},"prefixListIds":{}}]}}""", """{"_return":true}""");
                day.Call(time.AddSeconds(3), account, region, caller, "ec2", "RevokeSecurityGroupEgress", """{"groupId":"sg-1"}""", """{"_return":true}""");
                break;
            case 1:
                day.Call(time, account, region, caller, "iam", "CreatePolicyVersion",
                    $$"""{"policyArn":"arn:aws:iam::{{account.Id}}:policy/{{application}}","setAsDefault":true,"policyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\"],\"Resource\":\"arn:aws:s3:::{{bucket}}/*\"}]}"}""", "{}");
                day.Call(time.AddSeconds(1), account, region, caller, "iam", "DeletePolicyVersion", $$"""{"policyArn":"arn:aws:iam::{{account.Id}}:policy/{{application}}","versionId":"v2"}""");
                break;
            case 2:
                // A role of the platform: administrators of the organization assume it from another account.
                day.Call(time, account, region, caller, "iam", "CreateRole",
                    $$"""{"roleName":"platform-{{organization.Hex(4)}}","assumeRolePolicyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::{{organization.SharedServices.Id}}:root\"},\"Action\":\"sts:AssumeRole\"}]}"}""", "{}");
                day.Call(time.AddSeconds(1), account, region, caller, "iam", "AttachRolePolicy", """{"roleName":"platform","policyArn":"arn:aws:iam::aws:policy/AdministratorAccess"}""");
                day.Call(time.AddSeconds(1), account, region, caller, "iam", "PutRolePolicy", """{"roleName":"platform","policyName":"all","policyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"}""");
                break;
            case 3:
                day.Call(time, account, region, caller, "kms", "CreateKey",
                    $$"""{"description":"{{application}}","policy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::{{account.Id}}:root\"},\"Action\":\"kms:*\",\"Resource\":\"*\"}]}"}""", "{}");
                day.Call(time.AddSeconds(1), account, region, caller, "kms", "EnableKeyRotation", $$"""{"keyId":"{{organization.Uuid()}}"}""");
                break;
            case 4:
                day.Call(time, account, region, caller, "kms", "ScheduleKeyDeletion", $$"""{"keyId":"{{organization.Uuid()}}","pendingWindowInDays":30}""", "{}");
                break;
            case 5:
                day.Call(time, account, region, caller, "s3", "CreateBucket", $$$"""{"bucketName":"{{{bucket}}}","CreateBucketConfiguration":{"LocationConstraint":"{{{region}}}"}}""");
                day.Call(time.AddSeconds(1), account, region, caller, "s3", "PutBucketVersioning", $$$"""{"bucketName":"{{{bucket}}}","versioning":"","VersioningConfiguration":{"Status":"Enabled"}}""");
                day.Call(time.AddSeconds(2), account, region, caller, "s3", "PutBucketPublicAccessBlock", $$$"""{"bucketName":"{{{bucket}}}","PublicAccessBlockConfiguration":{"BlockPublicAcls":true,"IgnorePublicAcls":true,"BlockPublicPolicy":true,"RestrictPublicBuckets":true}}""");
                day.Call(time.AddSeconds(3), account, region, caller, "s3", "PutBucketPolicy",
                    $$$$"""{"bucketName":"{{{{bucket}}}}","bucketPolicy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{{{organization.Pick(organization.Workloads).Id}}}}:root"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::{{{{bucket}}}}/*"},{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}}""");
                day.Call(time.AddSeconds(4), account, region, caller, "s3", "PutBucketLifecycle", $$$"""{"bucketName":"{{{bucket}}}","lifecycle":"","LifecycleConfiguration":{"Rule":[{"ID":"logs","Status":"Enabled","Filter":{"Prefix":"tmp/"},"Expiration":{"Days":3}},{"ID":"old","Status":"Enabled","Filter":{"Prefix":""},"NoncurrentVersionExpiration":{"NoncurrentDays":30}}]}}""");
                break;
            case 6:
                day.Call(time, account, region, caller, "s3", "DeleteBucket", $$"""{"bucketName":"{{bucket}}"}""");
                day.Call(time, account, region, caller, "s3", "ListObjectVersions", $$"""{"bucketName":"{{bucket}}","versions":""}""");
                day.Call(time.AddSeconds(1), account, region, caller, "s3", "DeleteObjects", $$"""{"bucketName":"{{bucket}}","delete":""}""");
                break;
            case 7:
                day.Call(time, account, region, caller, "ec2", "CreateRoute", """{"routeTableId":"rtb-1","destinationCidrBlock":"10.8.0.0/16","transitGatewayId":"tgw-1"}""", """{"_return":true}""");
                day.Call(time, account, region, caller, "ec2", "CreateNetworkAclEntry", """{"networkAclId":"acl-1","ruleNumber":100,"egress":false,"ruleAction":"allow","aclProtocol":"6","cidrBlock":"10.0.0.0/8","portRange":{"from":443,"to":443}}""", """{"_return":true}""");
                break;
            case 8:
                day.Call(time, account, region, caller, "ec2", "CreateFlowLogs", """{"CreateFlowLogsRequest":{"ResourceType":"VPC","TrafficType":"ALL"}}""", "{}");
                break;
            case 9:
                var trust = $$$$"""{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Federated\":\"arn:aws:iam::{{{{account.Id}}}}:oidc-provider/token.actions.githubusercontent.com\"},\"Action\":\"sts:AssumeRoleWithWebIdentity\",\"Condition\":{\"StringLike\":{\"token.actions.githubusercontent.com:sub\":\"repo:example/*\"}}}]}""";
                day.Call(time, account, region, caller, "iam", "UpdateAssumeRolePolicy", $$"""{"roleName":"{{application}}","policyDocument":"{{trust}}"}""");
                break;
            case 10:
                day.Call(time, account, region, caller, "rds", "ModifyDBInstance", $$"""{"dBInstanceIdentifier":"{{application}}","masterUserPassword":"****","applyImmediately":true,"allowMajorVersionUpgrade":false}""", "{}");
                break;
            case 11:
                day.Call(time, account, region, caller, "lambda", "CreateFunctionUrlConfig", $$"""{"functionName":"{{application}}-hook","authType":"AWS_IAM"}""", "{}");
                day.Call(time, account, region, caller, "sqs", "SetQueueAttributes",
                    $$$$"""{"queueUrl":"https://sqs.{{{{region}}}}.amazonaws.com/{{{{account.Id}}}}/{{{{application}}}}","attributes":{"Policy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"sns.amazonaws.com\"},\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\",\"Condition\":{\"ArnEquals\":{\"aws:SourceArn\":\"arn:aws:sns:{{{{region}}}}:{{{{account.Id}}}}:t\"}}}]}"}}""");
                break;
            case 12:
                day.Call(time, account, region, caller, "iam", "DeleteRolePermissionsBoundary", $$"""{"roleName":"{{application}}"}""");
                day.Call(time.AddSeconds(1), account, region, caller, "iam", "PutRolePermissionsBoundary", $$"""{"roleName":"{{application}}","permissionsBoundary":"arn:aws:iam::{{account.Id}}:policy/boundary"}""");
                break;
            default:
                day.Call(time, account, region, caller, "ec2", "ModifyInstanceAttribute", $$"""{"instanceId":"i-0{{organization.Hex(16)}}","userData":"<sensitiveDataRemoved>"}""", """{"_return":true}""");
                day.Call(time, account, region, caller, "monitoring", "DeleteAlarms", """{"alarmNames":["cpu"]}""");
                break;
        }
    }
}
