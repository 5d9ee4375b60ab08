using System.Text.Json.Nodes;

namespace Landward.Tests.Sandbox.IdentityStore;

public sealed class IdentityStoreTests
{
    private readonly IdentitySandbox _sandbox = new();
    private readonly string _store;

    public IdentityStoreTests() => _store = IdentitySandbox.Text(Store.Call("sso-admin", "ListInstances")["Instances"]![0]!, "IdentityStoreId");

    private SandboxClient Store => _sandbox.Management;

    [Fact]
    public void Group_names_are_unique_ignoring_case()
    {
        var id = CreateGroup("Operations");
        var error = Store.Fails("identitystore", "CreateGroup", new { IdentityStoreId = _store, DisplayName = "operations" });
        (error.Code, error.Message, error.Members["Reason"]).ShouldBe(("ConflictException", "Duplicate GroupDisplayName", "UNIQUENESS_CONSTRAINT_VIOLATION"));
        Find("Operations").ShouldBe(id);
        Store.Call("identitystore", "UpdateGroup", new { IdentityStoreId = _store, GroupId = id, Operations = new[] { new { AttributePath = "displayName", AttributeValue = "Ops" } } });
        Find("Ops").ShouldBe(id);
        Store.Call("identitystore", "DeleteGroup", new { IdentityStoreId = _store, GroupId = id });
        var missing = Store.Fails("identitystore", "DescribeGroup", new { IdentityStoreId = _store, GroupId = id });
        (missing.Code, missing.Members["ResourceType"]).ShouldBe(("ResourceNotFoundException", "GROUP"));

        string Find(string name) => IdentitySandbox.Text(
            Store.Call("identitystore", "GetGroupId", new { IdentityStoreId = _store, AlternateIdentifier = new { UniqueAttribute = new { AttributePath = "displayName", AttributeValue = name } } }), "GroupId");
    }

    [Fact]
    public void A_user_has_names_and_can_be_changed_attribute_by_attribute()
    {
        var id = CreateUser("alice");
        Store.Fails("identitystore", "CreateUser", new { IdentityStoreId = _store, UserName = "bob" }).Code.ShouldBe("ValidationException");
        Store.Fails("identitystore", "CreateUser", new { IdentityStoreId = _store, UserName = "ALICE", DisplayName = "A", Name = new { GivenName = "A", FamilyName = "B" } }).Message.ShouldBe("Duplicate UserName");
        Store.Call("identitystore", "UpdateUser", new { IdentityStoreId = _store, UserId = id, Operations = new[] { new { AttributePath = "name.familyName", AttributeValue = "Changed" } } });
        var user = Store.Call("identitystore", "DescribeUser", new { IdentityStoreId = _store, UserId = id });
        (IdentitySandbox.Text(user["Name"]!, "FamilyName"), IdentitySandbox.Text(user["Name"]!, "GivenName"), IdentitySandbox.Text(user, "UserStatus")).ShouldBe(("Changed", "Alice", "ENABLED"));
        Store.Call("identitystore", "ListUsers", new { IdentityStoreId = _store, Filters = new[] { new { AttributePath = "UserName", AttributeValue = "alice" } } })["Users"]!.AsArray().Count.ShouldBe(1);
        Store.Fails("identitystore", "UpdateUser", new { IdentityStoreId = _store, UserId = id, Operations = new[] { new { AttributePath = "userId", AttributeValue = "x" } } }).Code.ShouldBe("ValidationException");
    }

    [Fact]
    public void Memberships_are_unique_and_go_with_their_group()
    {
        var (user, group) = (CreateUser("alice"), CreateGroup("operations"));
        var input = new { IdentityStoreId = _store, GroupId = group, MemberId = new { UserId = user } };
        var membership = IdentitySandbox.Text(Store.Call("identitystore", "CreateGroupMembership", input), "MembershipId");
        Store.Fails("identitystore", "CreateGroupMembership", input).Message.ShouldBe("Member and Group relationship already exists.");
        IdentitySandbox.Text(Store.Call("identitystore", "GetGroupMembershipId", input), "MembershipId").ShouldBe(membership);
        Store.Call("identitystore", "ListGroupMembershipsForMember", new { IdentityStoreId = _store, MemberId = new { UserId = user } })["GroupMemberships"]!.AsArray().Count.ShouldBe(1);
        Store.Call("identitystore", "IsMemberInGroups", new JsonObject { ["IdentityStoreId"] = _store, ["MemberId"] = new JsonObject { ["UserId"] = user }, ["GroupIds"] = new JsonArray(group) })
            ["Results"]![0]!["MembershipExists"]!.GetValue<bool>().ShouldBeTrue();
        Store.Call("identitystore", "DeleteGroup", new { IdentityStoreId = _store, GroupId = group });
        Store.Fails("identitystore", "DescribeGroupMembership", new { IdentityStoreId = _store, MembershipId = membership }).Code.ShouldBe("ResourceNotFoundException");
    }

    [Fact]
    public void Another_directory_is_not_found() =>
        Store.Fails("identitystore", "ListUsers", new { IdentityStoreId = "d-0000000000" }).Members["ResourceType"].ShouldBe("IDENTITY_STORE");

    [Fact]
    public void Every_page_of_groups_together_is_every_group_once()
    {
        var ids = Enumerable.Range(0, 12).Select(i => CreateGroup($"group-{i}")).ToList();
        var listed = IdentitySandbox.All(Store, "identitystore", "ListGroups", new JsonObject { ["IdentityStoreId"] = _store, ["MaxResults"] = 5 }, "Groups");
        listed.Select(group => IdentitySandbox.Text(group, "GroupId")).ShouldBe(ids, ignoreOrder: true);
    }

    private string CreateGroup(string name) => IdentitySandbox.Text(Store.Call("identitystore", "CreateGroup", new { IdentityStoreId = _store, DisplayName = name }), "GroupId");

    private string CreateUser(string name) => IdentitySandbox.Text(
        Store.Call("identitystore", "CreateUser", new { IdentityStoreId = _store, UserName = name, DisplayName = "Alice A", Name = new { GivenName = "Alice", FamilyName = "A" } }), "UserId");
}
