using System.Collections.Immutable;
using System.Globalization;

namespace Landward.Benchmarks.Detection;

/// <summary>
/// Rules in the proportions of the rule sets people load: nearly all are about one API operation (a few about several) that succeeded,
/// some look into its parameters, a handful watch every event for a user agent or an address. The same seed gives the same rules.
/// </summary>
/// <param name="seen">Operations that the logs hold; the others are ones nobody calls there.</param>
/// <param name="noisy">
/// Whether it is enough for a rule that an operation that tools call all day succeeded. Nobody keeps rules that alert for such a reason,
/// so otherwise they ask for more: a parameter, a Region, a caller.
/// </param>
internal sealed class RuleGenerator(Random random, ImmutableArray<(string Source, string Name)> seen, bool noisy)
{
    private const int Operations = 375;
    private static readonly string[] Verbs = ["Create", "Delete", "Put", "Update", "Attach", "Detach", "Modify", "Get", "List", "Describe", "Stop", "Disable", "Enable", "Share", "Copy"];
    private static readonly string[] Nouns = ["Policy", "Snapshot", "Trail", "Grant", "Key", "Bucket", "Alias", "Endpoint", "Cluster", "Function", "Account", "Profile", "Rule", "Stream", "Vault", "Image", "Gateway"];
    private static readonly string[] Services = ["iam", "ec2", "s3", "kms", "rds", "eks", "cloudtrail", "guardduty", "organizations", "lambda", "sts", "ecr", "config", "securityhub", "route53", "glue"];
    private static readonly string[] Levels = ["informational", "informational", "informational", "low", "low", "medium", "high"];
    private static readonly string[] Agents = ["kali", "parrot", "pentoo", "pacu", "scoutsuite", "prowler", "trufflehog", "cloudfox", "s3browser", "python-requests", "powershell", "stratus-red-team"];
    private static readonly (string Field, string[] Values)[] Parameters =
    [
        ("requestParameters.roleName", ["payments", "admin"]),
        ("requestParameters.withDecryption", ["true"]),
        ("requestParameters.attribute", ["userData", "enableDnsSupport"]),
        ("requestParameters.durationSeconds", ["3600", "43200"]),
        ("requestParameters.bucketName", ["ledger", "trail"]),
        ("requestParameters.roleArn", ["administrator", "ledger"]),
        ("requestParameters.functionName", ["orders", "search"]),
        ("userIdentity.type", ["Root", "IAMUser"]),
        ("userIdentity.arn", ["backup", "support"]),
        ("awsRegion", ["eu-west-1", "sa-east-1"]),
        ("errorCode", ["AccessDenied", "Client.UnauthorizedOperation"]),
    ];

    public ImmutableArray<GeneratedRule> Generate(int count)
    {
        var operations = seen.ToList();
        while (operations.Count < Operations)
            operations.Add(($"{Pick(Services)}.amazonaws.com", $"{Pick(Verbs)}{Pick(Nouns)}{operations.Count}"));
        return [.. Enumerable.Range(0, count).Select(n => n % 123 == 122 ? AboutEverything(n) : AboutOperation(n, operations))];
    }

    private GeneratedRule AboutOperation(int number, List<(string Source, string Name)> operations)
    {
        var (source, name) = operations[number < operations.Count ? number : random.Next(operations.Count)];
        var names = random.Next(6) == 0
            ? operations.Where(other => other.Source == source).Select(other => other.Name).OrderBy(_ => random.Next()).Take(random.Next(1, 5)).Prepend(name).Distinct().ToArray()
            : [name];
        var selection = ImmutableArray.CreateBuilder<FieldTest>();
        selection.Add(new FieldTest("eventSource", FieldRelation.Equal, source));
        selection.Add(new FieldTest("eventName", FieldRelation.Equal, names));
        var extras = random.Next(10) < 4 || (!noisy && names.Any(called => seen.Contains((source, called)))) ? 1 : 0;
        if (random.Next(20) > 0)
            selection.Add(new FieldTest("errorCode", random.Next(2) == 0 ? FieldRelation.Absent : FieldRelation.Null));
        for (var i = 0; i < extras; i++)
            selection.Add(Test(besides: selection));
        ImmutableArray<FieldTest> alternatives = random.Next(12) == 0 ? [Test(), Test()] : [];
        ImmutableArray<FieldTest> filter = random.Next(12) == 0 ? [Test()] : [];
        return new GeneratedRule(Id(number), Pick(Levels), selection.ToImmutable(), alternatives, filter);
    }

    private GeneratedRule AboutEverything(int number)
    {
        FieldTest test = random.Next(3) switch
        {
            0 => new FieldTest("sourceIPAddress", FieldRelation.AddressBlock, "198.51.100.0/24", $"{random.Next(11, 200)}.{random.Next(256)}.0.0/16"),
            1 => new FieldTest("userAgent", FieldRelation.StartsWith, Pick(Agents), Pick(Agents)),
            _ => new FieldTest("userAgent", FieldRelation.Contains, [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Pick(Agents)).Distinct()]),
        };
        return new GeneratedRule(Id(number), "medium", [test], [], []);
    }

    private FieldTest Test(ImmutableArray<FieldTest>.Builder? besides = null)
    {
        // A map has each key once.
        var parameters = Array.FindAll(Parameters, parameter => besides is null || !besides.Any(test => test.Field == parameter.Field));
        var (field, values) = parameters[random.Next(parameters.Length)];
        var relation = random.Next(6) switch { 0 => FieldRelation.StartsWith, 1 => FieldRelation.EndsWith, 2 or 3 => FieldRelation.Contains, _ => FieldRelation.Equal };
        return new FieldTest(field, relation, random.Next(3) == 0 ? values : [Pick(values)]);
    }

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"generated-{number:000}");

    private T Pick<T>(T[] items) => items[random.Next(items.Length)];
}
