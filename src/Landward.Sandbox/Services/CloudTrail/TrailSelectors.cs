using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.CloudTrail;

/// <summary>Event selectors, basic and advanced.</summary>
internal static class TrailSelectors
{
    private const int MostSelectors = 5;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("cloudtrail", "PutEventSelectors", PutEventSelectors);
        registry.Add("cloudtrail", "GetEventSelectors", GetEventSelectors);
        registry.Add("cloudtrail", "GetInsightSelectors", GetInsightSelectors);
    }

    private static JsonObject PutEventSelectors(CallContext call, JsonObject input)
    {
        var trail = Trail.RequireForChange(call, input.RequiredText("TrailName"));
        var basic = input.Structures("EventSelectors").ToList();
        var advanced = input.Structures("AdvancedEventSelectors").ToList();
        if (basic.Count == 0 == (advanced.Count == 0))
            throw new AwsErrorException("InvalidEventSelectorsException", "Specify either EventSelectors or AdvancedEventSelectors, and at least one of them.");
        if (basic.Count > MostSelectors)
            throw new AwsErrorException("InvalidEventSelectorsException", $"A trail has at most {MostSelectors} event selectors.");
        if (advanced.Any(selector => !selector.Structures("FieldSelectors").Any(field => field.Text("Field") == "eventCategory")))
            throw new AwsErrorException("InvalidEventSelectorsException", "Every advanced event selector needs a field selector for eventCategory.");
        trail = trail.Update(call, document =>
        {
            document.Remove("EventSelectors");
            document.Remove("AdvancedEventSelectors");
            input.CopyMembers(document, basic.Count > 0 ? "EventSelectors" : "AdvancedEventSelectors");
        });
        return Answer(trail);
    }

    private static JsonObject GetEventSelectors(CallContext call, JsonObject input)
    {
        var trail = Trail.Require(call, input.RequiredText("TrailName"));
        var answer = Answer(trail);
        if (answer["EventSelectors"] is null && answer["AdvancedEventSelectors"] is null)
        {
            answer["EventSelectors"] = new JsonArray(new JsonObject
            {
                ["ReadWriteType"] = "All",
                ["IncludeManagementEvents"] = true,
                ["DataResources"] = new JsonArray(),
                ["ExcludeManagementEventSources"] = new JsonArray(),
            });
        }
        return answer;
    }

    private static JsonObject GetInsightSelectors(CallContext call, JsonObject input)
    {
        var trail = Trail.Require(call, input.RequiredText("TrailName"));
        throw new AwsErrorException("InsightNotEnabledException", $"Trail {trail.TrailArn} does not have Insights enabled. Edit the trail settings to enable Insights, and then try the operation again.");
    }

    private static JsonObject Answer(Trail trail) =>
        trail.Document.CopyMembers(new JsonObject { ["TrailARN"] = trail.TrailArn }, "EventSelectors", "AdvancedEventSelectors");
}
