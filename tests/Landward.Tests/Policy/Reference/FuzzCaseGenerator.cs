using System.Text.Json.Nodes;

namespace Landward.Tests.Policy.Reference;

/// <summary>Random requests under random policies, drawn from few names so that statements meet requests often.</summary>
internal sealed class FuzzCaseGenerator(Random random)
{
    private const string A = "111122223333";
    private const string B = "444455556666";

    private static readonly (string Action, string Resource)[] Calls =
    [
        ("s3:GetObject", "arn:aws:s3:::data/alice/report.csv"), ("s3:PutObject", "arn:aws:s3:::data/x"), ("s3:ListAllMyBuckets", "*"),
        ("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:jobs"), ("kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:key/k1"),
        ("kms:UpdateAlias", "arn:aws:kms:eu-west-1:111122223333:alias/aws/s3"), ("kms:RetireGrant", "arn:aws:kms:eu-west-1:111122223333:key/k1"),
        ("sts:AssumeRole", "arn:aws:iam::111122223333:role/team/app"), ("iam:DeletePolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess"),
        ("iam:GetRole", "arn:aws:iam::111122223333:role/aws-reserved/sso/x"), ("iam:DeleteRole", "arn:aws:iam::111122223333:role/aws-reserved/sso/x"),
        ("sts:GetCallerIdentity", "*"), ("S3:getObject", "arn:aws:s3:::data/alice/a?b*c"),
    ];

    private static readonly string[] Actions =
        ["*", "s3:*", "s3:Get*", "S3:GETOBJECT", "s3:?etObject", "s3:PutObject", "s3:List*", "sqs:*", "*:Send*", "kms:*", "sts:AssumeRole", "iam:*", "iam:D*", "*:*", "s3:GetObject ", "s*"];

    private static readonly string[] Resources =
    [
        "*", "arn:aws:s3:::data/*", "arn:aws:s3:::data/alice/*", "arn:aws:s3:::data/${aws:username}/*", "arn:aws:s3:::*", "arn:aws:s3:::data/?", "arn:*:s3:::data/*x*",
        "arn:aws:s3:::data/${aws:PrincipalTag/team, 'alice'}/*", "arn:aws:s3:::data/*/a${?}b${*}c", "arn:aws:sqs", "arn:aws:sqs:eu-west-1", "arn:aws:sqs:*:111122223333:j?bs", "arn:aws:sqs:us-*:*:*",
        "arn:aws:kms:*:*:key/*", "arn:aws:kms:*:*:alias/*", "arn:aws:iam::*:role/*", "arn:aws:iam::aws:policy/*", "arn:aws:iam::111122223333:role/team/app",
    ];

    private static readonly (string Kind, string Arn, string? Issuer)[] Callers =
    [
        ("arn", $"arn:aws:iam::{A}:user/alice", null), ("arn", $"arn:aws:iam::{B}:user/alice", null), ("arn", $"arn:aws:iam::{A}:role/team/app", null),
        ("arn", $"arn:aws:sts::{A}:assumed-role/app/run", $"arn:aws:iam::{A}:role/team/app"), ("arn", $"arn:aws:sts::{A}:assumed-role/app/run", null),
        ("arn", $"arn:aws:sts::{B}:assumed-role/app/run", $"arn:aws:iam::{B}:role/app"), ("arn", $"arn:aws:iam::{A}:root", null), ("arn", $"arn:aws:iam::{B}:root", null),
        ("arn", $"arn:aws:sts::{A}:federated-user/alice", $"arn:aws:iam::{A}:user/alice"), ("arn", $"arn:aws:iam::{A}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX", null),
        ("service", "s3.amazonaws.com", null), ("federated", "accounts.google.com", null), ("anonymous", string.Empty, null),
    ];

    private static readonly (string Type, string Name)[] Principals =
    [
        ("AWS", "*"), ("AWS", A), ("AWS", $"arn:aws:iam::{A}:root"), ("AWS", B), ("AWS", $"arn:aws:iam::{A}:user/alice"), ("AWS", $"arn:aws:iam::{A}:user/al*"),
        ("AWS", $"arn:aws:iam::{A}:role/team/app"), ("AWS", $"arn:aws:iam::{A}:role/app"), ("AWS", $"arn:aws:sts::{A}:assumed-role/app/run"), ("AWS", $"arn:aws:sts::{A}:assumed-role/app/other"),
        ("AWS", $"arn:aws:iam::{B}:role/app"), ("AWS", $"arn:aws:sts::{A}:federated-user/alice"), ("Service", "s3.amazonaws.com"), ("Service", "ec2.amazonaws.com"), ("Federated", "accounts.google.com"),
    ];

    public FuzzCase Next()
    {
        var (action, resource) = Pick(Calls);
        var caller = Pick(Callers);
        return new FuzzCase
        {
            PrincipalKind = caller.Kind,
            PrincipalArn = caller.Arn,
            IssuerArn = caller.Issuer,
            Action = action,
            Resource = resource,
            ResourceAccount = Chance(3) ? B : A,
            Management = Chance(10),
            ExemptFromResourceControl = Chance(10),
            Context = FuzzConditions.Context(random),
            Identity = Policies(Chance(5) ? 0 : 2, named: false),
            Boundary = Policies(Chance(2) ? 1 : 0, named: false),
            Session = Policies(Chance(2) ? 1 : 0, named: false),
            ResourcePolicies = Policies(Chance(2) ? 1 : 0, named: true),
            Endpoint = Policies(Chance(6) ? 1 : 0, named: true),
            ServiceControl = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Level())],
            ResourceControl = [.. Enumerable.Range(0, Chance(4) ? 2 : 0).Select(_ => Policies(1, named: true))],
        };
    }

    private JsonArray Level()
    {
        var level = Policies(random.Next(2), named: false);
        if (!Chance(6))
            level.Add(new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonObject { ["Effect"] = "Allow", ["Action"] = "*", ["Resource"] = "*" } });
        return level;
    }

    private JsonArray Policies(int count, bool named) =>
        [.. Enumerable.Range(0, count).Select(_ => new JsonObject
        {
            ["Version"] = Chance(8) ? "2008-10-17" : "2012-10-17",
            ["Statement"] = new JsonArray([.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => (JsonNode)Statement(named))]),
        })];

    private JsonObject Statement(bool named)
    {
        var statement = new JsonObject { ["Effect"] = Chance(4) ? "Deny" : "Allow" };
        if (named && !Chance(12))
            AddPrincipals(statement);
        statement[Chance(6) ? "NotAction" : "Action"] = Strings(Actions);
        if (!named || !Chance(4))
            statement[Chance(6) ? "NotResource" : "Resource"] = Chance(3) ? "*" : Strings(Resources);
        if (Chance(2))
            statement["Condition"] = FuzzConditions.Block(random);
        return statement;
    }

    private void AddPrincipals(JsonObject statement)
    {
        var element = Chance(8) ? "NotPrincipal" : "Principal";
        if (Chance(4))
        {
            statement[element] = "*";
            return;
        }
        var groups = new JsonObject();
        foreach (var group in Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Pick(Principals)).GroupBy(item => item.Type, StringComparer.Ordinal))
            groups[group.Key] = new JsonArray([.. group.Select(item => (JsonNode)item.Name)]);
        statement[element] = groups;
    }

    private JsonNode Strings(string[] from) =>
        Chance(2) ? Pick(from) : new JsonArray([.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => (JsonNode)Pick(from))]);

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];

    private bool Chance(int oneIn) => random.Next(oneIn) == 0;
}
