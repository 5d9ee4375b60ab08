using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Organizations;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Config;

/// <summary>Aggregators, and the authorizations accounts give to them.</summary>
internal static class ConfigurationAggregators
{
    private const int MaximumAggregators = 50;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("config", "PutConfigurationAggregator", PutConfigurationAggregator);
        registry.Add("config", "DescribeConfigurationAggregators", DescribeConfigurationAggregators);
        registry.Add("config", "DeleteConfigurationAggregator", DeleteConfigurationAggregator);
        registry.Add("config", "PutAggregationAuthorization", PutAggregationAuthorization);
        registry.Add("config", "DescribeAggregationAuthorizations", DescribeAggregationAuthorizations);
        registry.Add("config", "DeleteAggregationAuthorization", DeleteAggregationAuthorization);
    }

    private static ResourceTable Aggregators(CallContext call) => call.Table("configuration-aggregator");

    private static ResourceTable Authorizations(CallContext call) => call.Table("aggregation-authorization");

    /// <summary>Only the management account and Config's delegated administrators may look into the whole organization.</summary>
    public static OrganizationState RequireOrganizationAccess(CallContext call)
    {
        var organization = OrganizationState.Of(call, call.Account)
            ?? throw new AwsErrorException("NoAvailableOrganizationException", "Organization is no longer available.", 400);
        return organization.IsAdministeredBy(call.Account, "config.amazonaws.com", "config-multiaccountsetup.amazonaws.com")
            ? organization
            : throw new AwsErrorException("OrganizationAccessDeniedException", "This action can only be performed if you are the management account or a registered delegated administrator for AWS Config.", 400);
    }

    private static JsonObject PutConfigurationAggregator(CallContext call, JsonObject input)
    {
        var name = input.RequiredText("ConfigurationAggregatorName", "InvalidParameterValueException");
        var (accounts, organization) = (input["AccountAggregationSources"] as JsonArray, input.Structure("OrganizationAggregationSource"));
        if (accounts is { Count: > 0 } == organization is not null)
            throw new AwsErrorException("InvalidParameterValueException", "The configuration aggregator must have exactly one of AccountAggregationSources and OrganizationAggregationSource.", 400);
        foreach (var source in organization is not null ? [organization] : accounts!.OfType<JsonObject>())
        {
            if (source.Flag("AllAwsRegions") == true == source.Texts("AwsRegions").Count > 0)
                throw new AwsErrorException("InvalidParameterValueException", "Your request must contain either AllAwsRegions or AwsRegions.", 400);
        }
        if (organization is not null)
        {
            RequireOrganizationAccess(call);
            if (organization.Text("RoleArn") is null)
                throw new AwsErrorException("InvalidRoleException", "The role ARN of the organization aggregation source is required.", 400);
        }
        var existing = Aggregators(call).Find(name);
        if (existing is null && Aggregators(call).List().Count >= MaximumAggregators)
            throw new AwsErrorException("LimitExceededException", $"You have reached the limit of {MaximumAggregators} configuration aggregators.", 400);
        var aggregator = new JsonObject
        {
            ["ConfigurationAggregatorName"] = name,
            ["ConfigurationAggregatorArn"] = existing?.Text("ConfigurationAggregatorArn") ?? $"arn:aws:config:{call.Region}:{call.Account}:config-aggregator/config-aggregator-{call.Ids.LowerAlphanumeric(8)}",
            ["CreationTime"] = existing?.Text("CreationTime") ?? call.Now.Timestamp(),
            ["LastUpdatedTime"] = call.Now.Timestamp(),
        };
        input.CopyMembers(aggregator, "AccountAggregationSources", "OrganizationAggregationSource", "AggregatorFilters", StateLayout.Tags);
        Aggregators(call).Put(name, aggregator);
        return new JsonObject { ["ConfigurationAggregator"] = Shown(aggregator) };
    }

    private static JsonObject Shown(JsonObject aggregator)
    {
        var shown = aggregator.Copy();
        shown.Remove(StateLayout.Tags);
        return shown;
    }

    private static JsonObject DescribeConfigurationAggregators(CallContext call, JsonObject input)
    {
        var names = input.Texts("ConfigurationAggregatorNames");
        var aggregators = names.Count == 0
            ? Aggregators(call).List().Select(entry => entry.Value).ToList()
            : [.. names.Select(name => Aggregators(call).Find(name) ?? throw NoSuchAggregator())];
        var page = call.Page(aggregators, input.Text("NextToken"), input.Number("Limit"), 100, "InvalidNextTokenException");
        return page.Answer(new JsonObject { ["ConfigurationAggregators"] = page.Items.Select(aggregator => (JsonNode?)Shown(aggregator)).ToJsonArray() });
    }

    private static AwsErrorException NoSuchAggregator() => new("NoSuchConfigurationAggregatorException", "The configuration aggregator does not exist. Check the configuration aggregator name and try again.", 400);

    private static JsonObject DeleteConfigurationAggregator(CallContext call, JsonObject input) =>
        Aggregators(call).Remove(input.RequiredText("ConfigurationAggregatorName", "InvalidParameterValueException")) ? [] : throw NoSuchAggregator();

    private static JsonObject PutAggregationAuthorization(CallContext call, JsonObject input)
    {
        var (account, region) = (input.RequiredText("AuthorizedAccountId", "InvalidParameterValueException"), input.RequiredText("AuthorizedAwsRegion", "InvalidParameterValueException"));
        var id = $"{account}/{region}";
        var authorization = new JsonObject
        {
            ["AggregationAuthorizationArn"] = $"arn:aws:config:{call.Region}:{call.Account}:aggregation-authorization/{id}",
            ["AuthorizedAccountId"] = account,
            ["AuthorizedAwsRegion"] = region,
            ["CreationTime"] = Authorizations(call).Find(id)?.Text("CreationTime") ?? call.Now.Timestamp(),
        };
        Authorizations(call).Put(id, authorization);
        return new JsonObject { ["AggregationAuthorization"] = authorization.DeepClone() };
    }

    private static JsonObject DescribeAggregationAuthorizations(CallContext call, JsonObject input)
    {
        var page = call.Page(Authorizations(call).List(), input.Text("NextToken"), input.Number("Limit"), 100, "InvalidNextTokenException");
        return page.Answer(new JsonObject { ["AggregationAuthorizations"] = page.Items.Select(entry => entry.Value.DeepClone()).ToJsonArray() });
    }

    private static JsonObject DeleteAggregationAuthorization(CallContext call, JsonObject input)
    {
        Authorizations(call).Remove($"{input.Text("AuthorizedAccountId")}/{input.Text("AuthorizedAwsRegion")}");
        return [];
    }
}
