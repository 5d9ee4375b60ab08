using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources.Security;

/// <summary>The accounts whose findings the delegated administrator sees; AutoEnable covers only those that join later.</summary>
internal sealed class SecurityHubMembersProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        try
        {
            var members = await context.Here.ListAsync("securityhub", "ListMembers", new JsonObject { ["OnlyAssociated"] = true }, "Members", context.Cancellation);
            var ids = members.Select(member => Json.Text(member, "AccountId")).ToHashSet(StringComparer.Ordinal);
            var there = context.Texts("accounts").Where(ids.Contains).ToArray();
            return there.Length == 0 ? null : new JsonObject { ["accounts"] = Json.Array(there) };
        }
        catch (Aws.AwsApiException error) when (error.Code is "InvalidAccessException" or "ResourceNotFoundException")
        {
            return null;
        }
    }

    public override async Task CreateAsync(ResourceContext context)
    {
        var details = context.Texts("accounts").Select(account => (JsonNode?)new JsonObject { ["AccountId"] = account });
        var answer = await context.Here.WriteAsync("securityhub", "CreateMembers", new JsonObject { ["AccountDetails"] = new JsonArray([.. details]) }, context.Cancellation);
        if (Json.Items(answer?["UnprocessedAccounts"]).FirstOrDefault() is { } refused)
            throw new ChangeRefusedException($"Security Hub did not take the account {Json.Text(refused, "AccountId")} as a member: {Json.Text(refused, "ProcessingResult")}");
    }
}
