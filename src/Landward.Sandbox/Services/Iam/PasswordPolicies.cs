using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Iam;

/// <summary>The account's password policy. Updating replaces all of it: what is not given falls back to IAM's default.</summary>
internal static class PasswordPolicies
{
    private const string OnlyId = "password-policy";
    private const int DefaultLength = 6;

    public static JsonObject UpdateAccountPasswordPolicy(CallContext call, JsonObject input)
    {
        var policy = new JsonObject
        {
            ["MinimumPasswordLength"] = Bounded(input, "MinimumPasswordLength", 6, 128) ?? DefaultLength,
            ["RequireSymbols"] = input.Flag("RequireSymbols") ?? false,
            ["RequireNumbers"] = input.Flag("RequireNumbers") ?? false,
            ["RequireUppercaseCharacters"] = input.Flag("RequireUppercaseCharacters") ?? false,
            ["RequireLowercaseCharacters"] = input.Flag("RequireLowercaseCharacters") ?? false,
            ["AllowUsersToChangePassword"] = input.Flag("AllowUsersToChangePassword") ?? false,
            ["HardExpiry"] = input.Flag("HardExpiry") ?? false,
        };
        var maxAge = Bounded(input, "MaxPasswordAge", 0, 1095) ?? 0;
        policy["ExpirePasswords"] = maxAge > 0;
        if (maxAge > 0)
            policy["MaxPasswordAge"] = maxAge;
        if ((Bounded(input, "PasswordReusePrevention", 0, 24) ?? 0) is > 0 and var reuse)
            policy["PasswordReusePrevention"] = reuse;
        Table(call).Put(OnlyId, policy);
        return [];
    }

    public static JsonObject GetAccountPasswordPolicy(CallContext call, JsonObject input) => new() { ["PasswordPolicy"] = Required(call).Copy() };

    public static JsonObject DeleteAccountPasswordPolicy(CallContext call, JsonObject input)
    {
        Required(call);
        Table(call).Remove(OnlyId);
        return [];
    }

    /// <exception cref="AwsErrorException">PasswordPolicyViolation.</exception>
    public static void Check(CallContext call, string password)
    {
        // Without a custom policy IAM asks for 8 characters of three kinds ("Setting an account password policy", IAM User Guide).
        var policy = Table(call).Find(OnlyId);
        var length = policy?.Number("MinimumPasswordLength") ?? 8;
        if (password.Length < length)
            throw Violation($"Password should have a minimum length of {length}");
        Require("RequireUppercaseCharacters", password.Any(char.IsAsciiLetterUpper), "Password should have at least one uppercase letter");
        Require("RequireLowercaseCharacters", password.Any(char.IsAsciiLetterLower), "Password should have at least one lowercase letter");
        Require("RequireNumbers", password.Any(char.IsAsciiDigit), "Password should have at least one number");
        Require("RequireSymbols", password.Any(character => !char.IsAsciiLetterOrDigit(character)), "Password should have at least one symbol");

        void Require(string member, bool satisfied, string message)
        {
            if (policy?.Flag(member) == true && !satisfied)
                throw Violation(message);
        }
    }

    public static JsonObject? Find(CallContext call) => Table(call).Find(OnlyId);

    private static AwsErrorException Violation(string message) => new("PasswordPolicyViolation", message, 400);

    private static JsonObject Required(CallContext call) =>
        Table(call).Find(OnlyId) ?? throw IamErrors.NoSuchEntity($"The Password Policy with domain name {call.Account} cannot be found.");

    private static long? Bounded(JsonObject input, string member, int min, int max) =>
        input.Number(member) switch
        {
            null => null,
            var value when value < min => throw IamNames.Violation($"{value}", member, $"Member must have value greater than or equal to {min}"),
            var value when value > max => throw IamNames.Violation($"{value}", member, $"Member must have value less than or equal to {max}"),
            var value => value,
        };

    private static ResourceTable Table(CallContext call) => call.GlobalTable("password-policy");
}
