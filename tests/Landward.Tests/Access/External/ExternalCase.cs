using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Access;
using Landward.Access.External;
using Landward.Model;
using Landward.Policy;

namespace Landward.Tests.Access.External;

/// <summary>One line of policies.jsonl: a resource, and who outside gets in.</summary>
internal sealed class ExternalCase(JsonObject line)
{
    public const string Owner = "222222222222";

    public string Name => (string)line["name"]!;

    public ZoneOfTrust Zone => (string?)line["zone"] == "ACCOUNT" ? ZoneOfTrust.Account : ZoneOfTrust.Organization;

    public static IEnumerable<ExternalCase> All =>
        File.ReadLines(Path.Combine(RepositoryRoot.Find(), "tests/Landward.Tests/Access/External/policies.jsonl")).Where(text => text.Length > 0).Select(text => new ExternalCase((JsonObject)JsonNode.Parse(text)!));

    public ExternalAccessReport Analyze(bool includeServices = false) =>
        ExternalAccessAnalyzer.Analyze(Snapshot(), new ExternalAccessOptions(Zone, includeServices), CancellationToken.None);

    /// <summary>The expected findings, each as one line of text.</summary>
    public IEnumerable<string> Expected => ((JsonArray)line["findings"]!).OfType<JsonObject>().Select(finding => Text(
        Pairs(finding["principal"]), (bool)finding["public"]!, Pairs(finding["condition"])));

    public IEnumerable<(string Finding, IReadOnlyList<string> Actions)> ExpectedActions => ((JsonArray)line["findings"]!).OfType<JsonObject>()
        .Where(finding => finding["actions"] is not null)
        .Select(finding => (Text(Pairs(finding["principal"]), (bool)finding["public"]!, Pairs(finding["condition"])), (IReadOnlyList<string>)[.. finding["actions"]!.AsArray().Select(action => (string)action!)]));

    public int ExpectedWarnings => ((JsonArray)line["findings"]!).OfType<JsonObject>().Sum(finding => (int?)finding["warnings"] ?? 0);

    public static string Text(ExternalFinding finding) => Text(finding.Principal, finding.IsPublic, finding.Condition);

    private static string Text(IEnumerable<KeyValuePair<string, string>> principal, bool isPublic, IEnumerable<KeyValuePair<string, string>> condition) =>
        $"{string.Join(' ', principal.Select(pair => $"{pair.Key}:{pair.Value}"))}{(isPublic ? " public" : string.Empty)} {string.Join(' ', condition.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"))}".TrimEnd();

    private static IEnumerable<KeyValuePair<string, string>> Pairs(JsonNode? node) => ((JsonObject)node!).Select(pair => KeyValuePair.Create(pair.Key, (string)pair.Value!));

    public AccessSnapshot Snapshot()
    {
        var arn = (string)line["resource"]!;
        var type = (string)line["type"]!;
        var policy = line["policy"] is { } text ? Attached(text.ToJsonString(), type == "AWS::IAM::Role" ? PolicyKind.Trust : PolicyKind.Resource) : null;
        var resource = new AccessResource
        {
            Arn = arn,
            Type = type,
            Account = Owner,
            Region = "eu-west-1",
            Policy = policy,
            PublicAccessBlock = Block(line["block"]),
            AclGrants = [.. List(line["acl"]).Select(grant => new AclGrant((string)grant["grantee"]!, (string)grant["permission"]!, (bool?)grant["owner"] ?? false))],
            KeyGrants = [.. List(line["grants"]).Select(Grant)],
            SharedWith = [.. (line["shared"] as JsonArray ?? []).Select(account => (string)account!)],
        };
        var role = type == "AWS::IAM::Role" ? new AccessPrincipal { Principal = Principal.FromArn(arn)!, Trust = policy } : null;
        var points = List(line["accessPoints"]).Select(point => new AccessResource
        {
            Arn = (string)point["arn"]!,
            Type = "AWS::S3::AccessPoint",
            Account = Owner,
            Region = "eu-west-1",
            Parent = arn,
            VpcId = (string?)point["vpc"],
            Policy = Attached(point["policy"]!.ToJsonString(), PolicyKind.Resource),
            PublicAccessBlock = Block(point["block"]),
        });
        var others = (line["others"] as JsonArray ?? []).Select(other => new AccessResource { Arn = (string)other!, Type = "AWS::S3::Bucket", Account = Owner, Region = "eu-west-1" });
        return new AccessSnapshot
        {
            Organization = Organization(line["rcp"]?.ToJsonString()),
            Accounts = [.. new[] { "111111111111", Owner, "333333333333" }.Select(id => new AccessAccount(AccountId.Parse(id), id, id == Owner && role is not null ? [role] : [], id == Owner ? Block(line["accountBlock"]) : null))],
            Resources = [.. role is null ? [resource] : ImmutableArray<AccessResource>.Empty, .. points, .. others],
        };
    }

    private static IEnumerable<JsonObject> List(JsonNode? node) => (node as JsonArray ?? []).OfType<JsonObject>();

    private static KeyGrant Grant(JsonObject grant) => new(
        "grant-1",
        (string)grant["grantee"]!,
        [.. grant["operations"]!.AsArray().Select(operation => (string)operation!)],
        grant["context"] is { } context ? Pairs(context).ToFrozenDictionary() : FrozenDictionary<string, string>.Empty);

    private static PublicAccessBlock? Block(JsonNode? block) => block is null ? null : new PublicAccessBlock(
        (bool?)block["BlockPublicAcls"] ?? false, (bool?)block["IgnorePublicAcls"] ?? false, (bool?)block["BlockPublicPolicy"] ?? false, (bool?)block["RestrictPublicBuckets"] ?? false);

    public static AttachedPolicy Attached(string text, PolicyKind kind) => new(PolicyDocument.Parse(text).Document ?? throw new FormatException(text), "policy", kind);

    private static Organization Organization(string? resourceControlPolicy)
    {
        var policies = resourceControlPolicy is null ? ImmutableArray<OrganizationPolicy>.Empty : [new OrganizationPolicy("p-rcp", "perimeter", PolicyType.ResourceControlPolicy, resourceControlPolicy, AwsManaged: false)];
        return new Organization(
            "o-example",
            AccountId.Parse("111111111111"),
            [new OrganizationalUnit("r-root", "Root", string.Empty, null, policies), new OrganizationalUnit("ou-work", "work", "work", "r-root", [])],
            [Account("111111111111", "r-root"), Account(Owner, "ou-work"), Account("333333333333", "ou-work")],
            FrozenDictionary<string, ImmutableArray<AccountId>>.Empty);
    }

    private static OrganizationAccount Account(string id, string parent) => new(AccountId.Parse(id), id, $"{id}@example.com", "ACTIVE", parent, FrozenDictionary<string, string>.Empty, []);
}
