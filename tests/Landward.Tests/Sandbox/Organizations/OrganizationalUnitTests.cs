using System.Text.Json.Nodes;

namespace Landward.Tests.Sandbox.Organizations;

public sealed class OrganizationalUnitTests
{
    private readonly IdentitySandbox _sandbox = new();
    private readonly string _root;

    public OrganizationalUnitTests() => _root = _sandbox.CreateOrganization();

    [Fact]
    public void A_unit_has_an_id_under_its_root_a_path_and_FullAWSAccess()
    {
        var workloads = _sandbox.CreateUnit(_root, "workloads");
        var dev = _sandbox.CreateUnit(workloads, "dev");
        workloads.ShouldMatch($"^ou-{_root[2..]}-[a-z0-9]{{8,32}}$");
        var described = _sandbox.Management.Call("organizations", "DescribeOrganizationalUnit", new { OrganizationalUnitId = dev })["OrganizationalUnit"]!;
        IdentitySandbox.Text(described, "Path").ShouldEndWith($"/{_root}/{workloads}/{dev}/");
        Attached(dev).ShouldBe(["p-FullAWSAccess"]);
    }

    [Fact]
    public void Names_are_unique_among_siblings_only()
    {
        var workloads = _sandbox.CreateUnit(_root, "workloads");
        var error = _sandbox.Management.Fails("organizations", "CreateOrganizationalUnit", new { ParentId = _root, Name = "workloads" });
        (error.Code, error.Message).ShouldBe(("DuplicateOrganizationalUnitException", "An OU with the same name already exists."));
        _sandbox.CreateUnit(workloads, "workloads").ShouldNotBe(workloads);
        var other = _sandbox.CreateUnit(_root, "other");
        _sandbox.Management.Fails("organizations", "UpdateOrganizationalUnit", new { OrganizationalUnitId = other, Name = "workloads" })
            .Code.ShouldBe("DuplicateOrganizationalUnitException");
    }

    [Fact]
    public void Five_levels_below_the_root_are_the_limit()
    {
        var parent = _root;
        for (var level = 1; level <= 5; level++)
            parent = _sandbox.CreateUnit(parent, $"level-{level}");
        var error = _sandbox.Management.Fails("organizations", "CreateOrganizationalUnit", new { ParentId = parent, Name = "level-6" });
        (error.Code, error.Members["Reason"]).ShouldBe(("ConstraintViolationException", "OU_DEPTH_LIMIT_EXCEEDED"));
    }

    [Fact]
    public void A_unit_with_accounts_or_units_is_not_deleted()
    {
        var unit = _sandbox.CreateUnit(_root, "workloads");
        var account = _sandbox.CreateAccount("dev");
        _sandbox.Management.Call("organizations", "MoveAccount", new { AccountId = account, SourceParentId = _root, DestinationParentId = unit });
        _sandbox.Management.Fails("organizations", "DeleteOrganizationalUnit", new { OrganizationalUnitId = unit }).Code.ShouldBe("OrganizationalUnitNotEmptyException");
        _sandbox.Management.Call("organizations", "MoveAccount", new { AccountId = account, SourceParentId = unit, DestinationParentId = _root });
        _sandbox.Management.Call("organizations", "DeleteOrganizationalUnit", new { OrganizationalUnitId = unit });
        _sandbox.Management.Fails("organizations", "DescribeOrganizationalUnit", new { OrganizationalUnitId = unit }).Code.ShouldBe("OrganizationalUnitNotFoundException");
    }

    [Fact]
    public void Every_page_of_units_together_is_every_unit_once()
    {
        var created = Enumerable.Range(0, 45).Select(i => _sandbox.CreateUnit(_root, $"unit-{i}")).ToList();
        var listed = IdentitySandbox.All(
            _sandbox.Management, "organizations", "ListOrganizationalUnitsForParent", new JsonObject { ["ParentId"] = _root, ["MaxResults"] = 7 }, "OrganizationalUnits");
        listed.Select(unit => IdentitySandbox.Text(unit, "Id")).ShouldBe(created, ignoreOrder: true);
        var first = _sandbox.Management.Call("organizations", "ListOrganizationalUnitsForParent", new { ParentId = _root });
        first["OrganizationalUnits"]!.AsArray().Count.ShouldBe(20);
    }

    [Fact]
    public void A_token_of_another_operation_is_refused()
    {
        foreach (var i in Enumerable.Range(0, 3))
            _sandbox.CreateUnit(_root, $"unit-{i}");
        var token = _sandbox.Management.Call("organizations", "ListOrganizationalUnitsForParent", new { ParentId = _root, MaxResults = 1 })["NextToken"]!.GetValue<string>();
        var error = _sandbox.Management.Fails("organizations", "ListAccounts", new { NextToken = token });
        (error.Code, error.Members["Reason"]).ShouldBe(("InvalidInputException", "INVALID_NEXT_TOKEN"));
    }

    [Fact]
    public void Parents_and_children_are_one_step_apart()
    {
        var unit = _sandbox.CreateUnit(_root, "workloads");
        var account = _sandbox.CreateAccount("dev");
        var parents = _sandbox.Management.Call("organizations", "ListParents", new { ChildId = unit })["Parents"]!;
        (IdentitySandbox.Text(parents[0]!, "Id"), IdentitySandbox.Text(parents[0]!, "Type")).ShouldBe((_root, "ROOT"));
        var children = _sandbox.Management.Call("organizations", "ListChildren", new { ParentId = _root, ChildType = "ACCOUNT" })["Children"]!;
        IdentitySandbox.Texts(children, "Id").ShouldBe([SandboxHarness.ManagementAccount, account], ignoreOrder: true);
        _sandbox.Management.Fails("organizations", "ListParents", new { ChildId = "ou-none-12345678" }).Code.ShouldBe("ChildNotFoundException");
        _sandbox.Management.Fails("organizations", "ListChildren", new { ParentId = "r-none", ChildType = "ACCOUNT" }).Code.ShouldBe("ParentNotFoundException");
    }

    private IReadOnlyList<string> Attached(string target) =>
        IdentitySandbox.Texts(
            _sandbox.Management.Call("organizations", "ListPoliciesForTarget", new { TargetId = target, Filter = "SERVICE_CONTROL_POLICY" })["Policies"]!, "Id");
}
