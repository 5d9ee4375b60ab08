using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Policy;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Authorization;

/// <summary>Where an account stands in its organization: the documents from the root down to the account itself.</summary>
internal sealed record OrganizationPath(string OrganizationId, string ManagementAccount, ImmutableArray<JsonObject> Levels)
{
    // Units nest five deep (quota of AWS Organizations); more means that parents form a circle.
    private const int DeepestUnit = 16;

    /// <summary>Null when the account belongs to no organization.</summary>
    public static OrganizationPath? Of(StateTransaction state, string account)
    {
        if (state.Find(Key(StateLayout.AnyAccount, StateLayout.Organizations.Account, account)) is not { } member
            || (string?)member[StateLayout.Organizations.ManagementAccountId] is not { } management
            || state.Find(Key(management, StateLayout.Organizations.Organization, StateLayout.Organizations.OrganizationId)) is not { } organization)
            return null;
        var levels = new Stack<JsonObject>();
        levels.Push(member);
        var parent = (string?)member[StateLayout.Organizations.ParentId];
        while (parent is not null && levels.Count < DeepestUnit)
        {
            var type = parent.StartsWith("r-", StringComparison.Ordinal) ? StateLayout.Organizations.Root : StateLayout.Organizations.OrganizationalUnit;
            if (state.Find(Key(management, type, parent)) is not { } level)
                break;
            levels.Push(level);
            parent = (string?)level[StateLayout.Organizations.ParentId];
        }
        return new OrganizationPath((string)organization["Id"]!, management, [.. levels]);
    }

    /// <summary>The value of aws:PrincipalOrgPaths: <c>o-x/r-x/ou-a/ou-b/</c>.</summary>
    public string Text => $"{OrganizationId}/{string.Concat(Levels[..^1].Select(level => (string)level["Id"]! + "/"))}";

    /// <summary>The policies of one type attached along the path; empty when the type is not enabled on the root.</summary>
    public ImmutableArray<PolicyLevel> Policies(StateTransaction state, PolicyCache cache, string type, PolicyKind kind)
    {
        if (!IsEnabled(type))
            return [];
        var result = ImmutableArray.CreateBuilder<PolicyLevel>(Levels.Length);
        foreach (var level in Levels)
        {
            var attached = ImmutableArray.CreateBuilder<AttachedPolicy>();
            foreach (var id in level[StateLayout.Organizations.PolicyIds] as JsonArray ?? [])
            {
                var policy = state.Find(Key(ManagementAccount, StateLayout.Organizations.Policy, (string)id!));
                if ((string?)policy?[StateLayout.Organizations.Type] == type)
                    attached.AddRange(cache.Organization(policy, kind));
            }
            result.Add(new PolicyLevel((string)level["Id"]!, attached.ToImmutable()));
        }
        return result.MoveToImmutable();
    }

    private bool IsEnabled(string type) =>
        Levels[0]["PolicyTypes"] is JsonArray types
        && types.OfType<JsonObject>().Any(entry => (string?)entry["Type"] == type && (string?)entry["Status"] == "ENABLED");

    private static ResourceKey Key(string account, string type, string id) =>
        new(StateLayout.Organizations.Service, account, ResourceKey.Global, type, id);
}
