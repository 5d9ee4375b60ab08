using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Landward.Aws;

/// <summary>Takes secrets out of inputs and results before they are written anywhere.</summary>
public static class SecretMask
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Hidden = "HIDDEN";

    private static readonly FrozenSet<string> Members = new[]
    {
        "SecretAccessKey", "SessionToken", "Password", "OldPassword", "NewPassword", "MasterUserPassword", "SecretString", "SecretBinary",
        "Plaintext", "PlaintextKey", "PrivateKeyPlaintext", "KeyMaterial", "PrivateKey", "ClientSecret", "AccessToken", "RefreshToken", "IdToken",
        "ServicePassword", "ServiceCredentialSecret", "Base32StringSeed", "QRCodePNG", "SAMLAssertion", "WebIdentityToken", "AuthorizationToken",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>A copy with the values of secret members replaced; the node itself is not changed.</summary>
    /// <param name="service">Some members are secret in one service only.</param>
    public static JsonNode? Apply(string service, JsonNode? node) => node switch
    {
        JsonObject value => MaskObject(service, value),
        JsonArray list => new JsonArray([.. list.Select(item => Apply(service, item))]),
        _ => node?.DeepClone(),
    };

    private static JsonObject MaskObject(string service, JsonObject value)
    {
        var isSecureParameter = service == "ssm" && value["Type"] is JsonValue type && type.ToString() == "SecureString";
        var masked = new JsonObject();
        foreach (var (name, item) in value)
        {
            var isSecret = Members.Contains(name) || (isSecureParameter && name == "Value");
            masked[name] = isSecret && item is JsonValue ? JsonValue.Create(Hidden) : Apply(service, item);
        }
        return masked;
    }
}
