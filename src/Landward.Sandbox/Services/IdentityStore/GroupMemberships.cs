using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.SsoAdmin;

namespace Landward.Sandbox.Services.IdentityStore;

/// <summary>Which users are in which groups of the directory.</summary>
internal static class GroupMemberships
{
    private const string MembershipId = "MembershipId";

    public static JsonObject CreateGroupMembership(CallContext call, JsonObject input)
    {
        var instance = IdentityCenterInstance.OfIdentityStore(call, input);
        var group = Principals.Groups.Find(instance, input).Text("GroupId")!;
        var user = Member(instance, input);
        if (Find(instance, group, user) is not null)
            throw IdentityStoreErrors.Duplicate("Member and Group relationship already exists.");
        var id = call.Ids.Uuid();
        instance.Memberships.Put(id, new JsonObject
        {
            ["IdentityStoreId"] = instance.IdentityStoreId,
            [MembershipId] = id,
            ["GroupId"] = group,
            ["MemberId"] = new JsonObject { ["UserId"] = user },
            ["CreatedAt"] = SandboxTime.Format(call.Now),
            ["UpdatedAt"] = SandboxTime.Format(call.Now),
        });
        return new JsonObject { [MembershipId] = id, ["IdentityStoreId"] = instance.IdentityStoreId };
    }

    public static JsonObject DescribeGroupMembership(CallContext call, JsonObject input) =>
        Required(IdentityCenterInstance.OfIdentityStore(call, input), input).Copy();

    public static JsonObject DeleteGroupMembership(CallContext call, JsonObject input)
    {
        var instance = IdentityCenterInstance.OfIdentityStore(call, input);
        instance.Memberships.Remove(Required(instance, input).Text(MembershipId)!);
        return [];
    }

    public static JsonObject GetGroupMembershipId(CallContext call, JsonObject input)
    {
        var instance = IdentityCenterInstance.OfIdentityStore(call, input);
        var group = Principals.Groups.Find(instance, input).Text("GroupId")!;
        var user = Member(instance, input);
        var membership = Find(instance, group, user) ?? throw IdentityStoreErrors.NotFound("GROUP_MEMBERSHIP", $"{group}/{user}");
        return membership.CopyMembers([], MembershipId, "IdentityStoreId");
    }

    public static JsonObject ListGroupMemberships(CallContext call, JsonObject input)
    {
        var instance = IdentityCenterInstance.OfIdentityStore(call, input);
        var group = Principals.Groups.Find(instance, input).Text("GroupId");
        return List(call, input, instance, membership => membership.Text("GroupId") == group);
    }

    public static JsonObject ListGroupMembershipsForMember(CallContext call, JsonObject input)
    {
        var instance = IdentityCenterInstance.OfIdentityStore(call, input);
        var user = Member(instance, input);
        return List(call, input, instance, membership => membership.Structure("MemberId")?.Text("UserId") == user);
    }

    public static JsonObject IsMemberInGroups(CallContext call, JsonObject input)
    {
        var instance = IdentityCenterInstance.OfIdentityStore(call, input);
        var user = Member(instance, input);
        return new JsonObject
        {
            ["Results"] = input.Texts("GroupIds").Select(group => (JsonNode)new JsonObject
            {
                ["GroupId"] = group,
                ["MemberId"] = new JsonObject { ["UserId"] = user },
                ["MembershipExists"] = Find(instance, group, user) is not null,
            }).ToJsonArray(),
        };
    }

    private static string Member(IdentityCenterInstance instance, JsonObject input) =>
        Principals.Users.FindById(instance, input.RequiredStructure("MemberId").RequiredText("UserId")).Text("UserId")!;

    private static JsonObject? Find(IdentityCenterInstance instance, string group, string user) =>
        instance.Memberships.List().Select(entry => entry.Value)
            .FirstOrDefault(membership => membership.Text("GroupId") == group && membership.Structure("MemberId")?.Text("UserId") == user);

    private static JsonObject Required(IdentityCenterInstance instance, JsonObject input)
    {
        var id = input.RequiredText(MembershipId);
        return instance.Memberships.Find(id) ?? throw IdentityStoreErrors.NotFound("GROUP_MEMBERSHIP", id);
    }

    private static JsonObject List(CallContext call, JsonObject input, IdentityCenterInstance instance, Func<JsonObject, bool> filter) =>
        IdentityCenterErrors.Page(
            call, input, "GroupMemberships", [.. instance.Memberships.List().Select(entry => entry.Value).Where(filter).Select(membership => membership.DeepClone())]);
}
