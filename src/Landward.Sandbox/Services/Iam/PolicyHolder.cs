using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Iam;

/// <summary>A kind of principal that holds policies: user, group or role.</summary>
/// <param name="Kind">The word in operation names: <c>User</c> in AttachUserPolicy.</param>
internal sealed record PolicyHolder(string Kind, string Type, int MaxNameLength)
{
    public static PolicyHolder User { get; } = new("User", StateLayout.Iam.User, 64);
    public static PolicyHolder Group { get; } = new("Group", StateLayout.Iam.Group, 128);
    public static PolicyHolder Role { get; } = new("Role", StateLayout.Iam.Role, 64);

    public static IReadOnlyList<PolicyHolder> All { get; } = [User, Group, Role];

    public string NameMember => Kind + "Name";
    public int AttachedQuota => IamQuotas.All[$"AttachedPoliciesPer{Kind}Quota"];
    public int InlineSizeQuota => IamQuotas.All[$"{Kind}PolicySizeQuota"];

    public ResourceTable Table(CallContext call) => call.TableOf(StateLayout.Iam.Service, call.Account, ResourceKey.Global, Type);

    /// <summary>The holder the input names.</summary>
    /// <exception cref="AwsErrorException">NoSuchEntity.</exception>
    public JsonObject Find(CallContext call, JsonObject input)
    {
        var name = input.RequiredName(NameMember);
        return Table(call).Find(name) ?? throw IamErrors.NoSuchEntity(Kind.ToLowerInvariant(), name);
    }

    /// <summary>The holder the input names, if its owner may change it.</summary>
    /// <exception cref="AwsErrorException">NoSuchEntity; UnmodifiableEntity for roles that only AWS changes.</exception>
    public JsonObject FindChangeable(CallContext call, JsonObject input)
    {
        var holder = Find(call, input);
        return this == Role && IamRoles.IsProtected(holder) ? throw IamErrors.ProtectedRole(holder.Text("RoleName")!) : holder;
    }

    public string NameOf(JsonObject holder) => holder.Text(NameMember)!;

    /// <summary>The document with another holder's name, ignoring case: IAM names differ by more than case.</summary>
    public bool NameIsTaken(CallContext call, string name) =>
        Table(call).List().Any(entry => string.Equals(entry.Key, name, StringComparison.OrdinalIgnoreCase));
}
