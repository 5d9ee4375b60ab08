namespace Landward.Tests.Sandbox.Organizations;

public sealed class OrganizationPolicyTests
{
    private const string Scp = "SERVICE_CONTROL_POLICY";
    private readonly IdentitySandbox _sandbox = new();
    private readonly string _root;

    public OrganizationPolicyTests() => _root = _sandbox.CreateOrganization();

    [Fact]
    public void Enabling_a_type_attaches_the_policy_of_AWS_everywhere_and_disabling_detaches_all()
    {
        var account = _sandbox.CreateAccount("dev");
        var unit = _sandbox.CreateUnit(_root, "workloads");
        var own = _sandbox.CreatePolicy("own");
        Attach(own, unit);
        foreach (var target in new[] { _root, unit, account, SandboxHarness.ManagementAccount })
            Attached(target).ShouldContain("p-FullAWSAccess");
        _sandbox.Management.Call("organizations", "DisablePolicyType", new { RootId = _root, PolicyType = Scp });
        Attached(unit).ShouldBeEmpty();
        _sandbox.Management.Call("organizations", "EnablePolicyType", new { RootId = _root, PolicyType = Scp });
        Attached(unit).ShouldBe(["p-FullAWSAccess"]);
        _sandbox.Management.Fails("organizations", "EnablePolicyType", new { RootId = _root, PolicyType = Scp }).Code.ShouldBe("PolicyTypeAlreadyEnabledException");
    }

    [Fact]
    public void The_policy_of_AWS_for_resources_cannot_be_detached()
    {
        _sandbox.Management.Call("organizations", "EnablePolicyType", new { RootId = _root, PolicyType = "RESOURCE_CONTROL_POLICY" });
        var error = _sandbox.Management.Fails("organizations", "DetachPolicy", new { PolicyId = "p-RCPFullAWSAccess", TargetId = _root });
        (error.Code, error.Members["Reason"]).ShouldBe(("InvalidInputException", "NON_DETACHABLE_POLICY"));
    }

    [Fact]
    public void At_least_one_and_at_most_ten_SCPs_are_attached()
    {
        var error = _sandbox.Management.Fails("organizations", "DetachPolicy", new { PolicyId = "p-FullAWSAccess", TargetId = _root });
        (error.Code, error.Members["Reason"]).ShouldBe(("ConstraintViolationException", "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"));
        for (var i = 1; i < 10; i++)
            Attach(_sandbox.CreatePolicy($"policy-{i}"), _root);
        error = _sandbox.Management.Fails("organizations", "AttachPolicy", new { PolicyId = _sandbox.CreatePolicy("eleventh"), TargetId = _root });
        (error.Code, error.Members["Reason"]).ShouldBe(("ConstraintViolationException", "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"));
        _sandbox.Management.Call("organizations", "DetachPolicy", new { PolicyId = "p-FullAWSAccess", TargetId = _root });
        Attached(_root).ShouldNotContain("p-FullAWSAccess");
    }

    [Fact]
    public void A_document_has_at_most_10240_characters_white_space_included()
    {
        const string Document = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}""";
        _sandbox.CreatePolicy("full", Document + new string(' ', 10240 - Document.Length)).ShouldStartWith("p-");
        var error = _sandbox.Management.Fails(
            "organizations", "CreatePolicy", new { Name = "more", Description = "", Type = Scp, Content = Document + new string(' ', 10241 - Document.Length) });
        (error.Code, error.Members["Reason"]).ShouldBe(("ConstraintViolationException", "POLICY_CONTENT_LIMIT_EXCEEDED"));
    }

    [Theory]
    [InlineData("SERVICE_CONTROL_POLICY", "no json")]
    [InlineData("SERVICE_CONTROL_POLICY", """{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}""")]
    [InlineData("SERVICE_CONTROL_POLICY", """{"Version":"2012-10-17","Statement":[]}""")]
    [InlineData("SERVICE_CONTROL_POLICY", """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}""")]
    [InlineData("SERVICE_CONTROL_POLICY", """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Effect":"Deny","Action":"*","Resource":"*"}]}""")]
    [InlineData("RESOURCE_CONTROL_POLICY", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}]}""")]
    [InlineData("RESOURCE_CONTROL_POLICY", """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}""")]
    [InlineData("SERVICE_CONTROL_POLICY", """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEqual":{"aws:x":"y"}}}]}""")]
    [InlineData("TAG_POLICY", """{"Version":"2012-10-17"}""")]
    public void A_document_of_the_wrong_form_is_malformed(string type, string content) =>
        _sandbox.Management.Fails("organizations", "CreatePolicy", new { Name = "x", Description = "", Type = type, Content = content })
            .Code.ShouldBe("MalformedPolicyDocumentException");

    [Fact]
    public void Policies_are_described_updated_and_deleted_when_nothing_uses_them()
    {
        var id = _sandbox.CreatePolicy("guard");
        _sandbox.Management.Fails("organizations", "CreatePolicy", new { Name = "guard", Description = "", Type = Scp, Content = Content(id) }).Code.ShouldBe("DuplicatePolicyException");
        Attach(id, _root);
        _sandbox.Management.Fails("organizations", "AttachPolicy", new { PolicyId = id, TargetId = _root }).Code.ShouldBe("DuplicatePolicyAttachmentException");
        _sandbox.Management.Fails("organizations", "DeletePolicy", new { PolicyId = id }).Code.ShouldBe("PolicyInUseException");
        const string Changed = """{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:*","Resource":"*"}}""";
        _sandbox.Management.Call("organizations", "UpdatePolicy", new { PolicyId = id, Content = Changed, Description = "new" });
        Content(id).ShouldBe(Changed);
        _sandbox.Management.Call("organizations", "DetachPolicy", new { PolicyId = id, TargetId = _root });
        _sandbox.Management.Fails("organizations", "DetachPolicy", new { PolicyId = id, TargetId = _root }).Code.ShouldBe("PolicyNotAttachedException");
        _sandbox.Management.Call("organizations", "DeletePolicy", new { PolicyId = id });
        _sandbox.Management.Fails("organizations", "DescribePolicy", new { PolicyId = id }).Code.ShouldBe("PolicyNotFoundException");
        _sandbox.Management.Fails("organizations", "UpdatePolicy", new { PolicyId = "p-FullAWSAccess", Name = "x" }).Members["Reason"].ShouldBe("IMMUTABLE_POLICY");
    }

    [Fact]
    public void Targets_of_a_policy_name_their_kind()
    {
        var unit = _sandbox.CreateUnit(_root, "workloads");
        var id = _sandbox.CreatePolicy("guard");
        Attach(id, _root);
        Attach(id, unit);
        var targets = _sandbox.Management.Call("organizations", "ListTargetsForPolicy", new { PolicyId = id })["Targets"]!;
        IdentitySandbox.Texts(targets, "TargetId").ShouldBe([_root, unit]);
        IdentitySandbox.Texts(targets, "Type").ShouldBe(["ROOT", "ORGANIZATIONAL_UNIT"]);
    }

    [Fact]
    public void Attaching_needs_the_type_enabled()
    {
        var id = IdentitySandbox.Text(
            _sandbox.Management.Call("organizations", "CreatePolicy", new { Name = "tags", Description = "", Type = "TAG_POLICY", Content = """{"tags":{}}""" })["Policy"]!["PolicySummary"]!, "Id");
        _sandbox.Management.Fails("organizations", "AttachPolicy", new { PolicyId = id, TargetId = _root }).Code.ShouldBe("PolicyTypeNotEnabledException");
        _sandbox.Management.Fails("organizations", "AttachPolicy", new { PolicyId = id, TargetId = "999999999999" }).Code.ShouldBe("TargetNotFoundException");
    }

    [Fact]
    public void Tag_policies_are_merged_down_to_the_account()
    {
        _sandbox.Management.Call("organizations", "EnablePolicyType", new { RootId = _root, PolicyType = "TAG_POLICY" });
        var account = _sandbox.CreateAccount("dev");
        var describe = new { PolicyType = "TAG_POLICY", TargetId = account };
        _sandbox.Management.Fails("organizations", "DescribeEffectivePolicy", describe).Code.ShouldBe("EffectivePolicyNotFoundException");
        AttachTags(_root, """{"tags":{"cost":{"tag_key":{"@@assign":"Cost"},"tag_value":{"@@assign":["a","b"]}},"fixed":{"tag_key":{"@@operators_allowed_for_child_policies":["@@none"],"@@assign":"Fixed"}}}}""");
        AttachTags(account, """{"tags":{"cost":{"tag_value":{"@@append":["c"],"@@remove":["a"]}},"fixed":{"tag_key":{"@@assign":"FIXED"}}}}""");
        var content = IdentitySandbox.Text(_sandbox.Management.Call("organizations", "DescribeEffectivePolicy", describe)["EffectivePolicy"]!, "PolicyContent");
        content.ShouldBe("""{"tags":{"cost":{"tag_key":"Cost","tag_value":["b","c"]},"fixed":{"tag_key":"Fixed"}}}""");
        _sandbox.Management.Fails("organizations", "DescribeEffectivePolicy", new { PolicyType = Scp, TargetId = account }).Code.ShouldBe("InvalidInputException");

        void AttachTags(string target, string policy) =>
            Attach(
                IdentitySandbox.Text(
                    _sandbox.Management.Call("organizations", "CreatePolicy", new { Name = $"tags-{target}", Description = "", Type = "TAG_POLICY", Content = policy })["Policy"]!["PolicySummary"]!, "Id"),
                target);
    }

    private void Attach(string policy, string target) => _sandbox.Management.Call("organizations", "AttachPolicy", new { PolicyId = policy, TargetId = target });

    private string Content(string policy) => IdentitySandbox.Text(_sandbox.Management.Call("organizations", "DescribePolicy", new { PolicyId = policy })["Policy"]!, "Content");

    private IReadOnlyList<string> Attached(string target) =>
        IdentitySandbox.Texts(_sandbox.Management.Call("organizations", "ListPoliciesForTarget", new { TargetId = target, Filter = Scp })["Policies"]!, "Id");
}
