using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Config;

/// <summary>
/// Config rules and their compliance. Rules are stored; what nobody has evaluated is INSUFFICIENT_DATA, never compliant.
/// Evaluations are written to <see cref="Evaluations"/> by whoever evaluates.
/// </summary>
internal static class ConfigRules
{
    // Default quota: https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html
    private const int MaximumRules = 1000;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("config", "PutConfigRule", PutConfigRule);
        registry.Add("config", "DescribeConfigRules", DescribeConfigRules);
        registry.Add("config", "DeleteConfigRule", DeleteConfigRule);
        registry.Add("config", "DescribeComplianceByConfigRule", DescribeComplianceByConfigRule);
        registry.Add("config", "GetComplianceDetailsByConfigRule", GetComplianceDetailsByConfigRule);
        registry.Add("config", "DescribeConfigRuleEvaluationStatus", DescribeConfigRuleEvaluationStatus);
    }

    public static ResourceTable Table(CallContext call, string account) => call.TableOf("config", account, call.Region, "config-rule");

    /// <summary>
    /// Results of one rule: partition ("config", account, region, <c>evaluation:{rule}</c>). Id: resource type, slash, resource id.
    /// Members as EvaluationResults of GetComplianceDetailsByConfigRule.
    /// </summary>
    public static ResourceTable Evaluations(CallContext call, string rule) => call.Table("evaluation:" + rule);

    private static JsonObject PutConfigRule(CallContext call, JsonObject input)
    {
        var rule = input.RequiredStructure("ConfigRule", "InvalidParameterValueException").Copy();
        if (!ConfigurationRecorders.Exists(call))
            throw new AwsErrorException("NoAvailableConfigurationRecorderException", "Configuration recorder is not available to put config rule.", 400);
        var name = rule.RequiredText("ConfigRuleName", "InvalidParameterValueException");
        Check(rule);
        Put(call, call.Account, name, rule, input);
        return [];
    }

    /// <summary>Stores a rule with the members Config adds.</summary>
    public static void Put(CallContext call, string account, string name, JsonObject rule, JsonObject input)
    {
        var table = Table(call, account);
        var existing = table.Find(name);
        if (existing is null && table.List().Count >= MaximumRules)
            throw new AwsErrorException("MaxNumberOfConfigRulesExceededException", $"Failed to put config rule '{name}' because the maximum number of config rules: {MaximumRules} is reached.", 400);
        var id = existing?.Text("ConfigRuleId") ?? "config-rule-" + call.Ids.LowerAlphanumeric(6);
        rule["ConfigRuleId"] = id;
        rule["ConfigRuleArn"] = $"arn:aws:config:{call.Region}:{account}:config-rule/{id}";
        rule["ConfigRuleState"] = "ACTIVE";
        rule["EvaluationModes"] ??= new JsonArray(new JsonObject { ["Mode"] = "DETECTIVE" });
        (existing ?? input).CopyMembers(rule, StateLayout.Tags);
        table.Put(name, rule);
    }

    private static void Check(JsonObject rule)
    {
        var source = rule.RequiredStructure("Source", "InvalidParameterValueException");
        var problem = source.Text("Owner") switch
        {
            "AWS" when source.Text("SourceIdentifier") is not { Length: > 0 } => "The SourceIdentifier of an AWS managed rule is required.",
            "CUSTOM_LAMBDA" when source.Text("SourceIdentifier")?.StartsWith("arn:", StringComparison.Ordinal) != true => "The SourceIdentifier of a custom rule must be the ARN of a Lambda function.",
            "CUSTOM_POLICY" when source.Structure("CustomPolicyDetails")?.Text("PolicyText") is not { Length: > 0 } => "A custom policy rule needs CustomPolicyDetails with a PolicyText.",
            "AWS" or "CUSTOM_LAMBDA" or "CUSTOM_POLICY" => null,
            var owner => $"The Owner {owner} is not valid.",
        };
        if (problem is null && rule.Text("InputParameters") is { Length: > 0 } parameters && InputMembers.ParseObject(parameters) is null)
            problem = "Invalid json passed in the InputParameters field.";
        if (problem is not null)
            throw new AwsErrorException("InvalidParameterValueException", problem, 400);
    }

    private static List<JsonObject> Named(CallContext call, JsonObject input)
    {
        var names = input.Texts("ConfigRuleNames");
        return names.Count == 0 ? [.. Table(call, call.Account).List().Select(entry => entry.Value)] : [.. names.Select(name => Require(call, name))];
    }

    private static JsonObject Require(CallContext call, string name) => Table(call, call.Account).Find(name)
        ?? throw new AwsErrorException("NoSuchConfigRuleException", $"The ConfigRule '{name}' provided in the request is invalid. Please check the configRule name.", 400);

    private static JsonObject DescribeConfigRules(CallContext call, JsonObject input)
    {
        var page = call.Page(Named(call, input), input.Text("NextToken"), null, 25, "InvalidNextTokenException");
        return page.Answer(new JsonObject
        {
            ["ConfigRules"] = page.Items.Select(rule =>
            {
                var shown = rule.Copy();
                shown.Remove(StateLayout.Tags);
                return (JsonNode?)shown;
            }).ToJsonArray(),
        });
    }

    private static JsonObject DeleteConfigRule(CallContext call, JsonObject input)
    {
        var name = input.RequiredText("ConfigRuleName");
        if (Require(call, name).Text("CreatedBy") is { } owner)
            throw new AwsErrorException("AccessDeniedException", $"The config rule is managed by {owner} and cannot be deleted here.", 400);
        foreach (var (id, _) in Evaluations(call, name).List())
            Evaluations(call, name).Remove(id);
        Table(call, call.Account).Remove(name);
        return [];
    }

    private static JsonObject DescribeComplianceByConfigRule(CallContext call, JsonObject input)
    {
        var wanted = input.Texts("ComplianceTypes");
        var rules = Named(call, input).Select(rule => (JsonNode?)new JsonObject { ["ConfigRuleName"] = rule.Text("ConfigRuleName"), ["Compliance"] = Compliance(call, rule.RequiredText("ConfigRuleName")) })
            .Where(entry => wanted.Count == 0 || wanted.Contains(entry!["Compliance"]!["ComplianceType"]!.ToString())).ToList();
        var page = call.Page(rules, input.Text("NextToken"), null, 100, "InvalidNextTokenException");
        return page.Answer(new JsonObject { ["ComplianceByConfigRules"] = page.Items.ToJsonArray() });
    }

    private static JsonObject Compliance(CallContext call, string rule)
    {
        var types = Evaluations(call, rule).List().Select(entry => entry.Value.Text("ComplianceType")).ToList();
        var failing = types.Count(type => type == "NON_COMPLIANT");
        if (failing > 0)
            return new JsonObject { ["ComplianceType"] = "NON_COMPLIANT", ["ComplianceContributorCount"] = new JsonObject { ["CappedCount"] = Math.Min(failing, 25), ["CapExceeded"] = failing > 25 } };
        return new JsonObject { ["ComplianceType"] = types.Contains("COMPLIANT") ? "COMPLIANT" : "INSUFFICIENT_DATA" };
    }

    private static JsonObject GetComplianceDetailsByConfigRule(CallContext call, JsonObject input)
    {
        var name = input.RequiredText("ConfigRuleName");
        Require(call, name);
        var wanted = input.Texts("ComplianceTypes");
        var results = Evaluations(call, name).List().Select(entry => entry.Value).Where(result => wanted.Count == 0 || wanted.Contains(result.Text("ComplianceType") ?? string.Empty)).ToList();
        var page = call.Page(results, input.Text("NextToken"), input.Number("Limit"), 100, "InvalidNextTokenException");
        return page.Answer(new JsonObject { ["EvaluationResults"] = page.Items.Select(result => result.DeepClone()).ToJsonArray() });
    }

    private static JsonObject DescribeConfigRuleEvaluationStatus(CallContext call, JsonObject input) => new()
    {
        ["ConfigRulesEvaluationStatus"] = Named(call, input).Select(rule =>
        {
            var evaluated = Evaluations(call, rule.RequiredText("ConfigRuleName")).List();
            var status = rule.CopyMembers(new JsonObject { ["FirstEvaluationStarted"] = evaluated.Count > 0 }, "ConfigRuleName", "ConfigRuleArn", "ConfigRuleId");
            if (evaluated.Select(entry => entry.Value.Text("ResultRecordedTime")).Max(StringComparer.Ordinal) is { } last)
                status["LastSuccessfulEvaluationTime"] = last;
            return (JsonNode?)status;
        }).ToJsonArray(),
    };
}
