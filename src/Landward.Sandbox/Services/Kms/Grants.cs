using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Kms;

/// <summary>Grants: stored and listed with their key.</summary>
internal static class Grants
{
    private const string Member = "Grants";

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("kms", "CreateGrant", CreateGrant);
        registry.Add("kms", "ListGrants", ListGrants);
        registry.Add("kms", "RevokeGrant", RevokeGrant);
    }

    private static JsonObject CreateGrant(CallContext call, JsonObject input)
    {
        var key = Keys.RequireWithoutAlias(call, input).RequireUsable();
        if (input.Texts("Operations").Count == 0)
            throw new AwsErrorException("ValidationException", "1 validation error detected: Value null at 'operations' failed to satisfy constraint: Member must not be null", 400);
        var id = call.Ids.HexDigits(64);
        var grant = input.CopyMembers(
            new JsonObject { ["KeyId"] = key.Arn, ["GrantId"] = id, ["CreationDate"] = call.Now.Timestamp(), ["IssuingAccount"] = $"arn:aws:iam::{call.Caller.Account}:root" },
            "Name", "GranteePrincipal", "RetiringPrincipal", "Operations", "Constraints");
        key.Update(call, document =>
        {
            var grants = document[Member] as JsonObject ?? [];
            document[Member] = grants;
            grants[id] = grant;
        });
        return new JsonObject { ["GrantId"] = id, ["GrantToken"] = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(id)) };
    }

    private static JsonObject ListGrants(CallContext call, JsonObject input)
    {
        var grants = (Keys.RequireWithoutAlias(call, input).Document.Structure(Member) ?? []).Select(entry => (JsonObject)entry.Value!)
            .Where(grant => input.Text("GrantId") is not { } id || grant.Text("GrantId") == id)
            .Where(grant => input.Text("GranteePrincipal") is not { } grantee || grant.Text("GranteePrincipal") == grantee)
            .ToList();
        var page = call.Page(grants, input.Text("Marker"), input.Number("Limit") ?? 50, 100, "InvalidMarkerException");
        return KeyOperations.Marked(page, new JsonObject { ["Grants"] = page.Items.Select(grant => grant.DeepClone()).ToJsonArray() });
    }

    private static JsonObject RevokeGrant(CallContext call, JsonObject input)
    {
        var key = Keys.RequireWithoutAlias(call, input);
        var id = input.RequiredText("GrantId");
        if (key.Document.Structure(Member)?[id] is null)
            throw Keys.NotFound($"Grant ID {id} not found");
        key.Update(call, document => ((JsonObject)document[Member]!).Remove(id));
        return [];
    }
}
