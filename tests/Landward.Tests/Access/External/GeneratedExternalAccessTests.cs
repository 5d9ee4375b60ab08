using Landward.Access;
using Landward.Access.External;
using Landward.Model;
using Landward.Policy;
using Landward.Tests.Access.Generated;
using Landward.Tests.Policy.Proofs;

namespace Landward.Tests.Access.External;

/// <summary>Whole organizations from a seed, with exposures and decoys planted: every one is found, and nothing else.</summary>
public class GeneratedExternalAccessTests
{
    private const string Partner = "999900002222";

    public static TheoryData<int> Seeds => [.. Enumerable.Range(Seed.Of(nameof(GeneratedExternalAccessTests)), LongSuite.Times(12))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Planted_access_is_found_and_nothing_else(int seed)
    {
        var random = new Random(seed);
        var generator = new OrganizationGenerator(seed, accounts: 6 + random.Next(8), principalsPerAccount: 12);
        var planted = Plant(generator, random);
        var snapshot = generator.Build();
        var expected = planted.Concat(Background(snapshot)).Distinct().Order(StringComparer.Ordinal).ToList();

        var report = ExternalAccessAnalyzer.Analyze(snapshot, new ExternalAccessOptions(), CancellationToken.None);

        var found = report.Findings.Select(finding => $"{finding.Resource} {finding.Principal.Values.Single()}{(finding.IsPublic ? " public" : string.Empty)}").Distinct().Order(StringComparer.Ordinal).ToList();
        found.ShouldBe(expected, $"seed {seed}");
        report.Findings.ShouldAllBe(finding => finding.Error == null && finding.Witness != null);
        report.Partial.ShouldBeFalse();
    }

    /// <summary>Exposures and decoys in the management account, which no resource control policy binds.</summary>
    private static IEnumerable<string> Plant(OrganizationGenerator generator, Random random)
    {
        var account = generator.ManagementAccount;
        var workload = generator.Accounts[3 + random.Next(generator.Accounts.Length - 3)];
        var expected = new List<string>();
        void Resource(string type, string arn, string? policy, string? principal, bool isPublic = false, Func<AccessResource, AccessResource>? change = null)
        {
            if (random.Next(5) == 0)
                return;
            var resource = new AccessResource { Arn = arn, Type = type, Account = account, Region = "eu-west-1", Policy = policy is null ? null : generator.Policy(policy, "planted", PolicyKind.Resource) };
            generator.Plant(change is null ? resource : change(resource));
            if (principal is not null)
                expected.Add($"{arn} {principal}{(isPublic ? " public" : string.Empty)}");
        }

        string Allow(string principal, string action, string resource, string condition = "") =>
            $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{{principal}},"Action":"{{action}}","Resource":"{{resource}}"{{(condition.Length == 0 ? "" : $",\"Condition\":{condition}")}}}]}""";
        const string everyone = "\"*\"";
        var partner = $$"""{"AWS":"arn:aws:iam::{{Partner}}:root"}""";
        Resource("AWS::S3::Bucket", "arn:aws:s3:::planted-public", Allow(everyone, "s3:GetObject", "arn:aws:s3:::planted-public/*"), "*", isPublic: true);
        Resource("AWS::S3::Bucket", "arn:aws:s3:::planted-blocked", Allow(everyone, "s3:GetObject", "arn:aws:s3:::planted-blocked/*"), null, change: bucket => bucket with { PublicAccessBlock = new PublicAccessBlock(true, true, true, true) });
        Resource("AWS::S3::Bucket", "arn:aws:s3:::planted-partner", Allow(partner, "s3:PutObject", "arn:aws:s3:::planted-partner/*", """{"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control"}}"""), Partner);
        Resource("AWS::S3::Bucket", "arn:aws:s3:::planted-organization", Allow(everyone, "s3:GetObject", "arn:aws:s3:::planted-organization/*", $$$"""{"StringEquals":{"aws:PrincipalOrgID":"{{{OrganizationGenerator.OrganizationId}}}"}}"""), null);
        Resource("AWS::S3::Bucket", "arn:aws:s3:::planted-acl", null, "*", isPublic: true, bucket => bucket with { AclGrants = [new AclGrant("http://acs.amazonaws.com/groups/global/AllUsers", "READ", Owner: false)] });
        Resource("AWS::SQS::Queue", $"arn:aws:sqs:eu-west-1:{account}:planted-topic", Allow(everyone, "sqs:SendMessage", "*", $$$"""{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:{{{Partner}}}:*"}}"""), "*");
        Resource("AWS::SQS::Queue", $"arn:aws:sqs:eu-west-1:{account}:planted-own", Allow(everyone, "sqs:SendMessage", "*", $$$"""{"StringEquals":{"aws:SourceAccount":"{{{workload}}}"}}"""), null);
        Resource("AWS::SNS::Topic", $"arn:aws:sns:eu-west-1:{account}:planted", Allow(everyone, "sns:Subscribe", "*", """{"StringLike":{"sns:Endpoint":"*@example.com"}}"""), "*", isPublic: true);
        var key = $"arn:aws:kms:eu-west-1:{account}:key/0a0a0a0a-0000-4000-8000-000000000009";
        Resource("AWS::KMS::Key", key, Allow($$"""{"AWS":"arn:aws:iam::{{account}}:root"}""", "kms:*", "*"), $"arn:aws:iam::{Partner}:role/reader", change: planted => planted with
        {
            KeyGrants = [new KeyGrant("g-1", $"arn:aws:iam::{Partner}:role/reader", ["Decrypt"], System.Collections.Frozen.FrozenDictionary<string, string>.Empty)],
        });
        Resource("AWS::EC2::Snapshot", $"arn:aws:ec2:eu-west-1:{account}:snapshot/snap-00000000000000001", null, "*", isPublic: true, snapshot => snapshot with { SharedWith = ["all"] });
        Resource("AWS::RDS::DBSnapshot", $"arn:aws:rds:eu-west-1:{account}:snapshot:planted", null, Partner, change: snapshot => snapshot with { SharedWith = [workload, Partner] });
        Resource("AWS::Lambda::Function", $"arn:aws:lambda:eu-west-1:{account}:function:planted", Allow(partner, "lambda:InvokeFunction", "*"), Partner);
        Resource("AWS::DynamoDB::Table", $"arn:aws:dynamodb:eu-west-1:{account}:table/planted", Allow(everyone, "dynamodb:GetItem", "*", $$$"""{"StringEquals":{"aws:PrincipalAccount":"{{{workload}}}"}}"""), null);
        var role = generator.PlantRole(account, "planted/Partner", $$$$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{{{Partner}}}}:role/deploy"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"{{{{ExternalId(random)}}}}"}}}]}""");
        expected.Add($"{role} arn:aws:iam::{Partner}:role/deploy");
        var open = generator.PlantRole(account, "planted/Open", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}""");
        expected.Add($"{open} * public");
        return expected;

        static string ExternalId(Random random) => random.Next().ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>What the generator itself lets in, found with concrete requests: its vendor, and the providers that its roles trust.</summary>
    private static IEnumerable<string> Background(AccessSnapshot snapshot)
    {
        var levels = new OrganizationLevels(snapshot.Organization!);
        var vendor = Principal.FromArn($"arn:aws:sts::{OrganizationGenerator.Vendor}:assumed-role/any/session", $"arn:aws:iam::{OrganizationGenerator.Vendor}:role/any")!;
        foreach (var resource in snapshot.Resources.Where(resource => resource.Policy is { } policy && policy.Document.Text.Contains(OrganizationGenerator.Vendor, StringComparison.Ordinal)))
        {
            if (IsAllowed(vendor, "secretsmanager:GetSecretValue", resource.Arn, resource.Account, resource.Policy!))
                yield return $"{resource.Arn} {OrganizationGenerator.Vendor}";
        }
        foreach (var role in snapshot.Principals.Where(principal => principal.Trust is not null))
        {
            var text = role.Trust!.Document.Text;
            var provider = text.Contains("oidc-provider", StringComparison.Ordinal) ? $"arn:aws:iam::{role.Account}:oidc-provider/token.actions.githubusercontent.com"
                : text.Contains("saml-provider", StringComparison.Ordinal) ? $"arn:aws:iam::{role.Account}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE" : null;
            if (provider is not null)
                yield return $"{role.Arn} {provider}";
            if (text.Contains(OrganizationGenerator.Vendor, StringComparison.Ordinal) && IsAllowed(vendor, "sts:AssumeRole", role.Arn, role.Account, role.Trust))
                yield return $"{role.Arn} {text.Split('"').First(part => part.Contains(OrganizationGenerator.Vendor, StringComparison.Ordinal)).Replace("arn:aws:iam::", string.Empty, StringComparison.Ordinal).Replace(":root", string.Empty, StringComparison.Ordinal)}";
        }

        bool IsAllowed(Principal caller, string action, string arn, string owner, AttachedPolicy policy)
        {
            var externalId = policy.Document.Statements.SelectMany(statement => statement.ConditionsOf()).Where(condition => condition.Key == "sts:ExternalId").SelectMany(condition => condition.Values).FirstOrDefault() ?? "none";
            var context = new RequestContext.Builder().AddPrincipal(caller).Add("aws:SecureTransport", "true").Add("aws:MultiFactorAuthPresent", "true").Add("sts:ExternalId", externalId).Build();
            var policies = new PolicySet { Resource = policy, Identity = [Landward.Access.External.PolicyTexts.AllowAll], ResourceControlPolicies = levels.Of(owner, PolicyType.ResourceControlPolicy) };
            return PolicyEvaluator.Evaluate(new AuthorizationRequest(caller, action, arn, owner, context), policies).IsAllowed;
        }
    }
}
