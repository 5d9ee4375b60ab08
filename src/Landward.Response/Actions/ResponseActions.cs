using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Landward.Response.Actions;

/// <summary>Every response action, by id.</summary>
internal static class ResponseActions
{
    private static readonly FrozenDictionary<string, ResponseAction> ById = new ResponseAction[]
    {
        new DisableAccessKeyAction(),
        new DenyUserSessionsAction(),
        new RevokeRoleSessionsAction(),
        new DetachPolicyAction(fromUser: true),
        new DetachPolicyAction(fromUser: false),
        new BlockPublicAccessAction(),
        new RemovePublicStatementsAction(),
        new RemovePublicIngressAction(),
        new RestartTrailAction(),
    }.ToFrozenDictionary(action => action.Id, StringComparer.Ordinal);

    public static IEnumerable<string> Ids => ById.Keys.Order(StringComparer.Ordinal);

    public static ResponseAction? Find(string id) => ById.GetValueOrDefault(id);

    public static ResponseAction Get(string id) => ById[id];
}
