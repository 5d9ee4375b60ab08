using System.Text.Json.Nodes;

namespace Landward.Tests.Detection.BenignTraffic;

/// <summary>People at work: in the console and on the command line, through Identity Center and with the few users that are left.</summary>
internal static class People
{
    /// <summary>A person logs in to Identity Center, opens an account's console and looks around; some change something.</summary>
    public static void Console(BenignDay day)
    {
        var organization = day.Organization;
        var person = organization.Pick(organization.People);
        var account = organization.Pick(organization.All);
        var region = organization.Region();
        var time = day.Daytime();
        Portal(day, person, time);
        var set = organization.Pick(["AdministratorAccess", "ReadOnly", "Developer", "Operations"]);
        var caller = Caller.Person(organization, account, person, set, console: true);
        day.Call(time.AddSeconds(20), account, region, caller with { FromConsole = false }, "signin", "ConsoleLogin", "null", """{"ConsoleLogin":"Success"}""", also: @event =>
        {
            @event["eventType"] = "AwsConsoleSignIn";
            @event["additionalEventData"] = new JsonObject { ["MobileVersion"] = "No", ["MFAUsed"] = "No" };
        });
        (string Source, string Name)[] pages =
        [
            ("ec2", "DescribeInstances"), ("ec2", "DescribeRegions"), ("ec2", "DescribeSecurityGroups"), ("ec2", "DescribeVolumes"), ("s3", "ListBuckets"), ("iam", "ListRoles"),
            ("iam", "ListUsers"), ("iam", "GetAccountSummary"), ("iam", "ListPolicies"), ("lambda", "ListFunctions20150331"), ("rds", "DescribeDBInstances"), ("cloudtrail", "LookupEvents"),
            ("monitoring", "DescribeAlarms"), ("logs", "FilterLogEvents"), ("secretsmanager", "ListSecrets"), ("ce", "GetCostAndUsage"), ("cloudtrail", "DescribeTrails"), ("health", "DescribeEventAggregates"),
        ];
        for (var i = organization.Random.Next(10, 40); i > 0; i--)
        {
            var (source, name) = organization.Pick(pages);
            var denied = set is "ReadOnly" or "Developer" && organization.Random.Next(12) == 0;
            day.Call(time.AddSeconds(30 + organization.Random.Next(900)), account, region, caller, source, name, name == "DescribeInstances" ? """{"instancesSet":{},"filterSet":{}}""" : "null",
                error: denied ? (source == "ec2" ? "Client.UnauthorizedOperation" : "AccessDenied") : null);
        }
        if (set is "AdministratorAccess" or "Operations" && organization.Random.Next(3) == 0)
            Fix(day, account, region, caller, time.AddMinutes(16));
    }

    /// <summary>Support by Session Manager: a look at the machine, a shell, logs, gone.</summary>
    public static void Support(BenignDay day)
    {
        var organization = day.Organization;
        var account = organization.Pick(organization.Workloads);
        var region = organization.Region();
        var time = day.Daytime();
        var caller = Caller.Person(organization, account, organization.Pick(organization.People), "Operations", organization.Random.Next(2) == 0);
        for (var i = organization.Random.Next(5, 25); i > 0; i--)
        {
            var (source, name) = organization.Pick<(string, string)>([("ec2", "DescribeInstances"), ("ec2", "DescribeInstanceStatus"), ("ssm", "DescribeInstanceInformation"), ("logs", "GetLogEvents"), ("monitoring", "GetMetricData"), ("ssm", "GetConnectionStatus")]);
            day.Call(time.AddSeconds(organization.Random.Next(600)), account, region, caller, source, name, """{"maxResults":50}""");
        }
        for (var i = organization.Random.Next(1, 4); i > 0; i--)
        {
            var instance = "i-0" + organization.Hex(16);
            day.Call(time.AddMinutes(3 + i), account, region, caller, "ssm", "StartSession", $$"""{"target":"{{instance}}"}""", $$"""{"sessionId":"s-{{organization.Hex(17)}}"}""");
            day.Call(time.AddMinutes(9 + i), account, region, caller, "ssm", "TerminateSession", """{"sessionId":"s"}""", "{}");
        }
        if (organization.Random.Next(4) == 0)
            day.Call(time.AddMinutes(20), account, region, caller, "ssm", "SendCommand", $$"""{"documentName":"AWS-RunShellScript","instanceIds":["i-0{{organization.Hex(16)}}"],"parameters":"HIDDEN_DUE_TO_SECURITY_REASONS"}""", "{}");
        if (organization.Random.Next(6) == 0)
            day.Call(time.AddMinutes(21), account, region, caller, "ec2-instance-connect", "SendSSHPublicKey", $$"""{"instanceId":"i-0{{organization.Hex(16)}}","instanceOSUser":"ec2-user","sSHPublicKey":"ssh-ed25519 AAAA"}""", """{"success":true}""");
        if (organization.Random.Next(8) == 0)
            day.Call(time.AddMinutes(22), account, region, caller, "ec2", "GetPasswordData", $$"""{"instanceId":"i-0{{organization.Hex(16)}}"}""");
    }

    /// <summary>The emergency access is tried out once a quarter: today, with everything it needs.</summary>
    public static void BreakGlass(BenignDay day)
    {
        var organization = day.Organization;
        var account = organization.Management;
        var time = day.Daytime();
        var user = Caller.ConsoleUser(organization, account, "break-glass-1");
        day.Call(time, account, "us-east-1", user with { FromConsole = false }, "signin", "ConsoleLogin", "null", """{"ConsoleLogin":"Success"}""", also: @event =>
        {
            @event["eventType"] = "AwsConsoleSignIn";
            @event["userIdentity"] = new JsonObject { ["type"] = "IAMUser", ["principalId"] = "AIDABREAKGLASS", ["arn"] = $"arn:aws:iam::{account.Id}:user/break-glass-1", ["accountId"] = account.Id, ["userName"] = "break-glass-1" };
            @event["additionalEventData"] = new JsonObject { ["LoginTo"] = "https://console.aws.amazon.com/console/home", ["MobileVersion"] = "No", ["MFAUsed"] = "Yes", ["MFAIdentifier"] = $"arn:aws:iam::{account.Id}:mfa/break-glass-1" };
        });
        var target = organization.Pick(organization.Workloads);
        day.Call(time.AddMinutes(1), account, "us-east-1", user, "sts", "AssumeRole", $$"""{"roleArn":"{{target.Role("OrganizationAccountAccessRole")}}","roleSessionName":"drill"}""", "{}");
        var session = Caller.Role(organization, target, "OrganizationAccountAccessRole", "drill", Caller.Browser, organization.OfficeAddress, mfa: true) with { FromConsole = true };
        foreach (var name in new[] { "ListUsers", "ListRoles", "GetAccountSummary" })
            day.Call(time.AddMinutes(2), target, "us-east-1", session, "iam", name);
    }

    /// <summary>The help desk resets a password or replaces a lost device of one of the users that are left.</summary>
    public static void HelpDesk(BenignDay day)
    {
        var organization = day.Organization;
        var account = organization.SharedServices;
        var time = day.Daytime();
        var caller = organization.Random.Next(2) == 0
            ? Caller.Person(organization, account, organization.Pick(organization.People), "HelpDesk", console: true)
            : Caller.ConsoleUser(organization, account, "it-support");
        var user = organization.Pick(organization.People);
        day.Call(time, account, "us-east-1", caller, "iam", "GetLoginProfile", $$"""{"userName":"{{user}}"}""");
        day.Call(time.AddSeconds(20), account, "us-east-1", caller, "iam", "UpdateLoginProfile", $$"""{"userName":"{{user}}","passwordResetRequired":true}""");
        if (organization.Random.Next(2) == 0)
        {
            day.Call(time.AddSeconds(40), account, "us-east-1", caller, "iam", "DeactivateMFADevice", $$"""{"userName":"{{user}}","serialNumber":"arn:aws:iam::{{account.Id}}:mfa/{{user}}"}""");
            day.Call(time.AddSeconds(41), account, "us-east-1", caller, "iam", "DeleteVirtualMFADevice", $$"""{"serialNumber":"arn:aws:iam::{{account.Id}}:mfa/{{user}}"}""");
        }
        var own = Caller.ConsoleUser(organization, account, user);
        Login(day, account, user, time.AddMinutes(5), success: false);
        Login(day, account, user, time.AddMinutes(6), success: true);
        day.Call(time.AddMinutes(7), account, "us-east-1", own, "iam", "ChangePassword");
    }

    /// <summary>A developer on the command line.</summary>
    public static void Developer(BenignDay day)
    {
        var organization = day.Organization;
        var account = organization.Pick(organization.Workloads);
        var region = organization.Region();
        var time = day.Daytime();
        var person = organization.Pick(organization.People);
        var caller = Caller.Person(organization, account, person, "Developer", console: false);
        Portal(day, person, time);
        day.Call(time.AddSeconds(5), account, region, caller, "sts", "GetCallerIdentity");
        for (var i = organization.Random.Next(5, 30); i > 0; i--)
        {
            var (source, name, request) = organization.Pick<(string, string, string)>(
            [
                ("s3", "ListBuckets", "null"), ("s3", "ListObjects", """{"bucketName":"data"}"""), ("lambda", "ListFunctions20150331", "null"), ("logs", "FilterLogEvents", """{"logGroupName":"/aws/lambda/x"}"""),
                ("dynamodb", "DescribeTable", """{"tableName":"t"}"""), ("ecs", "DescribeTasks", """{"cluster":"main"}"""), ("ssm", "GetParameter", """{"name":"/app/flag","withDecryption":true}"""),
                ("secretsmanager", "GetSecretValue", $$"""{"secretId":"{{organization.Pick(organization.Applications)}}/dev"}"""), ("cloudformation", "DescribeStacks", "null"), ("ec2", "DescribeInstances", """{"instancesSet":{},"filterSet":{}}"""),
            ]);
            day.Call(time.AddSeconds(10 + organization.Random.Next(2400)), account, region, caller, source, name, request, error: organization.Random.Next(15) == 0 ? "AccessDenied" : null);
        }
    }

    private static void Portal(BenignDay day, string person, DateTime time)
    {
        var organization = day.Organization;
        var caller = new Caller(
            new JsonObject { ["type"] = "IdentityCenterUser", ["accountId"] = organization.Management.Id, ["onBehalfOf"] = new JsonObject { ["userId"] = person, ["identityStoreArn"] = "arn:aws:identitystore::1:identitystore/d-1" }, ["credentialId"] = organization.Uuid() },
            Caller.Browser, organization.OfficeAddress);
        foreach (var name in new[] { "Authenticate", "ListApplications", "ListAccounts", "ListAccountRoles", "GetRoleCredentials" })
            day.Call(time, organization.Management, organization.HomeRegion, caller, "sso", name, """{"role_name":"x"}""");
    }

    private static void Login(BenignDay day, BenignAccount account, string user, DateTime time, bool success) =>
        day.Call(time, account, "us-east-1", Caller.ConsoleUser(day.Organization, account, user) with { FromConsole = false }, "signin", "ConsoleLogin", "null", success ? """{"ConsoleLogin":"Success"}""" : """{"ConsoleLogin":"Failure"}""", also: @event =>
        {
            @event["eventType"] = "AwsConsoleSignIn";
            @event["userIdentity"] = new JsonObject { ["type"] = "IAMUser", ["accountId"] = account.Id, ["arn"] = $"arn:aws:iam::{account.Id}:user/{user}", ["userName"] = user, ["accessKeyId"] = string.Empty };
            @event["additionalEventData"] = new JsonObject { ["LoginTo"] = "https://console.aws.amazon.com/console/home", ["MobileVersion"] = "No", ["MFAUsed"] = success ? "Yes" : "No" };
            if (!success)
                @event["errorMessage"] = "Failed authentication";
        });

    /// <summary>What an administrator repairs by hand.</summary>
    private static void Fix(BenignDay day, BenignAccount account, string region, Caller caller, DateTime time)
    {
        var organization = day.Organization;
        switch (organization.Random.Next(8))
        {
            case 0:
                day.Call(time, account, region, caller, "ec2", "AuthorizeSecurityGroupIngress",
                    $$$"""{"groupId":"sg-0{{{organization.Hex(16)}}}","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":22,"toPort":22,"ipRanges":{"items":[{"cidrIp":"{{{organization.OfficeAddress}}}/32"}]}}]}}""", """{"_return":true}""");
                break;
            case 1:
                day.Call(time, account, region, caller, "ec2", "TerminateInstances", $$$"""{"instancesSet":{"items":[{"instanceId":"i-0{{{organization.Hex(16)}}}"}]}}""", "{}");
                break;
            case 2:
                day.Call(time, account, region, caller, "iam", "AttachRolePolicy", """{"roleName":"app","policyArn":"arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}""");
                break;
            case 3:
                day.Call(time, account, region, caller, "iam", "CreateUser", """{"userName":"smtp-sender"}""", "{}");
                day.Call(time.AddSeconds(20), account, region, caller, "iam", "CreateAccessKey", """{"userName":"smtp-sender"}""", """{"accessKey":{"userName":"smtp-sender","status":"Active","accessKeyId":"AKIAIOSFODNN7EXAMPLE"}}""");
                break;
            case 4:
                day.Call(time, account, region, caller, "s3", "PutBucketVersioning", """{"bucketName":"scratch","versioning":"","VersioningConfiguration":{"Status":"Suspended"}}""");
                break;
            case 5:
                day.Call(time, account, region, caller, "ec2", "ModifyInstanceAttribute", $$$"""{"instanceId":"i-0{{{organization.Hex(16)}}}","disableApiTermination":{"value":false}}""", """{"_return":true}""");
                break;
            case 6:
                day.Call(time, account, region, caller, "rds", "ModifyDBInstance", """{"dBInstanceIdentifier":"db","masterUserPassword":"****"}""", "{}");
                break;
            default:
                day.Call(time, organization.Management, region, Caller.Person(organization, organization.Management, organization.Pick(organization.People), "AdministratorAccess", true), "sso", "CreateAccountAssignment", """{"permissionSetArn":"p","principalType":"GROUP"}""", "{}");
                break;
        }
    }
}
