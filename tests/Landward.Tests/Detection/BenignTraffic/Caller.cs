using System.Text.Json.Nodes;

namespace Landward.Tests.Detection.BenignTraffic;

/// <summary>
/// Who makes a call: the identity, user agent and address of its events. Shapes: "CloudTrail userIdentity element", AWS CloudTrail User
/// Guide; values as the services write them.
/// </summary>
internal sealed record Caller(JsonObject Identity, string UserAgent, string Address)
{
    /// <summary>The session is one of the console; CloudTrail says so since 2023.</summary>
    public bool FromConsole { get; init; }

    public string? VpcEndpointId { get; init; }

    public const string Browser = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36";
    public const string TerraformAgent = "APN/1.0 HashiCorp/1.0 Terraform/1.9.5 (+https://www.terraform.io) terraform-provider-aws/5.70.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.31.0 ua/2.0 os/linux lang/go#1.23.1 md/GOOS#linux md/GOARCH#amd64";
    public const string Boto = "Boto3/1.35.20 md/Botocore#1.35.20 ua/2.0 os/linux#6.1.102 md/arch#x86_64 lang/python#3.12.6 md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.35.20";
    public const string CommandLine = "aws-cli/2.17.50 md/awscrt#0.21.5 ua/2.0 os/linux#6.5.0 md/arch#x86_64 lang/python#3.12.6 md/pyimpl#CPython md/installer#exe md/prompt#off";
    public const string JavaAgent = "aws-sdk-java/2.28.1 md/io#async md/http#NettyNio ua/2.1 os/Linux#6.1.102 lang/java#21.0.4 exec-env/AWS_ECS_FARGATE";

    /// <summary>A session of a role.</summary>
    public static Caller Role(BenignOrganization organization, BenignAccount account, string role, string session, string agent, string address, bool mfa = false, string path = "") =>
        new(
            new JsonObject
            {
                ["type"] = "AssumedRole",
                ["principalId"] = $"{UniqueId("AROA", account.Id + role)}:{session}",
                ["arn"] = $"arn:aws:sts::{account.Id}:assumed-role/{role}/{session}",
                ["accountId"] = account.Id,
                ["accessKeyId"] = "ASIA" + organization.Code(16),
                ["sessionContext"] = new JsonObject
                {
                    ["sessionIssuer"] = new JsonObject
                    {
                        ["type"] = "Role",
                        ["principalId"] = UniqueId("AROA", account.Id + role),
                        ["arn"] = $"arn:aws:iam::{account.Id}:role/{path}{role}",
                        ["accountId"] = account.Id,
                        ["userName"] = role,
                    },
                    ["webIdFederationData"] = new JsonObject(),
                    ["attributes"] = new JsonObject { ["creationDate"] = "2026-03-02T06:00:00Z", ["mfaAuthenticated"] = mfa ? "true" : "false" },
                },
            },
            agent,
            address);

    /// <summary>A job of GitHub Actions whose session came from its OpenID Connect token.</summary>
    public static Caller Workflow(BenignOrganization organization, BenignAccount account, string role, string repository, string agent)
    {
        var caller = Role(organization, account, role, "GitHubActions", agent, organization.BuildAddress());
        caller.Identity["sessionContext"]!["webIdFederationData"] = new JsonObject
        {
            ["federatedProvider"] = $"arn:aws:iam::{account.Id}:oidc-provider/token.actions.githubusercontent.com",
            ["attributes"] = new JsonObject { ["sub"] = $"repo:example/{repository}:ref:refs/heads/main" },
        };
        return caller;
    }

    /// <summary>
    /// A person of Identity Center. Its sessions say <c>mfaAuthenticated: false</c> even when the person used MFA at the portal, because the
    /// identity provider checked it and not STS.
    /// </summary>
    public static Caller Person(BenignOrganization organization, BenignAccount account, string person, string permissionSet, bool console)
    {
        var role = $"AWSReservedSSO_{permissionSet}_{UniqueId(string.Empty, account.Id + permissionSet)[..16].ToLowerInvariant()}";
        var caller = Role(
            organization, account, role, $"{person}@{organization.Domain}", console ? Browser : CommandLine, organization.OfficeAddress,
            path: $"aws-reserved/sso.amazonaws.com/{organization.HomeRegion}/");
        return caller with { FromConsole = console };
    }

    /// <summary>A program that still has a user's long-term key.</summary>
    public static Caller Key(BenignOrganization organization, BenignAccount account, string user, string agent, string address) => new(
        new JsonObject
        {
            ["type"] = "IAMUser",
            ["principalId"] = UniqueId("AIDA", account.Id + user),
            ["arn"] = $"arn:aws:iam::{account.Id}:user/{user}",
            ["accountId"] = account.Id,
            ["accessKeyId"] = UniqueId("AKIA", account.Id + user),
            ["userName"] = user,
        },
        agent,
        address);

    /// <summary>An IAM user in the console, with MFA.</summary>
    public static Caller ConsoleUser(BenignOrganization organization, BenignAccount account, string user)
    {
        var caller = Key(organization, account, user, Browser, organization.OfficeAddress);
        caller.Identity["accessKeyId"] = "ASIA" + organization.Code(16);
        caller.Identity["sessionContext"] = new JsonObject { ["attributes"] = new JsonObject { ["creationDate"] = "2026-03-02T07:00:00Z", ["mfaAuthenticated"] = "true" } };
        return caller with { FromConsole = true };
    }

    /// <summary>The instance role of a machine.</summary>
    public static Caller Instance(BenignOrganization organization, BenignAccount account, string role, string instance, bool behindNat) =>
        Role(organization, account, role, instance, Boto, behindNat ? organization.NatAddress : organization.PrivateAddress()) with
        {
            VpcEndpointId = behindNat ? null : "vpce-" + UniqueId(string.Empty, account.Id)[..12].ToLowerInvariant(),
        };

    /// <summary>A service of AWS that uses its service-linked or service role.</summary>
    public static Caller ServiceRole(BenignOrganization organization, BenignAccount account, string role, string session, string service)
    {
        var caller = Role(organization, account, role, session, service, service, path: role.StartsWith("AWSServiceRole", StringComparison.Ordinal) ? $"aws-service-role/{service}/" : "service-role/");
        caller.Identity["invokedBy"] = service;
        return caller;
    }

    /// <summary>A service of AWS as itself, for example when it assumes a role.</summary>
    public static Caller Service(string service) => new(new JsonObject { ["type"] = "AWSService", ["invokedBy"] = service }, service, service);

    private static string UniqueId(string prefix, string of)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(of));
        return prefix + string.Concat(hash.Take(17).Select(value => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[value % 32]));
    }
}
