using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.SecurityHub;

/// <summary>Cross-Region aggregation: one aggregator an account, in its home Region.</summary>
internal static class FindingAggregators
{
    // Partition ("securityhub", account, global, finding-aggregator), id the same word.
    private const string Type = "finding-aggregator";

    public static void AddTo(ServiceRegistry registry)
    {
        registry.AddSecurityHub("CreateFindingAggregator", CreateFindingAggregator);
        registry.AddSecurityHub("GetFindingAggregator", (call, input) => Shown(Require(call, input)));
        registry.AddSecurityHub("UpdateFindingAggregator", UpdateFindingAggregator);
        registry.AddSecurityHub("DeleteFindingAggregator", DeleteFindingAggregator);
        registry.AddSecurityHub("ListFindingAggregators", (call, _) =>
        {
            Hubs.Require(call);
            return new JsonObject
            {
                ["FindingAggregators"] = Table(call).List().Select(entry => (JsonNode?)new JsonObject { ["FindingAggregatorArn"] = entry.Value.Text("FindingAggregatorArn") }).ToJsonArray(),
            };
        });
    }

    /// <summary>Whether findings of the Region are seen in the caller's Region, which is then the home Region.</summary>
    public static bool Includes(CallContext call, string region)
    {
        if (region == call.Region)
            return true;
        if (Table(call).Find(Type) is not { } aggregator || aggregator.Text("FindingAggregationRegion") != call.Region)
            return false;
        var listed = aggregator.Texts("Regions").Contains(region);
        return aggregator.Text("RegionLinkingMode") switch
        {
            "ALL_REGIONS" => true,
            "ALL_REGIONS_EXCEPT_SPECIFIED" => !listed,
            "SPECIFIED_REGIONS" => listed,
            _ => false,
        };
    }

    private static ResourceTable Table(CallContext call) => call.GlobalTable(Type);

    private static JsonObject CreateFindingAggregator(CallContext call, JsonObject input)
    {
        Hubs.Require(call);
        RequireNotMember(call);
        if (Table(call).Contains(Type))
            throw Hubs.InvalidInput("A finding aggregator already exists for this account.");
        var aggregator = new JsonObject
        {
            ["FindingAggregatorArn"] = $"arn:aws:securityhub:{call.Region}:{call.Account}:finding-aggregator/{call.Ids.Uuid()}",
            ["FindingAggregationRegion"] = call.Region,
        };
        Configure(aggregator, input);
        Table(call).Put(Type, aggregator);
        return Shown(aggregator);
    }

    private static void Configure(JsonObject aggregator, JsonObject input)
    {
        var mode = input.RequiredText("RegionLinkingMode", "InvalidInputException");
        var regions = input.Texts("Regions");
        var needsRegions = mode is "ALL_REGIONS_EXCEPT_SPECIFIED" or "SPECIFIED_REGIONS";
        if (!needsRegions && mode is not ("ALL_REGIONS" or "NO_REGIONS"))
            throw Hubs.InvalidInput($"Invalid RegionLinkingMode {mode}.");
        if (needsRegions != regions.Count > 0)
            throw Hubs.InvalidInput($"Regions must {(needsRegions ? "be given" : "not be given")} with RegionLinkingMode {mode}.");
        aggregator["RegionLinkingMode"] = mode;
        aggregator["Regions"] = regions.ToJsonArray();
    }

    private static JsonObject UpdateFindingAggregator(CallContext call, JsonObject input)
    {
        Require(call, input);
        return Shown(Table(call).Update(Type, aggregator => Configure(aggregator, input)));
    }

    private static JsonObject DeleteFindingAggregator(CallContext call, JsonObject input)
    {
        Require(call, input);
        Table(call).Remove(Type);
        return [];
    }

    private static JsonObject Require(CallContext call, JsonObject input)
    {
        Hubs.Require(call);
        return Table(call).Find(Type) is { } aggregator && aggregator.Text("FindingAggregatorArn") == input.Text("FindingAggregatorArn")
            ? aggregator
            : throw new AwsErrorException("ResourceNotFoundException", $"The finding aggregator {input.Text("FindingAggregatorArn")} was not found.", 404);
    }

    private static void RequireNotMember(CallContext call)
    {
        if (HubMembers.AdministratorOf(call, call.Account) is not null)
            throw new AwsErrorException("InvalidAccessException", "A member account cannot create a finding aggregator.", 401);
    }

    private static JsonObject Shown(JsonObject aggregator)
    {
        var shown = aggregator.Copy();
        if (aggregator.Texts("Regions").Count == 0)
            shown.Remove("Regions");
        return shown;
    }
}
