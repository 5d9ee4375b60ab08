using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Landward.Detection;
using Landward.Detection.Baselines;
using Landward.Logs;

namespace Landward.Tests.Detection.Baselines;

/// <summary>Weeks of an organization's calls from a seed, and what an attacker adds to them.</summary>
internal sealed class BaselineWorld(int seed)
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Programs = ["aws-cli/2.15.{0} Python/3.11", "Boto3/1.34.{0} md/Botocore", "APN/1.0 HashiCorp/1.0 Terraform/1.6.{0}", "Mozilla/5.0 (X11) Gecko/1 Firefox/12{0}"];
    private static readonly (string Source, string Name)[] Calls =
    [
        ("ec2", "DescribeInstances"), ("ec2", "RunInstances"), ("ec2", "TerminateInstances"), ("ec2", "CreateSnapshot"), ("ec2", "DeleteSnapshot"), ("iam", "ListRoles"), ("iam", "PassRole"),
        ("iam", "CreateAccessKey"), ("iam", "AttachRolePolicy"), ("secretsmanager", "GetSecretValue"), ("sts", "AssumeRole"), ("lambda", "UpdateFunctionCode20150331v2"), ("logs", "DescribeLogGroups"),
        ("ecr", "GetAuthorizationToken"), ("ssm", "StartSession"), ("cloudformation", "DescribeStacks"), ("rds", "DescribeDBInstances"), ("s3", "ListBuckets"),
    ];

    /// <summary>What the planted principals do, by the type it must raise.</summary>
    public static readonly (string Type, string Source, string Name)[] Attacks =
    [
        ("CredentialAccess:IAMUser/AnomalousBehavior", "secretsmanager", "BatchGetSecretValue"),
        ("DefenseEvasion:IAMUser/AnomalousBehavior", "ec2", "DeleteFlowLogs"),
        ("Exfiltration:IAMUser/AnomalousBehavior", "ec2", "ModifySnapshotAttribute"),
        ("Impact:IAMUser/AnomalousBehavior", "kms", "ScheduleKeyDeletion"),
        ("InitialAccess:IAMUser/AnomalousBehavior", "sts", "GetFederationToken"),
        ("Persistence:IAMUser/AnomalousBehavior", "iam", "CreateLoginProfile"),
        ("PrivilegeEscalation:IAMUser/AnomalousBehavior", "iam", "PutUserPolicy"),
    ];

    private readonly Random _random = new(seed);
    private int _id;

    /// <summary>Calls of principals who keep to their habits: some calls, a home network or two, one program that is updated.</summary>
    public IEnumerable<JsonObject> Normal(int principals, int days, int eventsADay)
    {
        var people = Enumerable.Range(0, principals).Select(NewPerson).ToArray();
        for (var day = 0; day < days; day++)
        {
            for (var i = 0; i < eventsADay; i++)
            {
                var (name, networks, program, calls, region) = people[_random.Next(people.Length)];
                var (source, call) = calls[_random.Next(calls.Length)];
                yield return Event(name, source, call, Start.AddDays(day).AddSeconds(_random.Next(86_400)), $"{networks[_random.Next(networks.Length)]}.{_random.Next(256)}.{_random.Next(1, 255)}", string.Format(CultureInfo.InvariantCulture, program, day / 7), region);
            }
        }
    }

    /// <summary>A principal whose credentials are used from elsewhere, for something it never did, on the day.</summary>
    public static string Person(int number) => number % 3 == 0 ? $"arn:aws:iam::111122223333:role/role-{number}" : $"arn:aws:iam::111122223333:user/user-{number}";

    public JsonObject Attack(int person, string source, string name, int day) =>
        Event(Person(person), source, name, Start.AddDays(day).AddSeconds(_random.Next(86_400)), $"203.0.{_random.Next(256)}.{_random.Next(1, 255)}", "aws-sdk-go/1.4{0}", "eu-west-1");

    public JsonObject Event(string principal, string source, string name, DateTimeOffset time, string address, string userAgent, string region, JsonObject? parameters = null) => new()
    {
        ["eventID"] = $"{seed:D8}-{_id++:D12}",
        ["eventTime"] = time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["eventSource"] = $"{source}.amazonaws.com",
        ["eventName"] = name,
        ["awsRegion"] = region,
        ["sourceIPAddress"] = address,
        ["userAgent"] = userAgent,
        ["recipientAccountId"] = "111122223333",
        ["userIdentity"] = principal.Contains(":role/", StringComparison.Ordinal)
            ? new JsonObject { ["type"] = "AssumedRole", ["arn"] = principal, ["accountId"] = "111122223333", ["sessionContext"] = new JsonObject { ["sessionIssuer"] = new JsonObject { ["type"] = "Role", ["arn"] = principal } } }
            : new JsonObject { ["type"] = "IAMUser", ["arn"] = principal, ["accountId"] = "111122223333", ["accessKeyId"] = "AKIAIOSFODNN7EXAMPLE" },
        ["requestParameters"] = parameters,
    };

    public static LogSource Source(string name, IEnumerable<JsonObject> events)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', events.Select(@event => @event.ToJsonString())));
        return new LogSource(name, _ => Task.FromResult<Stream>(new MemoryStream(bytes)));
    }

    public static Task<DetectionResult> DetectAsync(DetectionCatalogue catalogue, IEnumerable<JsonObject> events, BaselineHistory? history = null, int workers = 1, int files = 1) =>
        new Detector(catalogue, new DetectionOptions { Baseline = history ?? BaselineHistory.Empty, Workers = workers })
            .RunAsync(events.Chunk(Math.Max(1, (events.Count() + files - 1) / files)).Select((chunk, i) => Source($"{i:D3}.json", chunk)), TestContext.Current.CancellationToken);

    private (string Name, string[] Networks, string Program, (string Source, string Name)[] Calls, string Region) NewPerson(int number)
    {
        var networks = Enumerable.Range(0, _random.Next(1, 3)).Select(_ => $"{_random.Next(60, 90)}.{_random.Next(256)}").ToArray();
        var calls = Calls.OrderBy(_ => _random.Next()).Take(_random.Next(3, 9)).ToArray();
        return (Person(number), networks, Programs[_random.Next(Programs.Length)], calls, _random.Next(4) == 0 ? "us-east-1" : "eu-west-1");
    }
}
