using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.SecurityHub;

/// <summary>Security standards and subscriptions to them (https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference.html).</summary>
internal static class Standards
{
    /// <summary>Subscriptions. Id: the standard's path, such as <c>nist-800-53/v/5.0.0</c>.</summary>
    public const string Type = "standards-subscription";

    private sealed record Standard(string Path, string Name, bool ByDefault)
    {
        // The first CIS benchmark has an ARN from before standards were regional.
        public string Arn(string region) => Path.StartsWith("ruleset/", StringComparison.Ordinal) ? "arn:aws:securityhub:::" + Path : $"arn:aws:securityhub:{region}::standards/{Path}";

        public string SubscriptionPath => Path.StartsWith("ruleset/", StringComparison.Ordinal) ? Path["ruleset/".Length..] : Path;
    }

    private static readonly Standard[] Known =
    [
        new("aws-foundational-security-best-practices/v/1.0.0", "AWS Foundational Security Best Practices v1.0.0", true),
        new("ruleset/cis-aws-foundations-benchmark/v/1.2.0", "CIS AWS Foundations Benchmark v1.2.0", true),
        new("cis-aws-foundations-benchmark/v/1.4.0", "CIS AWS Foundations Benchmark v1.4.0", false),
        new("cis-aws-foundations-benchmark/v/3.0.0", "CIS AWS Foundations Benchmark v3.0.0", false),
        new("nist-800-53/v/5.0.0", "NIST Special Publication 800-53 Revision 5", false),
        new("pci-dss/v/3.2.1", "PCI DSS v3.2.1", false),
        new("pci-dss/v/4.0.1", "PCI DSS v4.0.1", false),
    ];

    public static void AddTo(ServiceRegistry registry)
    {
        registry.AddSecurityHub("DescribeStandards", DescribeStandards);
        registry.AddSecurityHub("GetEnabledStandards", GetEnabledStandards);
        registry.AddSecurityHub("BatchEnableStandards", BatchEnableStandards);
        registry.AddSecurityHub("BatchDisableStandards", BatchDisableStandards);
    }

    public static void EnableDefaults(CallContext call, string account)
    {
        foreach (var standard in Known.Where(standard => standard.ByDefault))
            Subscribe(call, account, standard, []);
    }

    private static ResourceTable Table(CallContext call, string account) => call.TableOf(Hubs.Service, account, call.Region, Type);

    private static JsonObject Subscribe(CallContext call, string account, Standard standard, JsonObject input)
    {
        var subscription = new JsonObject
        {
            ["StandardsSubscriptionArn"] = $"arn:aws:securityhub:{call.Region}:{account}:subscription/{standard.SubscriptionPath}",
            ["StandardsArn"] = standard.Arn(call.Region),
            ["StandardsInput"] = input.DeepClone(),
            ["StandardsStatus"] = "READY",
            ["StandardsControlsUpdatable"] = "READY_FOR_UPDATES",
        };
        Table(call, account).Put(standard.SubscriptionPath, subscription);
        return subscription;
    }

    private static JsonObject DescribeStandards(CallContext call, JsonObject input)
    {
        Hubs.Require(call);
        var page = call.Page(Known, input.Text("NextToken"), input.Number("MaxResults"), 100, "InvalidInputException");
        return page.Answer(new JsonObject
        {
            ["Standards"] = page.Items.Select(standard => (JsonNode?)new JsonObject
            {
                ["StandardsArn"] = standard.Arn(call.Region),
                ["Name"] = standard.Name,
                ["EnabledByDefault"] = standard.ByDefault,
                ["StandardsManagedBy"] = new JsonObject { ["Company"] = "AWS", ["Product"] = "Security Hub" },
            }).ToJsonArray(),
        });
    }

    private static JsonObject GetEnabledStandards(CallContext call, JsonObject input)
    {
        Hubs.Require(call);
        var wanted = input.Texts("StandardsSubscriptionArns");
        var subscriptions = Table(call, call.Account).List().Select(entry => entry.Value)
            .Where(subscription => wanted.Count == 0 || wanted.Contains(subscription.RequiredText("StandardsSubscriptionArn"))).ToList();
        var page = call.Page(subscriptions, input.Text("NextToken"), input.Number("MaxResults"), 100, "InvalidInputException");
        return page.Answer(new JsonObject { ["StandardsSubscriptions"] = page.Items.Select(subscription => subscription.DeepClone()).ToJsonArray() });
    }

    private static JsonObject BatchEnableStandards(CallContext call, JsonObject input)
    {
        Hubs.Require(call);
        var requests = input.Structures("StandardsSubscriptionRequests").ToList();
        if (requests.Count is 0 or > 25)
            throw Hubs.InvalidInput("StandardsSubscriptionRequests must have between 1 and 25 entries.");
        var subscriptions = requests.Select(request =>
        {
            var arn = request.RequiredText("StandardsArn", "InvalidInputException");
            var standard = Array.Find(Known, candidate => candidate.Arn(call.Region) == arn) ?? throw Hubs.InvalidInput($"Invalid StandardsArn {arn}.");
            var existing = Table(call, call.Account).Find(standard.SubscriptionPath);
            return (JsonNode?)(existing ?? Subscribe(call, call.Account, standard, request.Structure("StandardsInput") ?? [])).Copy();
        }).ToJsonArray();
        return new JsonObject { ["StandardsSubscriptions"] = subscriptions };
    }

    private static JsonObject BatchDisableStandards(CallContext call, JsonObject input)
    {
        Hubs.Require(call);
        var disabled = new JsonArray();
        foreach (var arn in input.Texts("StandardsSubscriptionArns"))
        {
            var (id, subscription) = Table(call, call.Account).List().FirstOrDefault(entry => entry.Value.Text("StandardsSubscriptionArn") == arn);
            if (subscription is null)
                throw Hubs.InvalidInput($"Invalid StandardsSubscriptionArn {arn}.");
            Table(call, call.Account).Remove(id);
            var shown = subscription.Copy();
            shown["StandardsStatus"] = "DELETING";
            disabled.Add(shown);
        }
        return new JsonObject { ["StandardsSubscriptions"] = disabled };
    }
}
