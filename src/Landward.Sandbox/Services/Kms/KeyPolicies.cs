using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Kms;

/// <summary>Key policies and rotation settings.</summary>
internal static class KeyPolicies
{
    private const int MaximumCharacters = 32_768;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("kms", "GetKeyPolicy", GetKeyPolicy);
        registry.Add("kms", "PutKeyPolicy", PutKeyPolicy);
        registry.Add("kms", "ListKeyPolicies", (call, input) =>
            Keys.RequireWithoutAlias(call, input) is not null ? new JsonObject { ["PolicyNames"] = new JsonArray("default"), ["Truncated"] = false } : []);
        registry.Add("kms", "EnableKeyRotation", EnableKeyRotation);
        registry.Add("kms", "DisableKeyRotation", DisableKeyRotation);
        registry.Add("kms", "GetKeyRotationStatus", GetKeyRotationStatus);
    }

    /// <summary>The policy KMS gives keys made through the API without one: the account's IAM policies decide.</summary>
    public static string Default(string account) => new JsonObject
    {
        ["Version"] = "2012-10-17",
        ["Id"] = "key-default-1",
        ["Statement"] = new JsonArray(new JsonObject
        {
            ["Sid"] = "Enable IAM User Permissions",
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["AWS"] = $"arn:aws:iam::{account}:root" },
            ["Action"] = "kms:*",
            ["Resource"] = "*",
        }),
    }.ToJsonString();

    public static void Check(string policy, string account, bool bypassLockoutCheck)
    {
        if (policy.Length > MaximumCharacters)
            throw new AwsErrorException("LimitExceededException", "The key policy is longer than 32768 characters.", 400);
        ResourcePolicyCheck.Require(policy, message => new AwsErrorException("MalformedPolicyDocumentException", message, 400));
        // The lockout safety check: somebody of the account must be able to change the policy again.
        var keepsControl = ResourcePolicyCheck.Statements(policy).Any(statement =>
            statement.Text("Effect") == "Allow"
            && Principals(statement["Principal"]).Any(principal => principal == "*" || principal == account || principal.Contains($"::{account}:", StringComparison.Ordinal))
            && ResourcePolicyCheck.List(statement["Action"]).Any(action => action.ToLowerInvariant() is "*" or "kms:*" or "kms:put*" or "kms:putkeypolicy"));
        if (!keepsControl && !bypassLockoutCheck)
            throw new AwsErrorException("MalformedPolicyDocumentException", "The new key policy will not allow you to update the key policy in the future.", 400);
    }

    private static IReadOnlyList<string> Principals(JsonNode? principal) => principal is JsonObject kinds ? ResourcePolicyCheck.List(kinds["AWS"]) : ResourcePolicyCheck.List(principal);

    private static JsonObject GetKeyPolicy(CallContext call, JsonObject input)
    {
        CheckName(input);
        return new JsonObject { ["Policy"] = Keys.RequireWithoutAlias(call, input).Document.Text(StateLayout.Policy), ["PolicyName"] = "default" };
    }

    private static JsonObject PutKeyPolicy(CallContext call, JsonObject input)
    {
        CheckName(input);
        var key = Keys.RequireWithoutAlias(call, input).RequireNotPendingDeletion();
        var policy = input.RequiredText("Policy");
        Check(policy, key.Account, input.Flag("BypassPolicyLockoutSafetyCheck") == true);
        key.Update(call, document => document[StateLayout.Policy] = policy);
        return [];
    }

    private static void CheckName(JsonObject input)
    {
        if (input.Text("PolicyName") is not (null or "default"))
            throw Keys.NotFound("No such policy exists");
    }

    private static JsonObject EnableKeyRotation(CallContext call, JsonObject input)
    {
        var key = Keys.RequireWithoutAlias(call, input).RequireUsable();
        var period = input.Number("RotationPeriodInDays") ?? 365;
        if (period is < 90 or > 2560)
            throw new AwsErrorException("ValidationException", $"1 validation error detected: Value '{period}' at 'rotationPeriodInDays' failed to satisfy constraint: Member must have value between 90 and 2560", 400);
        key.Update(call, document => document["Rotation"] = new JsonObject { ["RotationPeriodInDays"] = period, ["EnabledAt"] = call.Now.Timestamp() });
        return [];
    }

    private static JsonObject DisableKeyRotation(CallContext call, JsonObject input)
    {
        var key = Keys.RequireWithoutAlias(call, input).RequireUsable();
        key.Update(call, document => document.Remove("Rotation"));
        return [];
    }

    private static JsonObject GetKeyRotationStatus(CallContext call, JsonObject input)
    {
        var key = Keys.RequireWithoutAlias(call, input);
        var output = new JsonObject { ["KeyId"] = key.Arn, ["KeyRotationEnabled"] = false };
        if (key.Document.Structure("Rotation") is not { } rotation)
            return output;
        var period = rotation.Number("RotationPeriodInDays") ?? 365;
        var next = rotation.Time("EnabledAt") ?? call.Now;
        while (next <= call.Now)
            next = next.AddDays(period);
        output["KeyRotationEnabled"] = key.State != "PendingDeletion";
        output["RotationPeriodInDays"] = period;
        output["NextRotationDate"] = next.Timestamp();
        return output;
    }
}
