using System.Text.Json.Nodes;

namespace Landward.Tests.Sandbox.Iam;

public sealed class IamPrincipalTests
{
    private const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
    private readonly IdentitySandbox _sandbox = new();

    private SandboxClient Iam => _sandbox.Management;

    [Fact]
    public void A_fresh_sandbox_has_one_administrator_with_one_key()
    {
        IdentitySandbox.Texts(Iam.Call("iam", "ListUsers")["Users"]!, "UserName").ShouldBe(["landward-admin"]);
        IdentitySandbox.Texts(Iam.Call("iam", "ListAttachedUserPolicies", new { UserName = "landward-admin" })["AttachedPolicies"]!, "PolicyArn")
            .ShouldBe(["arn:aws:iam::aws:policy/AdministratorAccess"]);
        Iam.Call("iam", "ListAccessKeys", new { UserName = "landward-admin" })["AccessKeyMetadata"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public void A_user_has_a_unique_id_and_an_arn_with_its_path()
    {
        var user = Iam.Call("iam", "CreateUser", new { UserName = "alice", Path = "/team/", Tags = new[] { new { Key = "env", Value = "dev" } } })["User"]!;
        IdentitySandbox.Text(user, "UserId").ShouldMatch("^AIDA[A-Z2-7]{17}$");
        IdentitySandbox.Text(user, "Arn").ShouldBe("arn:aws:iam::111122223333:user/team/alice");
        Iam.Call("iam", "GetUser", new { UserName = "alice" })["User"]!["Tags"]![0]!["Value"]!.GetValue<string>().ShouldBe("dev");
        Iam.Call("iam", "ListUsers", new { PathPrefix = "/team/" })["Users"]!.AsArray().ShouldHaveSingleItem()!["Tags"].ShouldBeNull();
    }

    [Fact]
    public void Names_differ_by_more_than_case()
    {
        Iam.Call("iam", "CreateUser", new { UserName = "alice" });
        var error = Iam.Fails("iam", "CreateUser", new { UserName = "Alice" });
        (error.Code, error.Message, error.Status).ShouldBe(("EntityAlreadyExists", "User with name Alice already exists.", 409));
    }

    [Theory]
    [InlineData("GetUser", """{"UserName":"nobody"}""", "The user with name nobody cannot be found.")]
    [InlineData("GetGroup", """{"GroupName":"none"}""", "The group with name none cannot be found.")]
    [InlineData("GetRole", """{"RoleName":"none"}""", "The role with name none cannot be found.")]
    [InlineData("GetPolicy", """{"PolicyArn":"arn:aws:iam::111122223333:policy/none"}""", "Policy arn:aws:iam::111122223333:policy/none was not found.")]
    [InlineData("GetInstanceProfile", """{"InstanceProfileName":"none"}""", "Instance Profile none cannot be found.")]
    [InlineData("GetAccountPasswordPolicy", "{}", "The Password Policy with domain name 111122223333 cannot be found.")]
    [InlineData("GetLoginProfile", """{"UserName":"landward-admin"}""", "Login Profile for User landward-admin cannot be found.")]
    [InlineData("AttachUserPolicy", """{"UserName":"landward-admin","PolicyArn":"arn:aws:iam::aws:policy/None"}""", "Policy arn:aws:iam::aws:policy/None does not exist or is not attachable.")]
    public void What_is_not_there_is_answered_in_the_words_of_IAM(string operation, string input, string message)
    {
        var error = Iam.Fails("iam", operation, input);
        (error.Code, error.Message, error.Status).ShouldBe(("NoSuchEntity", message, 404));
    }

    [Theory]
    [InlineData("bad name", null, "ValidationError")]
    [InlineData("good", "no-slash", "ValidationError")]
    public void Names_and_paths_are_checked(string name, string? path, string code) =>
        Iam.Fails("iam", "CreateUser", path is null ? new JsonObject { ["UserName"] = name } : new JsonObject { ["UserName"] = name, ["Path"] = path }).Code.ShouldBe(code);

    [Fact]
    public void A_user_is_deleted_only_when_nothing_hangs_on_it()
    {
        Iam.Call("iam", "CreateUser", new { UserName = "alice" });
        Iam.Call("iam", "CreateGroup", new { GroupName = "team" });
        var key = IdentitySandbox.Text(Iam.Call("iam", "CreateAccessKey", new { UserName = "alice" })["AccessKey"]!, "AccessKeyId");
        Iam.Call("iam", "CreateLoginProfile", new { UserName = "alice", Password = "Correct-Horse-9" });
        Iam.Call("iam", "AttachUserPolicy", new { UserName = "alice", PolicyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess" });
        Iam.Call("iam", "PutUserPolicy", new { UserName = "alice", PolicyName = "inline", PolicyDocument = """{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}""" });
        Iam.Call("iam", "AddUserToGroup", new { UserName = "alice", GroupName = "team" });
        Conflict("Cannot delete entity, must delete access keys first.");
        Iam.Call("iam", "DeleteAccessKey", new { UserName = "alice", AccessKeyId = key });
        Conflict("Cannot delete entity, must delete login profile first.");
        Iam.Call("iam", "DeleteLoginProfile", new { UserName = "alice" });
        Conflict("Cannot delete entity, must detach all policies first.");
        Iam.Call("iam", "DetachUserPolicy", new { UserName = "alice", PolicyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess" });
        Conflict("Cannot delete entity, must delete policies first.");
        Iam.Call("iam", "DeleteUserPolicy", new { UserName = "alice", PolicyName = "inline" });
        Conflict("Cannot delete entity, must remove users from group first.");
        Iam.Fails("iam", "DeleteGroup", new { GroupName = "team" }).Code.ShouldBe("DeleteConflict");
        Iam.Call("iam", "RemoveUserFromGroup", new { UserName = "alice", GroupName = "team" });
        Iam.Call("iam", "DeleteUser", new { UserName = "alice" });
        Iam.Fails("iam", "GetUser", new { UserName = "alice" }).Code.ShouldBe("NoSuchEntity");

        void Conflict(string message)
        {
            var error = Iam.Fails("iam", "DeleteUser", new { UserName = "alice" });
            (error.Code, error.Message, error.Status).ShouldBe(("DeleteConflict", message, 409));
        }
    }

    [Fact]
    public void Renaming_a_user_takes_keys_and_groups_along()
    {
        Iam.Call("iam", "CreateUser", new { UserName = "alice" });
        Iam.Call("iam", "CreateGroup", new { GroupName = "team" });
        Iam.Call("iam", "AddUserToGroup", new { UserName = "alice", GroupName = "team" });
        var key = IdentitySandbox.Text(Iam.Call("iam", "CreateAccessKey", new { UserName = "alice" })["AccessKey"]!, "AccessKeyId");
        Iam.Call("iam", "UpdateUser", new { UserName = "alice", NewUserName = "bob", NewPath = "/x/" });
        IdentitySandbox.Text(Iam.Call("iam", "GetUser", new { UserName = "bob" })["User"]!, "Arn").ShouldBe("arn:aws:iam::111122223333:user/x/bob");
        Iam.Call("iam", "GetAccessKeyLastUsed", new { AccessKeyId = key })["UserName"]!.GetValue<string>().ShouldBe("bob");
        IdentitySandbox.Texts(Iam.Call("iam", "GetGroup", new { GroupName = "team" })["Users"]!, "UserName").ShouldBe(["bob"]);
    }

    [Fact]
    public void A_user_has_at_most_two_keys_and_a_key_can_be_switched_off()
    {
        Iam.Call("iam", "CreateUser", new { UserName = "alice" });
        var key = IdentitySandbox.Text(Iam.Call("iam", "CreateAccessKey", new { UserName = "alice" })["AccessKey"]!, "AccessKeyId");
        key.ShouldMatch("^AKIA[A-Z2-7]{16}$");
        Iam.Call("iam", "CreateAccessKey", new { UserName = "alice" })["AccessKey"]!["SecretAccessKey"]!.GetValue<string>().Length.ShouldBe(40);
        var error = Iam.Fails("iam", "CreateAccessKey", new { UserName = "alice" });
        (error.Code, error.Message).ShouldBe(("LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2"));
        Iam.Call("iam", "UpdateAccessKey", new { UserName = "alice", AccessKeyId = key, Status = "Inactive" });
        Iam.Call("iam", "ListAccessKeys", new { UserName = "alice" })["AccessKeyMetadata"]!.AsArray()
            .Single(item => IdentitySandbox.Text(item!, "AccessKeyId") == key)!["Status"]!.GetValue<string>().ShouldBe("Inactive");
        Iam.Fails("iam", "DeleteAccessKey", new { UserName = "alice", AccessKeyId = "AKIAAAAAAAAAAAAAAAAA" }).Message.ShouldBe("The Access Key with id AKIAAAAAAAAAAAAAAAAA cannot be found.");
    }

    [Fact]
    public void A_trust_policy_comes_back_as_it_was_given()
    {
        Iam.Call("iam", "CreateRole", new { RoleName = "web", Path = "/app/", AssumeRolePolicyDocument = Trust, MaxSessionDuration = 7200 });
        var role = Iam.Call("iam", "GetRole", new { RoleName = "web" })["Role"]!;
        IdentitySandbox.Text(role, "RoleId").ShouldMatch("^AROA[A-Z2-7]{17}$");
        IdentitySandbox.Text(role, "AssumeRolePolicyDocument").ShouldBe(Trust);
        role["MaxSessionDuration"]!.GetValue<int>().ShouldBe(7200);
    }

    [Theory]
    [InlineData("not json", "This policy contains invalid Json")]
    [InlineData("""{"Version":"2012-10-17","Statement":[]}""", "Syntax errors in policy.")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}""", "Missing required field Principal")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}]}""", "Has prohibited field Resource")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"s3:GetObject"}]}""", "AssumeRole policy may only specify STS AssumeRole actions.")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/nobody"},"Action":"sts:AssumeRole"}]}""", "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111122223333:user/nobody\"")]
    public void A_trust_policy_is_checked(string document, string message)
    {
        var error = Iam.Fails("iam", "CreateRole", new { RoleName = "web", AssumeRolePolicyDocument = document });
        (error.Code, error.Message).ShouldBe(("MalformedPolicyDocument", message));
    }

    [Fact]
    public void A_role_in_an_instance_profile_is_not_deleted()
    {
        Iam.Call("iam", "CreateRole", new { RoleName = "web", AssumeRolePolicyDocument = Trust });
        Iam.Call("iam", "CreateInstanceProfile", new { InstanceProfileName = "web" });
        Iam.Call("iam", "AddRoleToInstanceProfile", new { InstanceProfileName = "web", RoleName = "web" });
        Iam.Fails("iam", "AddRoleToInstanceProfile", new { InstanceProfileName = "web", RoleName = "web" }).Code.ShouldBe("LimitExceeded");
        IdentitySandbox.Texts(Iam.Call("iam", "GetInstanceProfile", new { InstanceProfileName = "web" })["InstanceProfile"]!["Roles"]!, "RoleName").ShouldBe(["web"]);
        Iam.Fails("iam", "DeleteRole", new { RoleName = "web" }).Message.ShouldBe("Cannot delete entity, must remove roles from instance profile first.");
        Iam.Call("iam", "RemoveRoleFromInstanceProfile", new { InstanceProfileName = "web", RoleName = "web" });
        Iam.Call("iam", "DeleteRole", new { RoleName = "web" });
        Iam.Call("iam", "DeleteInstanceProfile", new { InstanceProfileName = "web" });
    }

    [Fact]
    public void A_service_linked_role_changes_only_through_its_service()
    {
        var role = Iam.Call("iam", "CreateServiceLinkedRole", new { AWSServiceName = "config.amazonaws.com" })["Role"]!;
        IdentitySandbox.Text(role, "Arn").ShouldBe("arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig");
        Iam.Fails("iam", "CreateServiceLinkedRole", new { AWSServiceName = "config.amazonaws.com" }).Code.ShouldBe("InvalidInput");
        foreach (var (operation, input) in new (string, object)[]
                 {
                     ("DeleteRole", new { RoleName = "AWSServiceRoleForConfig" }),
                     ("UpdateAssumeRolePolicy", new { RoleName = "AWSServiceRoleForConfig", PolicyDocument = Trust }),
                     ("DetachRolePolicy", new { RoleName = "AWSServiceRoleForConfig", PolicyArn = "arn:aws:iam::aws:policy/aws-service-role/AWSConfigServiceRolePolicy" }),
                 })
            Iam.Fails("iam", operation, input).Code.ShouldBe("UnmodifiableEntity", operation);
        var task = Iam.Call("iam", "DeleteServiceLinkedRole", new { RoleName = "AWSServiceRoleForConfig" })["DeletionTaskId"]!.GetValue<string>();
        Iam.Call("iam", "GetServiceLinkedRoleDeletionStatus", new { DeletionTaskId = task })["Status"]!.GetValue<string>().ShouldBe("SUCCEEDED");
    }

    [Fact]
    public void Every_page_of_users_together_is_every_user_once()
    {
        foreach (var i in Enumerable.Range(0, 23))
            Iam.Call("iam", "CreateUser", new { UserName = $"user-{i}" });
        var users = IdentitySandbox.All(Iam, "iam", "ListUsers", new JsonObject { ["MaxItems"] = 5 }, "Users", "Marker", "Marker");
        users.Select(user => IdentitySandbox.Text(user, "UserName")).Distinct().Count().ShouldBe(24);
        Iam.Fails("iam", "ListUsers", new { Marker = "made-up" }).Code.ShouldBe("ValidationError");
    }
}
