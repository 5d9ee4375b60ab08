using System.Text.Json.Nodes;
using Landward.Model;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Organizations;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Iam;

/// <summary>
/// Principals named by a trust policy must exist when it is saved. Accounts the sandbox does not contain are outside its
/// knowledge: their principals are taken as given.
/// </summary>
internal static class TrustPrincipals
{
    public static void Check(CallContext call, JsonNode? principal)
    {
        if (principal is JsonValue value && value.ToString() == "*")
            return;
        if (principal is not JsonObject kinds || kinds.Count == 0)
            throw IamErrors.Malformed("Syntax errors in policy.");
        foreach (var (kind, names) in kinds)
        {
            if (kind is not ("AWS" or "Service" or "Federated" or "CanonicalUser"))
                throw IamErrors.Malformed("Syntax errors in policy.");
            foreach (var name in names is JsonArray list ? list.Select(item => item?.ToString() ?? string.Empty) : [names?.ToString() ?? string.Empty])
            {
                if (!Exists(call, kind, name))
                    throw IamErrors.Malformed($"Invalid principal in policy: \"{kind}\":\"{name}\"");
            }
        }
    }

    private static bool Exists(CallContext call, string kind, string name)
    {
        if (kind == "Service")
            return name.EndsWith(".amazonaws.com", StringComparison.Ordinal) || name.EndsWith(".amazon.com", StringComparison.Ordinal);
        if (kind != "AWS" || name == "*")
            return name.Length > 0;
        if (AccountId.TryParse(name, out _))
            return true;
        if (!Arn.TryParse(name, out var arn))
            // A dangling unique id (AROA..., AIDA...) stays in a policy after its principal is deleted.
            return name.Length >= 16 && name.All(char.IsAsciiLetterOrDigit);
        if (arn.Service is not ("iam" or "sts") || !AccountId.TryParse(arn.Account, out _) || name.Contains('*', StringComparison.Ordinal))
            return false;
        if (!OrganizationState.AccountsOf(call).Contains(arn.Account))
            return true;
        var (resourceKind, path) = (arn.Resource.Split('/')[0], arn.Resource.Split('/')[^1]);
        return resourceKind switch
        {
            "root" => true,
            "user" => Find(StateLayout.Iam.User)?.Text("Arn") == name,
            "role" => Find(StateLayout.Iam.Role)?.Text("Arn") == name,
            _ => true,
        };

        JsonObject? Find(string type) => call.TableOf(StateLayout.Iam.Service, arn.Account, ResourceKey.Global, type).Find(path);
    }
}
