using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Organizations;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Config;

/// <summary>Organization rules: a rule in every member account of the Region, put and removed together.</summary>
internal static class OrganizationConfigRules
{
    private const int MaximumRules = 150;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("config", "PutOrganizationConfigRule", PutOrganizationConfigRule);
        registry.Add("config", "DescribeOrganizationConfigRules", DescribeOrganizationConfigRules);
        registry.Add("config", "DeleteOrganizationConfigRule", DeleteOrganizationConfigRule);
    }

    private static ResourceTable Table(CallContext call) => call.Table("organization-config-rule");

    private static JsonObject PutOrganizationConfigRule(CallContext call, JsonObject input)
    {
        var organization = ConfigurationAggregators.RequireOrganizationAccess(call);
        var name = input.RequiredText("OrganizationConfigRuleName", "InvalidParameterValueException");
        var (managed, policy) = (input.Structure("OrganizationManagedRuleMetadata"), input.Structure("OrganizationCustomPolicyRuleMetadata"));
        if (managed is null == policy is null)
            throw new AwsErrorException("InvalidParameterValueException", "Give either OrganizationManagedRuleMetadata or OrganizationCustomPolicyRuleMetadata; the sandbox runs no Lambda rules.", 400);
        var existing = Table(call).Find(name);
        if (existing is null && Table(call).List().Count >= MaximumRules)
            throw new AwsErrorException("MaxNumberOfOrganizationConfigRulesExceededException", "The maximum number of organization config rules is reached.", 400);
        var suffix = existing?.Text("Suffix") ?? call.Ids.LowerAlphanumeric(8);
        var arn = $"arn:aws:config:{call.Region}:{call.Account}:organization-config-rule/{name}-{suffix}";
        var excluded = input.Texts("ExcludedAccounts");
        foreach (var account in Targets(organization).Where(account => !excluded.Contains(account)))
        {
            var rule = new JsonObject { ["ConfigRuleName"] = $"OrgConfigRule-{name}-{suffix}", ["CreatedBy"] = "config-multiaccountsetup.amazonaws.com", ["Source"] = Source(managed, policy) };
            (managed ?? policy)!.CopyMembers(rule, "Description", "InputParameters", "MaximumExecutionFrequency");
            if ((managed ?? policy)!.Texts("ResourceTypesScope") is { Count: > 0 } types)
                rule["Scope"] = new JsonObject { ["ComplianceResourceTypes"] = types.ToJsonArray() };
            ConfigRules.Put(call, account, rule.RequiredText("ConfigRuleName"), rule, []);
        }
        Table(call).Put(name, input.CopyMembers(
            new JsonObject { ["OrganizationConfigRuleName"] = name, ["OrganizationConfigRuleArn"] = arn, ["LastUpdateTime"] = call.Now.Timestamp(), ["Suffix"] = suffix },
            "OrganizationManagedRuleMetadata", "OrganizationCustomPolicyRuleMetadata", "ExcludedAccounts"));
        return new JsonObject { ["OrganizationConfigRuleArn"] = arn };
    }

    private static JsonObject Source(JsonObject? managed, JsonObject? policy) => managed is not null
        ? new JsonObject { ["Owner"] = "AWS", ["SourceIdentifier"] = managed.RequiredText("RuleIdentifier", "InvalidParameterValueException") }
        : new JsonObject
        {
            ["Owner"] = "CUSTOM_POLICY",
            ["CustomPolicyDetails"] = policy!.CopyMembers(new JsonObject(), "PolicyRuntime", "PolicyText"),
        };

    private static IEnumerable<string> Targets(OrganizationState organization) =>
        organization.MemberAccounts().Where(account => !OrganizationAccounts.IsClosed(account)).Select(account => account.RequiredText("Id"));

    private static JsonObject DescribeOrganizationConfigRules(CallContext call, JsonObject input)
    {
        ConfigurationAggregators.RequireOrganizationAccess(call);
        var names = input.Texts("OrganizationConfigRuleNames");
        var rules = names.Count == 0 ? Table(call).List().Select(entry => entry.Value).ToList() : [.. names.Select(name => Table(call).Find(name) ?? throw NoSuchRule())];
        var page = call.Page(rules, input.Text("NextToken"), input.Number("Limit"), 100, "InvalidNextTokenException");
        return page.Answer(new JsonObject
        {
            ["OrganizationConfigRules"] = page.Items.Select(rule =>
            {
                var shown = rule.Copy();
                shown.Remove("Suffix");
                return (JsonNode?)shown;
            }).ToJsonArray(),
        });
    }

    private static AwsErrorException NoSuchRule() =>
        new("NoSuchOrganizationConfigRuleException", "The organization config rule in the request is not valid or does not exist.", 400);

    private static JsonObject DeleteOrganizationConfigRule(CallContext call, JsonObject input)
    {
        var organization = ConfigurationAggregators.RequireOrganizationAccess(call);
        var name = input.RequiredText("OrganizationConfigRuleName");
        var rule = Table(call).Find(name) ?? throw NoSuchRule();
        foreach (var account in Targets(organization))
            ConfigRules.Table(call, account).Remove($"OrgConfigRule-{name}-{rule.Text("Suffix")}");
        Table(call).Remove(name);
        return [];
    }
}
