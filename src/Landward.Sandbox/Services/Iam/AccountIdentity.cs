using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;
using Layout = Landward.Sandbox.Authorization.StateLayout.Iam;

namespace Landward.Sandbox.Services.Iam;

/// <summary>The account's alias, its summary, and the credentials of kinds the sandbox does not issue (lists are empty).</summary>
internal static partial class AccountIdentity
{
    private const string Alias = "account-alias";

    public static JsonObject CreateAccountAlias(CallContext call, JsonObject input)
    {
        var alias = input.RequiredText("AccountAlias", "ValidationError");
        if (alias.Length is < 3 or > 63 || !AliasPattern().IsMatch(alias))
            throw IamNames.Violation(alias, "AccountAlias", "Member must satisfy regular expression pattern: ^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$");
        if (Owners(call).Contains(alias))
            throw IamErrors.AlreadyExists($"The account alias {alias} already exists.");
        foreach (var existing in Own(call).ToList())
            Owners(call).Remove(existing);
        Owners(call).Put(alias, new JsonObject { [StateLayout.Account] = call.Account });
        return [];
    }

    public static JsonObject DeleteAccountAlias(CallContext call, JsonObject input)
    {
        var alias = input.RequiredText("AccountAlias", "ValidationError");
        if (!Own(call).Contains(alias))
            throw IamErrors.NoSuchEntity("account alias", alias);
        Owners(call).Remove(alias);
        return [];
    }

    public static JsonObject ListAccountAliases(CallContext call, JsonObject input) =>
        IamPages.Answer(call, input, "AccountAliases", [.. Own(call).Select(alias => JsonValue.Create(alias))]);

    public static JsonObject GetAccountSummary(CallContext call, JsonObject input)
    {
        var policies = call.GlobalTable(Layout.ManagedPolicy).List();
        var map = new JsonObject
        {
            ["Users"] = Count(Layout.User),
            ["Groups"] = Count(Layout.Group),
            ["Roles"] = Count(Layout.Role),
            ["Policies"] = policies.Count,
            ["PolicyVersionsInUse"] = policies.Sum(policy => policy.Value.Structure(Layout.Versions)!.Count),
            ["InstanceProfiles"] = InstanceProfiles.Table(call).List().Count,
            ["ServerCertificates"] = 0,
            ["Providers"] = 0,
            ["MFADevices"] = 0,
            ["MFADevicesInUse"] = 0,
            ["AccountMFAEnabled"] = 0,
            ["AccountPasswordPresent"] = 0,
            ["AccountSigningCertificatesPresent"] = 0,
            ["AccountAccessKeysPresent"] = new KeyOwner((string?)null).KeyIds(call).Count > 0 ? 1 : 0,
            ["GlobalEndpointTokenVersion"] = 1,
        };
        foreach (var (name, value) in IamQuotas.All.Where(quota => quota.Key != "TagsPerResource").OrderBy(quota => quota.Key, StringComparer.Ordinal))
            map[name] = value;
        return new JsonObject { ["SummaryMap"] = map };

        int Count(string type) => call.GlobalTable(type).List().Count;
    }

    /// <summary>The list of a user's credentials of a kind that no operation of the sandbox creates.</summary>
    public static OperationHandler NoneOfUser(string member) =>
        (call, input) =>
        {
            if (input.Text("UserName") is not null || call.Caller.UserName is not null)
                IamUsers.Find(call, input);
            return IamPages.Answer(call, input, member, []);
        };

    /// <summary>The list of resources of a kind that no operation of the sandbox creates.</summary>
    public static OperationHandler None(string member, bool paged) =>
        (call, input) => paged ? IamPages.Answer(call, input, member, []) : new JsonObject { [member] = new JsonArray() };

    private static IEnumerable<string> Own(CallContext call) =>
        Owners(call).List().Where(entry => entry.Value.Text(StateLayout.Account) == call.Account).Select(entry => entry.Key);

    /// <summary>Aliases are unique over all accounts.</summary>
    private static ResourceTable Owners(CallContext call) => call.TableOf(Layout.Service, StateLayout.AnyAccount, ResourceKey.Global, Alias);

    [GeneratedRegex("^[a-z0-9]+(?:-[a-z0-9]+)*$", RegexOptions.NonBacktracking)]
    private static partial Regex AliasPattern();
}
