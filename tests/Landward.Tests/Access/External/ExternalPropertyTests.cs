using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using Landward.Access;
using Landward.Access.External;
using Landward.Policy;
using Landward.Tests.Policy.Proofs;

namespace Landward.Tests.Access.External;

/// <summary>Random bucket policies: what is allowed from outside is covered, what is claimed is allowed, and nothing is said twice.</summary>
public class ExternalPropertyTests
{
    private const string Owner = "222222222222";
    private const string Bucket = "arn:aws:s3:::data";

    private static readonly string[] Accounts = [Owner, "333333333333", "999988887777", "888877776666"];
    private static readonly string[] Principals = ["*", Owner, "333333333333", "999988887777", "arn:aws:iam::999988887777:role/reader", "arn:aws:iam::888877776666:user/ann"];
    private static readonly string[] Actions = ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:Get*", "s3:*", "*", "s3:?et*"];
    private static readonly string[] Resources = [Bucket, Bucket + "/*", Bucket + "/shared/*", "arn:aws:s3:::*", "*", Bucket + "/${aws:PrincipalAccount}/*", Bucket + "/??", "arn:aws:s3:::*/sh*"];

    private static readonly (string Operator, string Key, string[] Values)[] Conditions =
    [
        ("StringEquals", "aws:PrincipalOrgID", ["o-example", "o-foreign"]),
        ("StringNotEquals", "aws:PrincipalOrgID", ["o-example"]),
        ("StringEqualsIfExists", "aws:PrincipalOrgID", ["o-example"]),
        ("StringEquals", "aws:PrincipalAccount", ["999988887777", Owner]),
        ("ArnLike", "aws:PrincipalArn", ["arn:aws:iam::999988887777:role/*", "arn:aws:iam::*:role/reader"]),
        ("ArnNotLike", "aws:PrincipalArn", ["arn:aws:iam::999988887777:role/reader"]),
        ("IpAddress", "aws:SourceIp", ["203.0.113.0/24", "203.0.113.0/28", "10.0.0.0/8"]),
        ("NotIpAddress", "aws:SourceIp", ["203.0.113.0/24"]),
        ("StringEquals", "aws:SourceVpce", ["vpce-1", "vpce-2"]),
        ("StringNotEquals", "aws:SourceVpce", ["vpce-1"]),
        ("StringLike", "aws:SourceVpc", ["vpc-a*"]),
        ("Bool", "aws:SecureTransport", ["true", "false"]),
        ("Null", "aws:SourceVpce", ["true", "false"]),
        ("StringEquals", "aws:PrincipalTag/team", ["data", "${aws:username}"]),
        ("StringLikeIfExists", "aws:SourceVpce", ["vpce-1", "vpce-*"]),
        ("ForAllValues:StringLike", "aws:PrincipalOrgPaths", ["o-example/*", "o-third/r-1/*"]),
        ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", ["o-example/*", "o-third/*", "o-third/r-1/*"]),
        ("ForAnyValue:StringNotLike", "aws:PrincipalOrgPaths", ["o-third/*"]),
        ("ForAllValues:StringNotEquals", "aws:PrincipalOrgPaths", ["o-third/r-1/"]),
        ("StringNotLike", "aws:PrincipalArn", ["arn:aws:iam::*:role/*"]),
        ("StringNotEqualsIfExists", "aws:PrincipalAccount", ["999988887777"]),
        ("Null", "aws:PrincipalOrgID", ["true", "false"]),
        ("Null", "aws:PrincipalArn", ["true", "false"]),
        ("BoolIfExists", "aws:MultiFactorAuthPresent", ["true", "false"]),
        ("NumericLessThan", "aws:MultiFactorAuthAge", ["300", "3600"]),
        ("DateGreaterThan", "aws:CurrentTime", ["2025-01-01T00:00:00Z"]),
        ("DateLessThan", "aws:CurrentTime", ["2024-01-01T00:00:00Z", "2030-01-01T00:00:00Z"]),
        ("NotIpAddressIfExists", "aws:SourceIp", ["203.0.113.0/24", "2001:db8::/32"]),
        ("StringEqualsIgnoreCase", "aws:PrincipalType", ["anonymous", "assumedrole"]),
        ("StringLike", "aws:userid", ["AROAX*:*", "AIDA*"]),
        ("ArnEquals", "aws:SourceArn", ["arn:aws:sns:*:999988887777:*", "arn:aws:sns:eu-west-1:222222222222:t"]),
        ("StringEquals", "aws:SourceAccount", ["999988887777", "222222222222"]),
        ("StringEquals", "s3:prefix", ["a", "${aws:userid}"]),
    ];

    [Fact]
    public void Random_policies_are_covered_exactly()
    {
        var seed = Seed.Of(nameof(ExternalPropertyTests));
        for (var round = 0; round < LongSuite.Times(80); round++)
        {
            var random = new Random(seed + round);
            var policy = RandomPolicy(random);
            var policies = new PolicySet { Resource = ExternalCase.Attached(policy, PolicyKind.Resource), Identity = [PolicyTexts.AllowAll] };
            var report = ExternalAccessAnalyzer.Analyze(Snapshot(policy), new ExternalAccessOptions(), CancellationToken.None);
            var place = $"seed {seed}, round {round}: {policy}\n{string.Join('\n', report.Findings.Select(ExternalCase.Text))}";
            report.Findings.ShouldAllBe(finding => finding.Error == null && finding.Witness != null, place);
            foreach (var finding in report.Findings)
            {
                Covers(finding, finding.Witness!).ShouldBeTrue($"{ExternalCase.Text(finding)} does not describe its own witness; {place}");
                // Irreducible: no other finding that allows the same says as much or more.
                report.Findings.ShouldNotContain(other => other.Id != finding.Id && Implies(finding, other) && finding.Action.All(action => other.Action.Contains(action)), place);
            }
            foreach (var (request, principal) in RandomRequests(random, 300))
            {
                var allowed = PolicyEvaluator.Evaluate(request, policies).IsAllowed;
                if (allowed)
                    report.Findings.ShouldContain(finding => finding.Action.Contains(request.Action) && Covers(finding, principal, request.Context), $"{principal} {request.Action} {request.Resource} [{string.Join(", ", request.Context.Keys.Select(key => key + "=" + request.Context.Find(key)!.Values[0]))}] is allowed and not covered; {place}");
            }
        }
    }

    [Fact]
    public void Every_finding_has_a_request_that_fits_no_smaller_description_and_few_questions_are_asked()
    {
        var seed = Seed.Of(nameof(ExternalPropertyTests));
        for (var round = 0; round < LongSuite.Times(30); round++)
        {
            var random = new Random(seed + round);
            var policy = RandomPolicy(random);
            var snapshot = Snapshot(policy);
            var bucket = snapshot.Resources[0];
            var analysis = new ResourceAnalysis(new AnalysisWorld(snapshot), bucket, ZoneOfTrust.Organization);
            var grant = GrantSources.Of(bucket, CanonicalUsers.None).Single();
            var findings = analysis.Of(grant).ToList();
            var statements = grant.Policy.Document.Statements;
            var instances = Instances.For([policy, bucket.Arn]);
            var lattice = PredicateLattice.Of(statements, instances);
            foreach (var finding in findings)
            {
                var request = finding.Answer.ShouldBeOfType<GrantAnswer.Granted>($"seed {seed}, round {round}: {finding.Abstraction} {finding.Answer} {policy}").Request;
                var caller = new Caller(request.Principal, System.Collections.Frozen.FrozenDictionary<string, ContextValue?>.Empty);
                foreach (var child in lattice.Children(finding.Abstraction))
                    child.Predicates.Values.All(predicate => Holds(predicate, caller, request.Context)).ShouldBeFalse($"seed {seed}, round {round}: {finding.Abstraction} has a witness in {child}; {policy}");
            }
            var groups = ActionGroups.Of(bucket, grant.Policy.Document, statements, instances).Count();
            ((double)analysis.Questions).ShouldBeLessThanOrEqualTo(groups * lattice.Size);
        }
    }

    private static bool Holds(Predicate predicate, Caller caller, RequestContext context) => predicate.IsPrincipal
        ? ConditionProbe.Names(predicate.Key, predicate.Value, caller)
        : ConditionProbe.Holds("2008-10-17", predicate.Operator, predicate.Key, [predicate.Value], context);

    private static string RandomPolicy(Random random)
    {
        var statements = new JsonArray();
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            var deny = statements.Count > 0 && random.Next(3) == 0;
            var statement = new JsonObject { ["Effect"] = deny ? "Deny" : "Allow" };
            var principals = Pick(random, Principals, deny ? 1 : random.Next(1, 3));
            statement[!deny && random.Next(12) == 0 ? "NotPrincipal" : "Principal"] = principals.Contains("*") || deny ? "*" : new JsonObject { ["AWS"] = PolicyTexts.Array(principals) };
            statement["Action"] = PolicyTexts.Array(Pick(random, Actions, random.Next(1, 3)));
            statement["Resource"] = PolicyTexts.Array(Pick(random, Resources, random.Next(1, 3)));
            var block = new JsonObject();
            foreach (var (op, key, values) in Pick(random, Conditions, random.Next(0, 3)))
            {
                if (block[op] is JsonObject operands)
                    operands[key] ??= PolicyTexts.Array(Pick(random, values, random.Next(1, values.Length + 1)));
                else
                    block[op] = new JsonObject { [key] = PolicyTexts.Array(Pick(random, values, random.Next(1, values.Length + 1))) };
            }
            if (block.Count > 0)
                statement["Condition"] = block;
            statements.Add(statement);
        }
        // NotPrincipal "*" says nothing.
        foreach (var statement in statements.OfType<JsonObject>().Where(statement => statement["NotPrincipal"] is JsonValue))
            statement["NotPrincipal"] = new JsonObject { ["AWS"] = "999988887777" };
        return new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = statements }.ToJsonString();
    }

    private static ImmutableArray<T> Pick<T>(Random random, T[] items, int count) => [.. random.GetItems(items, count).Distinct()];

    private static IEnumerable<(AuthorizationRequest Request, Principal Principal)> RandomRequests(Random random, int count)
    {
        string[] addresses = ["203.0.113.5", "203.0.113.200", "10.1.2.3", "192.0.2.1"];
        string[] concrete = ["s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:GetBucketPolicy", "s3:DeleteObject"];
        for (; count > 0; count--)
        {
            var account = random.GetItems(Accounts, 1)[0];
            if (account is Owner or "333333333333")
                account = "777766665555";
            var principal = random.Next(5) switch
            {
                0 => Principal.Anonymous,
                1 => Principal.FromArn($"arn:aws:iam::{account}:user/{(random.Next(2) == 0 ? "ann" : "bob")}")!,
                var shape => Principal.FromArn($"arn:aws:sts::{account}:assumed-role/{(shape == 2 ? "reader" : "writer")}/s", $"arn:aws:iam::{account}:role/{(shape == 2 ? "reader" : "writer")}")!,
            };
            var context = new RequestContext.Builder().AddPrincipal(principal).Add("aws:SecureTransport", random.Next(4) == 0 ? "false" : "true").Add("aws:ResourceAccount", Owner);
            if (principal.Kind != PrincipalKind.Anonymous && random.Next(2) == 0)
                context.Add("aws:PrincipalOrgID", random.Next(2) == 0 ? "o-foreign" : "o-third").AddMany("aws:PrincipalOrgPaths", ["o-third/r-1/"]);
            if (random.Next(2) == 0)
                context.Add("aws:SourceIp", random.GetItems(addresses, 1)[0]);
            if (random.Next(3) == 0)
                context.Add("aws:SourceVpce", "vpce-" + random.Next(1, 4)).Add("aws:SourceVpc", random.Next(2) == 0 ? "vpc-abc" : "vpc-b");
            if (principal.Kind != PrincipalKind.Anonymous && random.Next(2) == 0)
                context.Add("aws:PrincipalTag/team", "data");
            if (random.Next(3) == 0)
                context.Add("s3:prefix", "a");
            context.Add("aws:CurrentTime", "2026-01-01T00:00:00Z");
            if (random.Next(3) == 0)
                context.Add("aws:MultiFactorAuthPresent", random.Next(2) == 0 ? "true" : "false").Add("aws:MultiFactorAuthAge", "1000");
            if (random.Next(6) == 0)
                context.Add("aws:SourceArn", "arn:aws:sns:eu-west-1:999988887777:t").Add("aws:SourceAccount", "999988887777").Add("aws:SourceOwner", "999988887777");
            var action = random.GetItems(concrete, 1)[0];
            var resource = action is "s3:ListBucket" or "s3:GetBucketPolicy" ? Bucket : Bucket + (random.Next(4)) switch { 0 => "/shared/x", 1 => "/yy", 2 => "/999988887777/z", _ => "/y" };
            yield return (new AuthorizationRequest(principal, action, resource, Owner, context.Build()), principal);
        }
    }

    private static bool Covers(ExternalFinding finding, AccessWitness witness)
    {
        // A key with many values is joined in a witness and cannot be read back.
        if (witness.Context.Values.Any(value => value.Contains(',', StringComparison.Ordinal)))
            return true;
        var principal = witness.Principal == "anonymous" ? Principal.Anonymous : Principal.FromArn(witness.Principal, witness.Context.GetValueOrDefault("aws:PrincipalArn"))!;
        return Covers(finding, principal, RequestContext.Of([.. witness.Context.Select(pair => (pair.Key, pair.Value))]));
    }

    private static bool Covers(ExternalFinding finding, Principal principal, RequestContext context) =>
        finding.Principal["AWS"] is var named
        && (named == "*" || named == principal.Account || named == principal.Arn || named == principal.IssuerArn)
        && finding.Condition.All(condition => context.Find(condition.Key) is { } value && value.Values.Any(text => Fits(condition.Value, text)));

    private static bool Fits(string wanted, string value) => string.Equals(wanted, value, StringComparison.OrdinalIgnoreCase) || (wanted.Contains('/', StringComparison.Ordinal) && IPNetwork.TryParse(wanted, out var network)
        ? network.Contains(IPAddress.Parse(value))
        : Globs.Matches(wanted, value));

    private static bool Implies(ExternalFinding inner, ExternalFinding outer) =>
        (outer.Principal["AWS"] == "*" || outer.Principal["AWS"] == inner.Principal["AWS"])
        && outer.Condition.All(condition => inner.Condition.TryGetValue(condition.Key, out var value) && value == condition.Value);

    private static AccessSnapshot Snapshot(string policy)
    {
        var like = ExternalCase.All.First().Snapshot();
        return like with { Resources = [new AccessResource { Arn = Bucket, Type = "AWS::S3::Bucket", Account = Owner, Region = "eu-west-1", Policy = ExternalCase.Attached(policy, PolicyKind.Resource) }] };
    }
}
