using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Access;
using Landward.Model;
using Landward.Policy;
using Landward.Tests.Access.Generated;

namespace Landward.Tests.Access.Impact;

/// <summary>Generated organizations with a planted service control policy: the replay of classes against the evaluator, event by event.</summary>
public sealed class CallReplayPropertyTests
{
    private static readonly string[] Regions = ["eu-west-1", "eu-central-1", "us-east-1"];
    private static readonly string[] Addresses = ["203.0.113.9", "198.51.100.1", "cloudformation.amazonaws.com"];
    private static readonly string[] Actions = ["dynamodb:DeleteTable", "dynamodb:*", "s3:GetObject", "*:Delete*", "sqs:Send?essage", "iam:CreateUser", "lambda:*"];
    private static readonly string[] Resources = ["*", "arn:aws:dynamodb:*:*:table/prod*", "arn:aws:s3:::*/1", "arn:aws:iam::*:user/team/*"];

    private static readonly (string Operator, string Key, string Value)[] Conditions =
    [
        ("StringNotEquals", "aws:RequestedRegion", "eu-west-1"), ("NotIpAddress", "aws:SourceIp", "203.0.113.0/24"), ("Bool", "aws:MultiFactorAuthPresent", "false"),
        ("ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::*:role/app/*"), ("IpAddressIfExists", "aws:SourceIp", "198.51.100.0/24"),
    ];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, LongSuite.Times(12))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Classes_are_decided_as_each_of_their_events_is(int seed)
    {
        var random = new Random(seed);
        var generator = new OrganizationGenerator(seed, accounts: 8, principalsPerAccount: 12);
        var before = generator.Build();
        string[] targets = ["root", "Workloads", .. generator.Accounts.Skip(3)];
        var (after, diagnostics) = PolicyChange.Apply(before, [new PolicyChange.Attach(targets[random.Next(targets.Length)], PolicyType.ServiceControlPolicy, "planted", Document(random))]);
        diagnostics.ShouldBeEmpty();
        AccessPrincipal[] principals = [.. before.Principals];
        RecordedEvent[] events = [.. Enumerable.Range(0, 400).Select(_ => Event(random, principals[random.Next(principals.Length)]))];
        var expected = events
            .Select(call => (Text: $"{Expected(call, before, after!)} {call.Principal} {call.Action} {call.Resource}", Call: call))
            .Where(pair => !pair.Text.StartsWith("Unchanged", StringComparison.Ordinal))
            .GroupBy(pair => pair.Text, StringComparer.Ordinal).Select(group => $"{group.Key} {group.Count()}").Order(StringComparer.Ordinal).ToArray();
        var result = await RecordedEvent.ReplayAsync(events, before, after!);
        var actual = result.Calls.GroupBy(call => $"{call.Verdict} {call.Call.Principal.Arn} {call.Call.Action} {call.Call.Resource}", StringComparer.Ordinal)
            .Select(group => $"{group.Key} {group.Sum(call => call.Call.Count)}").Order(StringComparer.Ordinal).ToArray();
        actual.ShouldBe(expected, $"seed {seed}");
        result.History.Unmapped.ShouldBeEmpty();
        (result.UnchangedCalls + result.Calls.Sum(call => call.Call.Count) + result.DeniedAlready.Sum(call => call.Count)).ShouldBe(events.Length);
    }

    /// <summary>The service control policies alone, for the one or the three requests that the event can have been.</summary>
    private static string Expected(RecordedEvent call, AccessSnapshot before, AccessSnapshot after)
    {
        var candidates = char.IsAsciiDigit(call.SourceIp[0]) ? new[] { call.SourceIp } : ["203.0.113.1", "198.51.100.2", "192.0.2.1", "absent"];
        var old = candidates.Select(ip => Allowed(call, ip, before)).ToArray();
        var changed = candidates.Select(ip => Allowed(call, ip, after)).ToArray();
        if (!old.Contains(true) || old.SequenceEqual(changed))
            return "Unchanged";
        return changed.Contains(true) ? "MayBreak" : "Broken";
    }

    private static bool Allowed(RecordedEvent call, string ip, AccessSnapshot snapshot)
    {
        var principal = Principal.FromArn(call.Principal)!;
        var context = new RequestContext.Builder().AddPrincipal(principal)
            .Add("aws:RequestedRegion", call.Region).Add("aws:MultiFactorAuthPresent", call.Mfa ? "true" : "false");
        if (ip != "absent")
            context.Add("aws:SourceIp", ip);
        var request = new AuthorizationRequest(principal, call.Action, call.Resource, principal.Account, context.Build())
        {
            PrincipalInManagementAccount = principal.Account == snapshot.Organization!.ManagementAccount.Value,
        };
        var allow = new AttachedPolicy(PolicyDocument.Parse(PolicyTexts.FullAccess).Document!, "all", PolicyKind.Identity);
        return PolicyEvaluator.Evaluate(request, new PolicySet
        {
            Identity = [allow],
            ServiceControlPolicies = new OrganizationLevels(snapshot.Organization).Of(principal.Account, PolicyType.ServiceControlPolicy),
        }).IsAllowed;
    }

    internal static RecordedEvent Event(Random random, AccessPrincipal principal)
    {
        var number = random.Next(3).ToString(CultureInfo.InvariantCulture);
        var region = Regions[random.Next(Regions.Length)];
        var call = random.Next(6) switch
        {
            0 => new RecordedEvent(principal.Arn, "dynamodb", "DeleteTable", new JsonObject { ["tableName"] = "prod" + number }, "dynamodb:DeleteTable", $"arn:aws:dynamodb:{region}:{principal.Account}:table/prod{number}"),
            1 => new RecordedEvent(principal.Arn, "s3", "GetObject", new JsonObject { ["bucketName"] = "data", ["key"] = number }, "s3:GetObject", $"arn:aws:s3:::data/{number}"),
            2 => new RecordedEvent(principal.Arn, "sqs", "SendMessage", new JsonObject { ["queueUrl"] = $"https://sqs.{region}.amazonaws.com/{principal.Account}/q{number}" }, "sqs:SendMessage", $"arn:aws:sqs:{region}:{principal.Account}:q{number}"),
            3 => new RecordedEvent(principal.Arn, "iam", "CreateUser", new JsonObject { ["userName"] = "new" + number, ["path"] = "/team/" }, "iam:CreateUser", $"arn:aws:iam::{principal.Account}:user/team/new{number}"),
            4 => new RecordedEvent(principal.Arn, "lambda", "Invoke", new JsonObject { ["functionName"] = "f" + number }, "lambda:InvokeFunction", $"arn:aws:lambda:{region}:{principal.Account}:function:f{number}"),
            _ => new RecordedEvent(principal.Arn, "cloudtrail", "LookupEvents", [], "cloudtrail:LookupEvents", "*"),
        };
        return call with { Region = region, SourceIp = Addresses[random.Next(Addresses.Length)], Mfa = random.Next(2) == 0 };
    }

    internal static string Document(Random random)
    {
        var statement = new JsonObject { ["Sid"] = "Planted", ["Effect"] = "Deny" };
        JsonNode[] actions = [.. Enumerable.Range(0, 1 + random.Next(2)).Select(_ => (JsonNode)Actions[random.Next(Actions.Length)])];
        statement[random.Next(4) == 0 ? "NotAction" : "Action"] = new JsonArray(actions);
        statement[random.Next(4) == 0 ? "NotResource" : "Resource"] = Resources[random.Next(Resources.Length)];
        var conditions = new JsonObject();
        for (var i = random.Next(3); i > 0; i--)
        {
            var (op, key, value) = Conditions[random.Next(Conditions.Length)];
            conditions[op] = new JsonObject { [key] = value };
        }
        if (conditions.Count > 0)
            statement["Condition"] = conditions;
        return new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(statement) }.ToJsonString();
    }
}
