using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Kms;

/// <summary>The documents of KMS keys and the ways to name one: id, ARN, alias name, alias ARN.</summary>
internal static class Keys
{
    public const string KeyState = "KeyState";

    public static ResourceTable Table(CallContext call, string account, string region) => call.TableOf(StateLayout.Kms.Service, account, region, StateLayout.Kms.Key);

    public static ResourceTable Aliases(CallContext call, string account, string region) => call.TableOf(StateLayout.Kms.Service, account, region, StateLayout.Kms.Alias);

    public static Key Require(CallContext call, JsonObject input, string member = "KeyId") => Require(call, input.RequiredText(member));

    public static Key Require(CallContext call, string name)
    {
        var (account, region, resource) = Parse(call, name);
        var id = resource;
        if (resource.StartsWith("alias/", StringComparison.Ordinal))
        {
            id = Aliases(call, account, region).Find(resource)?.Text(StateLayout.Kms.TargetKeyId)
                ?? throw NotFound($"Alias arn:aws:kms:{region}:{account}:{resource} is not found.");
        }
        if (Table(call, account, region).Find(id) is not { } document)
            throw NotFound($"Key 'arn:aws:kms:{region}:{account}:key/{id}' does not exist");
        if (document.Time("DeletionDate") <= call.Now)
            throw NotFound($"Key 'arn:aws:kms:{region}:{account}:key/{id}' does not exist");
        return new Key(account, region, id, document);
    }

    /// <summary>A key named in a call about keys themselves, where aliases are not accepted.</summary>
    public static Key RequireWithoutAlias(CallContext call, JsonObject input)
    {
        var name = input.RequiredText("KeyId");
        if (name.Contains("alias/", StringComparison.Ordinal))
            throw new AwsErrorException("InvalidArnException", $"Invalid keyId '{name}'", 400);
        return Require(call, name);
    }

    public static AwsErrorException NotFound(string message) => new("NotFoundException", message, 400);

    private static (string Account, string Region, string Resource) Parse(CallContext call, string name)
    {
        if (!name.StartsWith("arn:", StringComparison.Ordinal))
            return (call.Account, call.Region, name);
        if (name.Split(':', 6) is not ["arn", _, "kms", var region, var account, var resource])
            throw new AwsErrorException("InvalidArnException", $"Invalid arn {name}", 400);
        if (region != call.Region)
            throw NotFound($"Invalid arn {region}");
        return (account, region, resource.StartsWith("key/", StringComparison.Ordinal) ? resource["key/".Length..] : resource);
    }
}

/// <summary>A KMS key: where it lives and its document.</summary>
internal sealed record Key(string Account, string Region, string Id, JsonObject Document)
{
    public string Arn => Document.RequiredText(StateLayout.Arn);

    public string State => Document.RequiredText(Keys.KeyState);

    public void Update(CallContext call, Action<JsonObject> change) => Keys.Table(call, Account, Region).Update(Id, change);

    /// <summary>Refuses keys that may not be used: disabled, or waiting for deletion.</summary>
    public Key RequireUsable()
    {
        if (State == "Disabled")
            throw new AwsErrorException("DisabledException", $"{Arn} is disabled.", 400);
        return RequireNotPendingDeletion();
    }

    public Key RequireNotPendingDeletion() => State == "PendingDeletion"
        ? throw new AwsErrorException("KMSInvalidStateException", $"{Arn} is pending deletion.", 400)
        : this;

    /// <summary>KeyMetadata as KMS answers it.</summary>
    public JsonObject Metadata()
    {
        var metadata = new JsonObject { ["AWSAccountId"] = Account, ["Enabled"] = State == "Enabled" };
        return Document.CopyMembers(
            metadata, "KeyId", "Arn", "CreationDate", "Description", "KeyUsage", "KeyState", "DeletionDate", "Origin", "KeyManager", "KeySpec",
            "CustomerMasterKeySpec", "EncryptionAlgorithms", "SigningAlgorithms", "MacAlgorithms", "MultiRegion");
    }
}
