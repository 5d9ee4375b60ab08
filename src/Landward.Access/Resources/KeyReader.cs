using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Landward.Access.Resources;

/// <summary>Customer managed KMS keys: key policy and grants. Policies of AWS managed keys cannot be changed and let nobody outside in.</summary>
internal static class KeyReader
{
    private const string Type = "AWS::KMS::Key";

    public static async Task ReadAsync(ResourceReading reading, CancellationToken cancellationToken)
    {
        var keys = await reading.ListAsync("kms", "ListKeys", null, "Keys", cancellationToken);
        await reading.EachAsync(keys, (key, cancel) => ReadKeyAsync(reading, (string)key["KeyArn"]!, cancel), cancellationToken);
    }

    private static async Task ReadKeyAsync(ResourceReading reading, string arn, CancellationToken cancellationToken)
    {
        var input = new JsonObject { ["KeyId"] = arn };
        var metadata = (await reading.PartAsync("kms", "DescribeKey", input, arn, Type, [], cancellationToken))?["KeyMetadata"];
        if ((string?)metadata?["KeyManager"] == "AWS")
            return;
        var policy = await reading.PartAsync("kms", "GetKeyPolicy", new JsonObject { ["KeyId"] = arn, ["PolicyName"] = "default" }, arn, Type, [], cancellationToken);
        reading.Add(new AccessResource
        {
            Arn = arn,
            Type = Type,
            Account = reading.Account,
            Region = reading.Region,
            Policy = reading.Policy((string?)policy?["Policy"], arn, Type, "kms:GetKeyPolicy"),
            KeyGrants = await ReadGrantsAsync(reading, arn, cancellationToken),
        });
    }

    private static async Task<ImmutableArray<KeyGrant>> ReadGrantsAsync(ResourceReading reading, string arn, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<KeyGrant>();
        var input = new JsonObject { ["KeyId"] = arn };
        while (await reading.PartAsync("kms", "ListGrants", input, arn, Type, [], cancellationToken) is { } page)
        {
            found.AddRange((page["Grants"] as JsonArray ?? []).OfType<JsonObject>().Select(Grant).OfType<KeyGrant>());
            if ((bool?)page["Truncated"] != true || (string?)page["NextMarker"] is not { Length: > 0 } marker)
                break;
            input["Marker"] = marker;
        }
        return found.ToImmutable();
    }

    private static KeyGrant? Grant(JsonObject grant)
    {
        if ((string?)grant["GranteePrincipal"] is not { } grantee)
            return null;
        var context = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var constraint in new[] { "EncryptionContextSubset", "EncryptionContextEquals" })
        {
            foreach (var (key, value) in grant["Constraints"]?[constraint] as JsonObject ?? [])
                context[key] = (string?)value ?? string.Empty;
        }
        return new KeyGrant(
            (string?)grant["GrantId"] ?? string.Empty,
            grantee,
            [.. (grant["Operations"] as JsonArray ?? []).Select(operation => (string?)operation).OfType<string>()],
            context.ToFrozenDictionary(StringComparer.Ordinal));
    }
}
