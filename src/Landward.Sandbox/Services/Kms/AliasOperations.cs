using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Kms;

/// <summary>Aliases of keys.</summary>
internal static class AliasOperations
{
    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("kms", "CreateAlias", CreateAlias);
        registry.Add("kms", "UpdateAlias", UpdateAlias);
        registry.Add("kms", "DeleteAlias", DeleteAlias);
        registry.Add("kms", "ListAliases", ListAliases);
    }

    private static JsonObject CreateAlias(CallContext call, JsonObject input)
    {
        var name = CheckedName(input);
        var arn = Arn(call, name);
        var aliases = Keys.Aliases(call, call.Account, call.Region);
        if (aliases.Contains(name))
            throw new AwsErrorException("AlreadyExistsException", $"An alias with the name {arn} already exists", 400);
        var key = Keys.Require(call, input, "TargetKeyId").RequireNotPendingDeletion();
        aliases.Put(name, new JsonObject
        {
            ["AliasName"] = name,
            ["AliasArn"] = arn,
            [StateLayout.Kms.TargetKeyId] = key.Id,
            ["CreationDate"] = call.Now.Timestamp(),
            ["LastUpdatedDate"] = call.Now.Timestamp(),
        });
        return [];
    }

    private static JsonObject UpdateAlias(CallContext call, JsonObject input)
    {
        var name = CheckedName(input);
        var aliases = Keys.Aliases(call, call.Account, call.Region);
        if (!aliases.Contains(name))
            throw Keys.NotFound($"Alias {Arn(call, name)} is not found.");
        var key = Keys.Require(call, input, "TargetKeyId").RequireNotPendingDeletion();
        aliases.Update(name, alias =>
        {
            alias[StateLayout.Kms.TargetKeyId] = key.Id;
            alias["LastUpdatedDate"] = call.Now.Timestamp();
        });
        return [];
    }

    private static JsonObject DeleteAlias(CallContext call, JsonObject input)
    {
        var name = input.RequiredText("AliasName");
        return Keys.Aliases(call, call.Account, call.Region).Remove(name) ? [] : throw Keys.NotFound($"Alias {Arn(call, name)} is not found.");
    }

    private static JsonObject ListAliases(CallContext call, JsonObject input)
    {
        var target = input.Text("KeyId") is { } keyId ? Keys.Require(call, keyId).Id : null;
        var aliases = Keys.Aliases(call, call.Account, call.Region).List()
            .Where(entry => target is null || entry.Value.Text(StateLayout.Kms.TargetKeyId) == target).ToList();
        var page = call.Page(aliases, input.Text("Marker"), input.Number("Limit") ?? 50, 100, "InvalidMarkerException");
        return KeyOperations.Marked(page, new JsonObject { ["Aliases"] = page.Items.Select(entry => entry.Value.DeepClone()).ToJsonArray() });
    }

    private static string CheckedName(JsonObject input)
    {
        var name = input.RequiredText("AliasName");
        if (!name.StartsWith("alias/", StringComparison.Ordinal) || name.Length is <= 6 or > 256)
            throw new AwsErrorException("ValidationException", "Alias must start with the prefix \"alias/\". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html", 400);
        if (name.StartsWith("alias/aws/", StringComparison.Ordinal))
            throw new AwsErrorException("NotAuthorizedException", "The alias prefix alias/aws/ is reserved", 400);
        return name.All(character => char.IsAsciiLetterOrDigit(character) || character is '/' or '_' or '-')
            ? name
            : throw new AwsErrorException("InvalidAliasNameException", "Alias contains invalid characters for an alias", 400);
    }

    private static string Arn(CallContext call, string name) => $"arn:aws:kms:{call.Region}:{call.Account}:{name}";
}
