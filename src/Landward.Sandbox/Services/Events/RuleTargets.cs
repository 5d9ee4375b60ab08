using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Events;

/// <summary>Targets of rules.</summary>
internal static class RuleTargets
{
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
    private const int MaximumTargets = 5;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("events", "PutTargets", PutTargets);
        registry.Add("events", "RemoveTargets", RemoveTargets);
        registry.Add("events", "ListTargetsByRule", ListTargetsByRule);
    }

    private static JsonObject PutTargets(CallContext call, JsonObject input)
    {
        var rule = EventRules.Require(call, input, "Rule");
        var targets = rule.Targets.Copy();
        var failed = new JsonArray();
        foreach (var target in input.Structures("Targets"))
        {
            var id = target.RequiredText("Id");
            if (target.Text("Arn") is not { } arn || !arn.StartsWith("arn:", StringComparison.Ordinal))
            {
                failed.Add(new JsonObject { ["TargetId"] = id, ["ErrorCode"] = "ValidationException", ["ErrorMessage"] = $"Parameter {target.Text("Arn")} is not valid. Reason: Provided Arn is not in correct format." });
                continue;
            }
            string[] inputs = ["Input", "InputPath", "InputTransformer"];
            if (inputs.Count(target.ContainsKey) > 1)
                throw new AwsErrorException("ValidationException", $"Only one of Input, InputPath, or InputTransformer must be provided for target {id}.", 400);
            targets[id] = target.DeepClone();
        }
        if (targets.Count > MaximumTargets)
            throw new AwsErrorException("LimitExceededException", "The requested resource exceeds the maximum number allowed.", 400);
        rule.Table.Update(rule.Id, document => document[StateLayout.Events.Targets] = targets);
        return new JsonObject { ["FailedEntryCount"] = failed.Count, ["FailedEntries"] = failed };
    }

    private static JsonObject RemoveTargets(CallContext call, JsonObject input)
    {
        var rule = EventRules.Require(call, input, "Rule");
        var targets = rule.Targets.Copy();
        var failed = new JsonArray();
        foreach (var id in input.Texts("Ids"))
        {
            if (!targets.Remove(id))
                failed.Add(new JsonObject { ["TargetId"] = id, ["ErrorCode"] = "ResourceNotFoundException", ["ErrorMessage"] = $"Rule {rule.Document.Text("Name")} does not have a target with the Id {id}." });
        }
        rule.Table.Update(rule.Id, document => document[StateLayout.Events.Targets] = targets);
        return new JsonObject { ["FailedEntryCount"] = failed.Count, ["FailedEntries"] = failed };
    }

    private static JsonObject ListTargetsByRule(CallContext call, JsonObject input)
    {
        var targets = EventRules.Require(call, input, "Rule").Targets.Select(entry => entry.Value).ToList();
        var page = call.Page(targets, input.Text("NextToken"), input.Number("Limit"), 100, "InvalidNextTokenException");
        return page.Answer(new JsonObject { ["Targets"] = page.Items.Select(target => target?.DeepClone()).ToJsonArray() });
    }
}
