using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources.Baselines;

/// <summary>The IAM password policy. UpdateAccountPasswordPolicy resets what it is not given, so unmanaged parts are sent back as they are.</summary>
internal sealed class PasswordPolicyProvider : ResourceProvider
{
    private static readonly string[] Writable =
    [
        "MinimumPasswordLength", "RequireSymbols", "RequireNumbers", "RequireUppercaseCharacters", "RequireLowercaseCharacters",
        "AllowUsersToChangePassword", "MaxPasswordAge", "PasswordReusePrevention", "HardExpiry",
    ];

    public override async Task<JsonObject?> ReadAsync(ResourceContext context) =>
        await FindAsync(context) is { } policy
            ? Json.Only(new JsonObject(policy.Select(member => KeyValuePair.Create(LowerFirst(member.Key), member.Value?.DeepClone()))), context.Desired)
            : null;

    public override async Task CreateAsync(ResourceContext context)
    {
        var current = await FindAsync(context);
        var input = new JsonObject();
        foreach (var member in Writable)
        {
            if ((context.Desired[LowerFirst(member)] ?? current?[member]) is { } value)
                input[member] = value.DeepClone();
        }
        await context.Here.WriteAsync("iam", "UpdateAccountPasswordPolicy", input, context.Cancellation);
    }

    private static async Task<JsonObject?> FindAsync(ResourceContext context) =>
        (await context.Here.FindAsync("iam", "GetAccountPasswordPolicy", null, context.Cancellation, "NoSuchEntity"))?["PasswordPolicy"] as JsonObject;

    private static string LowerFirst(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
