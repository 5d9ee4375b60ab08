namespace Landward.Tests.Access.Generated;

/// <summary>Policies as organizations really write them.</summary>
internal static class PolicyTexts
{
    public const string FullAccess = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";
    public const string ResourceControlFullAccess = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}""";

    public const string ReadOnly = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:Get*","s3:List*","ec2:Describe*","iam:Get*","iam:List*","lambda:Get*","lambda:List*","dynamodb:Describe*","dynamodb:List*","dynamodb:GetItem","dynamodb:Query","kms:Describe*","kms:List*","sqs:Get*","sqs:List*","sns:Get*","sns:List*","logs:Get*","logs:Describe*","cloudtrail:Get*","cloudtrail:LookupEvents","secretsmanager:List*","secretsmanager:DescribeSecret"],"Resource":"*"}]}
        """;

    public const string SecurityAudit = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["access-analyzer:List*","cloudtrail:Describe*","cloudtrail:GetTrailStatus","config:Describe*","ec2:Describe*","guardduty:Get*","iam:GenerateCredentialReport","iam:Get*","iam:List*","kms:GetKeyPolicy","s3:GetBucket*","s3:GetAccountPublicAccessBlock","sns:GetTopicAttributes","sqs:GetQueueAttributes"],"Resource":"*"}]}
        """;

    public const string PowerUser = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"},{"Effect":"Allow","Action":["iam:CreateServiceLinkedRole","iam:DeleteServiceLinkedRole","iam:ListRoles","organizations:DescribeOrganization"],"Resource":"*"}]}
        """;

    public const string LambdaBasicExecution = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents"],"Resource":"*"}]}
        """;

    public const string SsmInstance = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ssm:DescribeAssociation","ssm:GetParameter","ssm:GetParameters","ssm:UpdateInstanceInformation","ssmmessages:*","ec2messages:*"],"Resource":"*"}]}
        """;

    /// <summary>"AWS: Allows MFA-authenticated IAM users to manage their own credentials", IAM User Guide.</summary>
    public const string RequireMfa = """
        {"Version":"2012-10-17","Statement":[{"Sid":"ManageOwn","Effect":"Allow","Action":["iam:ChangePassword","iam:GetUser","iam:*AccessKey*","iam:*MFADevice*"],"Resource":["arn:aws:iam::*:user/${aws:username}","arn:aws:iam::*:mfa/*"]},{"Sid":"DenyWithoutMfa","Effect":"Deny","NotAction":["iam:ChangePassword","iam:GetUser","iam:ListMFADevices","iam:EnableMFADevice","sts:GetSessionToken"],"Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}]}
        """;

    public const string DeveloperBoundary = """
        {"Version":"2012-10-17","Statement":[{"Sid":"Everything","Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"NoIdentity","Effect":"Deny","Action":["iam:CreateUser","iam:CreateAccessKey","iam:Put*","iam:Attach*","organizations:*"],"Resource":"*"}]}
        """;

    public const string HomeFolder = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::example-home/${aws:username}/*"},{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::example-home","Condition":{"StringLike":{"s3:prefix":"${aws:username}/*"}}}]}
        """;

    public const string TeamByTag = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["secretsmanager:GetSecretValue","ssm:GetParameter","dynamodb:*Item"],"Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/team":"${aws:PrincipalTag/team}"}}}]}
        """;

    public const string OfficeOnly = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*","sqs:*","sns:*"],"Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":["203.0.113.0/24","2001:db8::/32"]}}}]}
        """;

    public static string App(string account, int app) => $$$$"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject","s3:DeleteObject"],"Resource":"arn:aws:s3:::example-{{{{account}}}}-app{{{{app}}}}/*"},{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::example-{{{{account}}}}-app{{{{app}}}}"},{"Effect":"Allow","Action":["dynamodb:GetItem","dynamodb:PutItem","dynamodb:Query"],"Resource":"arn:aws:dynamodb:eu-west-1:{{{{account}}}}:table/app{{{{app}}}}*"},{"Effect":"Allow","Action":["kms:Decrypt","kms:GenerateDataKey"],"Resource":"arn:aws:kms:eu-west-1:{{{{account}}}}:key/*","Condition":{"StringEquals":{"kms:ViaService":["s3.eu-west-1.amazonaws.com","dynamodb.eu-west-1.amazonaws.com"]}}},{"Effect":"Allow","Action":["sqs:SendMessage","sqs:ReceiveMessage","sqs:DeleteMessage"],"Resource":"arn:aws:sqs:eu-west-1:{{{{account}}}}:app{{{{app}}}}"}]}
        """;

    public static string Deploy(string account) => $$$$"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cloudformation:*","lambda:*","ecs:*","ecr:*","s3:*","dynamodb:CreateTable","dynamodb:UpdateTable"],"Resource":"*"},{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::{{{{account}}}}:role/app/*","Condition":{"StringEquals":{"iam:PassedToService":["lambda.amazonaws.com","ecs-tasks.amazonaws.com"]}}}]}
        """;

    public static string AssumeDeploy() => """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::*:role/ci/Deploy"}]}
        """;

    public static string RegionLock(string execution) => $$$$"""
        {"Version":"2012-10-17","Statement":[{"Sid":"DenyOtherRegions","Effect":"Deny","NotAction":["iam:*","organizations:*","sts:*","route53:*","cloudfront:*","support:*","budgets:*","waf:*","health:*"],"Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":["eu-west-1","eu-central-1"]},"ArnNotLike":{"aws:PrincipalArn":"{{{{execution}}}}"}}}]}
        """;

    public static string TrailProtection(string execution) => $$$$"""
        {"Version":"2012-10-17","Statement":[{"Sid":"ProtectTrail","Effect":"Deny","Action":["cloudtrail:StopLogging","cloudtrail:DeleteTrail","cloudtrail:UpdateTrail","cloudtrail:PutEventSelectors"],"Resource":"*","Condition":{"ArnNotLike":{"aws:PrincipalArn":"{{{{execution}}}}"}}},{"Sid":"ProtectRoles","Effect":"Deny","Action":["iam:DeleteRole","iam:PutRolePolicy","iam:AttachRolePolicy","iam:UpdateAssumeRolePolicy","sts:AssumeRole"],"Resource":"arn:aws:iam::*:role/landward/*","Condition":{"ArnNotLike":{"aws:PrincipalArn":"{{{{execution}}}}"}}}]}
        """;

    public const string NoRoot = """
        {"Version":"2012-10-17","Statement":[{"Sid":"NoRoot","Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::*:root"}}}]}
        """;

    public const string NoUsers = """
        {"Version":"2012-10-17","Statement":[{"Sid":"NoUsers","Effect":"Deny","Action":["iam:CreateUser","iam:CreateAccessKey","iam:CreateLoginProfile"],"Resource":"*"}]}
        """;

    public const string ServicesOfSandbox = """
        {"Version":"2012-10-17","Statement":[{"Sid":"OnlyThese","Effect":"Allow","Action":["s3:*","lambda:*","dynamodb:*","sqs:*","sns:*","logs:*","cloudwatch:*","iam:*","sts:*","kms:*","secretsmanager:*","ec2:*"],"Resource":"*"}]}
        """;

    public const string Suspended = """
        {"Version":"2012-10-17","Statement":[{"Sid":"Nothing","Effect":"Deny","Action":"*","Resource":"*"}]}
        """;

    public static string Perimeter(string organization) => $$$$"""
        {"Version":"2012-10-17","Statement":[{"Sid":"OnlyOurOrganization","Effect":"Deny","Principal":"*","Action":["s3:*","sqs:*","kms:*","secretsmanager:*","sts:AssumeRole"],"Resource":"*","Condition":{"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"{{{{organization}}}}"},"BoolIfExists":{"aws:PrincipalIsAWSService":"false"}}}]}
        """;

    public const string SecureTransport = """
        {"Version":"2012-10-17","Statement":[{"Sid":"TlsOnly","Effect":"Deny","Principal":"*","Action":["s3:*","sqs:*"],"Resource":"*","Condition":{"BoolIfExists":{"aws:SecureTransport":"false"}}}]}
        """;
}
