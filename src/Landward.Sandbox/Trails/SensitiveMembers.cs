using Landward.Aws.Descriptions;

namespace Landward.Sandbox.Trails;

/// <summary>Members whose values never reach an event, whatever service they belong to.</summary>
internal static class SensitiveMembers
{
    public const string Hidden = "HIDDEN_DUE_TO_SECURITY_REASONS";

    private static readonly HashSet<string> Always = new(StringComparer.OrdinalIgnoreCase)
    {
        "Password", "NewPassword", "OldPassword", "MasterUserPassword", "SecretString", "SecretBinary", "SecretAccessKey", "SessionToken",
        "Plaintext", "PrivateKeyMaterial", "KeyMaterial", "AuthenticationCode1", "AuthenticationCode2", "TokenCode", "UserData", "MessageBody",
    };

    public static bool Contains(Member? member, string name) => Always.Contains(name) || member?.Shape is { IsSensitive: true, Type: ShapeType.String or ShapeType.Blob };
}
