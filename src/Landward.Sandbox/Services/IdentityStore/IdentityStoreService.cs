using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.SsoAdmin;

namespace Landward.Sandbox.Services.IdentityStore;

/// <summary>The operations of the identity store the sandbox implements.</summary>
internal static class IdentityStoreService
{
    private static readonly string[] UserAttributes =
    [
        "UserName", "Name", "DisplayName", "NickName", "ProfileUrl", "Emails", "Addresses", "PhoneNumbers", "UserType", "Title",
        "PreferredLanguage", "Locale", "Timezone", "Photos", "Website", "Birthdate", "Roles", "Extensions",
    ];

    public static void AddTo(ServiceRegistry registry)
    {
        Add("CreateUser", CreateUser);
        Add("CreateGroup", CreateGroup);
        foreach (var principals in new[] { Principals.Users, Principals.Groups })
        {
            Add($"Describe{principals.Kind}", principals.Describe);
            Add($"List{principals.Kind}s", principals.List);
            Add($"Get{principals.Kind}Id", principals.GetId);
            Add($"Update{principals.Kind}", principals.Update);
            Add($"Delete{principals.Kind}", principals.Delete);
        }
        Add("CreateGroupMembership", GroupMemberships.CreateGroupMembership);
        Add("DescribeGroupMembership", GroupMemberships.DescribeGroupMembership);
        Add("DeleteGroupMembership", GroupMemberships.DeleteGroupMembership);
        Add("GetGroupMembershipId", GroupMemberships.GetGroupMembershipId);
        Add("ListGroupMemberships", GroupMemberships.ListGroupMemberships);
        Add("ListGroupMembershipsForMember", GroupMemberships.ListGroupMembershipsForMember);
        Add("IsMemberInGroups", GroupMemberships.IsMemberInGroups);

        void Add(string operation, OperationHandler handler) => registry.Add("identitystore", operation, handler);
    }

    private static JsonObject CreateUser(CallContext call, JsonObject input)
    {
        var instance = IdentityCenterInstance.OfIdentityStore(call, input);
        if (input.Text("DisplayName") is null || input.Structure("Name")?.Text("FamilyName") is null || input.Structure("Name")?.Text("GivenName") is null)
            throw IdentityCenterErrors.Validation("A user needs UserName, DisplayName, Name.GivenName and Name.FamilyName.");
        var user = input.CopyMembers([], UserAttributes);
        user["UserStatus"] = "ENABLED";
        return Principals.Users.Create(call, instance, user);
    }

    private static JsonObject CreateGroup(CallContext call, JsonObject input) =>
        Principals.Groups.Create(call, IdentityCenterInstance.OfIdentityStore(call, input), input.CopyMembers([], "DisplayName", "Description"));
}
