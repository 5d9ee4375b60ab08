using System.Text.Json.Nodes;

namespace Landward.Tests.Sandbox.Iam;

public sealed class IamPolicyTests
{
    private const string Document = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}""";
    private readonly IdentitySandbox _sandbox = new();

    private SandboxClient Iam => _sandbox.Management;

    [Fact]
    public void AdministratorAccess_is_AWSs_document()
    {
        var document = IdentitySandbox.Text(
            Iam.Call("iam", "GetPolicyVersion", new { PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess", VersionId = "v1" })["PolicyVersion"]!, "Document");
        JsonNode.DeepEquals(JsonNode.Parse(document), JsonNode.Parse("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""")).ShouldBeTrue(document);
    }

    [Theory]
    [InlineData("AdministratorAccess")]
    [InlineData("ReadOnlyAccess")]
    [InlineData("SecurityAudit")]
    [InlineData("job-function/ViewOnlyAccess")]
    [InlineData("AWSSupportAccess")]
    [InlineData("PowerUserAccess")]
    [InlineData("IAMReadOnlyAccess")]
    [InlineData("service-role/AWS_ConfigRole")]
    public void The_policies_of_AWS_can_be_read(string name)
    {
        var policy = Iam.Call("iam", "GetPolicy", new { PolicyArn = $"arn:aws:iam::aws:policy/{name}" })["Policy"]!;
        var version = IdentitySandbox.Text(policy, "DefaultVersionId");
        Iam.Call("iam", "GetPolicyVersion", new { PolicyArn = $"arn:aws:iam::aws:policy/{name}", VersionId = version })["PolicyVersion"]!["IsDefaultVersion"]!
            .GetValue<bool>().ShouldBeTrue();
        Iam.Fails("iam", "CreatePolicyVersion", new { PolicyArn = $"arn:aws:iam::aws:policy/{name}", PolicyDocument = Document }).Code.ShouldBe("AccessDenied");
    }

    [Fact]
    public void Five_versions_are_the_limit_and_their_numbers_are_not_used_again()
    {
        var arn = Create("guard");
        for (var i = 2; i <= 5; i++)
            Iam.Call("iam", "CreatePolicyVersion", new { PolicyArn = arn, PolicyDocument = Document, SetAsDefault = i == 5 });
        Iam.Fails("iam", "CreatePolicyVersion", new { PolicyArn = arn, PolicyDocument = Document }).Code.ShouldBe("LimitExceeded");
        Iam.Fails("iam", "DeletePolicyVersion", new { PolicyArn = arn, VersionId = "v5" }).Message.ShouldBe("Cannot delete the default version of a policy.");
        Iam.Call("iam", "DeletePolicyVersion", new { PolicyArn = arn, VersionId = "v4" });
        Iam.Call("iam", "CreatePolicyVersion", new { PolicyArn = arn, PolicyDocument = Document })["PolicyVersion"]!["VersionId"]!.GetValue<string>().ShouldBe("v6");
        IdentitySandbox.Texts(Iam.Call("iam", "ListPolicyVersions", new { PolicyArn = arn })["Versions"]!, "VersionId").ShouldBe(["v6", "v5", "v3", "v2", "v1"]);
        Iam.Call("iam", "SetDefaultPolicyVersion", new { PolicyArn = arn, VersionId = "v1" });
        Iam.Call("iam", "GetPolicy", new { PolicyArn = arn })["Policy"]!["DefaultVersionId"]!.GetValue<string>().ShouldBe("v1");
        Iam.Fails("iam", "DeletePolicy", new { PolicyArn = arn }).Code.ShouldBe("DeleteConflict");
    }

    [Fact]
    public void Ten_policies_are_attached_at_most_and_attached_policies_stay()
    {
        Iam.Call("iam", "CreateUser", new { UserName = "alice" });
        var arns = Enumerable.Range(0, 11).Select(i => Create($"p{i}")).ToList();
        foreach (var arn in arns.Take(10))
            Attach(arn);
        Attach(arns[0]);
        var error = Iam.Fails("iam", "AttachUserPolicy", new { UserName = "alice", PolicyArn = arns[10] });
        (error.Code, error.Message).ShouldBe(("LimitExceeded", "Cannot exceed quota for PoliciesPerUser: 10"));
        Iam.Call("iam", "GetPolicy", new { PolicyArn = arns[0] })["Policy"]!["AttachmentCount"]!.GetValue<int>().ShouldBe(1);
        Iam.Fails("iam", "DeletePolicy", new { PolicyArn = arns[0] }).Message.ShouldBe("Cannot delete a policy attached to entities.");
        IdentitySandbox.Texts(Iam.Call("iam", "ListEntitiesForPolicy", new { PolicyArn = arns[0] })["PolicyUsers"]!, "UserName").ShouldBe(["alice"]);
        Iam.Call("iam", "ListPolicies", new { Scope = "Local", OnlyAttached = true })["Policies"]!.AsArray().Count.ShouldBe(10);
        Iam.Fails("iam", "DetachUserPolicy", new { UserName = "alice", PolicyArn = arns[10] }).Message.ShouldBe($"Policy {arns[10]} was not found.");

        void Attach(string arn) => Iam.Call("iam", "AttachUserPolicy", new { UserName = "alice", PolicyArn = arn });
    }

    [Theory]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:*"}]}""", "Policy statement must contain resources.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Resource":"*"}]}""", "Policy statement must contain actions.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3","Resource":"*"}]}""", "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":"*"}]}""", "Policy document should not specify a principal.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"bucket"}]}""", "Resource bucket must be in ARN format or \"*\".")]
    [InlineData("""{"Version":"2020-01-01","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}""", "Policy document must be version 2012-10-17 or greater.")]
    [InlineData("""{"Statement":[{"Sid":"a","Effect":"Allow","Action":"s3:*","Resource":"*"},{"Sid":"a","Effect":"Deny","Action":"s3:*","Resource":"*"}]}""", "Statement IDs (SID) in a single policy must be unique.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringEqual":{"aws:x":"y"}}}]}""", "Invalid Condition type.")]
    [InlineData("[]", "This policy contains invalid Json")]
    public void A_document_of_the_wrong_form_is_malformed(string document, string message)
    {
        var error = Iam.Fails("iam", "CreatePolicy", new { PolicyName = "x", PolicyDocument = document });
        (error.Code, error.Message, error.Status).ShouldBe(("MalformedPolicyDocument", message, 400));
    }

    [Fact]
    public void A_managed_policy_has_6144_characters_white_space_not_counted()
    {
        var filler = new string('a', 6144 - Document.Length - """,{"Sid":"","Effect":"Deny","Action":"s3:*","Resource":"*"}""".Length);
        var full = Document.Replace("]}", $$""",{"Sid":"{{filler}}","Effect":"Deny","Action":"s3:*","Resource":"*"}]}""", StringComparison.Ordinal);
        full.Length.ShouldBe(6144);
        Iam.Call("iam", "CreatePolicy", new { PolicyName = "full", PolicyDocument = full + new string(' ', 1000) });
        Iam.Fails("iam", "CreatePolicy", new { PolicyName = "more", PolicyDocument = full.Replace(filler, filler + "a", StringComparison.Ordinal) }).Message
            .ShouldBe("Cannot exceed quota for PolicySize: 6144");
    }

    [Fact]
    public void Inline_policies_of_one_user_share_2048_characters()
    {
        Iam.Call("iam", "CreateUser", new { UserName = "alice" });
        foreach (var i in Enumerable.Range(0, 2048 / Document.Length))
            Put($"p{i}");
        Iam.Fails("iam", "PutUserPolicy", new { UserName = "alice", PolicyName = "more", PolicyDocument = Document }).Message
            .ShouldBe("Maximum policy size of 2048 bytes exceeded for user alice");
        Put("p0");
        IdentitySandbox.Text(Iam.Call("iam", "GetUserPolicy", new { UserName = "alice", PolicyName = "p0" }), "PolicyDocument").ShouldBe(Document);
        Iam.Fails("iam", "GetUserPolicy", new { UserName = "alice", PolicyName = "none" }).Message.ShouldBe("The user policy with name none cannot be found.");

        void Put(string name) => Iam.Call("iam", "PutUserPolicy", new { UserName = "alice", PolicyName = name, PolicyDocument = Document });
    }

    [Fact]
    public void A_boundary_is_a_managed_policy_that_exists()
    {
        var arn = Create("limit");
        var user = Iam.Call("iam", "CreateUser", new { UserName = "alice", PermissionsBoundary = arn })["User"]!;
        user["PermissionsBoundary"]!["PermissionsBoundaryArn"]!.GetValue<string>().ShouldBe(arn);
        Iam.Fails("iam", "DeletePolicy", new { PolicyArn = arn }).Code.ShouldBe("DeleteConflict");
        Iam.Call("iam", "DeleteUserPermissionsBoundary", new { UserName = "alice" });
        Iam.Fails("iam", "DeleteUserPermissionsBoundary", new { UserName = "alice" }).Code.ShouldBe("NoSuchEntity");
        Iam.Fails("iam", "PutUserPermissionsBoundary", new { UserName = "alice", PermissionsBoundary = "arn:aws:iam::111122223333:policy/none" }).Code.ShouldBe("NoSuchEntity");
        Iam.Fails("iam", "PutUserPermissionsBoundary", new { UserName = "alice", PermissionsBoundary = "none" }).Code.ShouldBe("InvalidInput");
    }

    private string Create(string name) =>
        IdentitySandbox.Text(Iam.Call("iam", "CreatePolicy", new { PolicyName = name, PolicyDocument = Document })["Policy"]!, "Arn");
}
