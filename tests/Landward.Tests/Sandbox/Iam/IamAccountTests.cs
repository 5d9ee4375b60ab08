using System.Text;
using System.Text.Json.Nodes;

namespace Landward.Tests.Sandbox.Iam;

public sealed class IamAccountTests
{
    private readonly IdentitySandbox _sandbox = new();

    private SandboxClient Iam => _sandbox.Management;

    [Fact]
    public void Updating_the_password_policy_replaces_all_of_it()
    {
        Iam.Call("iam", "UpdateAccountPasswordPolicy", new { MinimumPasswordLength = 14, RequireSymbols = true, MaxPasswordAge = 90, PasswordReusePrevention = 24 });
        Iam.Call("iam", "UpdateAccountPasswordPolicy", new { MinimumPasswordLength = 12 });
        var policy = Iam.Call("iam", "GetAccountPasswordPolicy")["PasswordPolicy"]!;
        (policy["MinimumPasswordLength"]!.GetValue<long>(), policy["RequireSymbols"]!.GetValue<bool>(), policy["ExpirePasswords"]!.GetValue<bool>()).ShouldBe((12, false, false));
        policy["MaxPasswordAge"].ShouldBeNull();
        Iam.Fails("iam", "UpdateAccountPasswordPolicy", new { MinimumPasswordLength = 3 }).Code.ShouldBe("ValidationError");
        Iam.Call("iam", "CreateUser", new { UserName = "alice" });
        Iam.Fails("iam", "CreateLoginProfile", new { UserName = "alice", Password = "short" }).Code.ShouldBe("PasswordPolicyViolation");
    }

    [Fact]
    public void Authorization_details_show_everything_in_use_page_by_page()
    {
        Iam.Call("iam", "CreateGroup", new { GroupName = "team" });
        Iam.Call("iam", "CreateRole", new { RoleName = "web", AssumeRolePolicyDocument = """{"Statement":{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}}""" });
        Iam.Call("iam", "PutRolePolicy", new { RoleName = "web", PolicyName = "inline", PolicyDocument = """{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}""" });
        Iam.Call("iam", "AddUserToGroup", new { UserName = "landward-admin", GroupName = "team" });
        var all = Iam.Call("iam", "GetAccountAuthorizationDetails");
        all["UserDetailList"]![0]!["GroupList"]![0]!.GetValue<string>().ShouldBe("team");
        all["UserDetailList"]![0]!["AttachedManagedPolicies"]![0]!["PolicyName"]!.GetValue<string>().ShouldBe("AdministratorAccess");
        all["RoleDetailList"]![0]!["RolePolicyList"]![0]!["PolicyDocument"]!.GetValue<string>().ShouldStartWith("{");
        IdentitySandbox.Texts(all["Policies"]!, "PolicyName").ShouldBe(["AdministratorAccess"]);
        var first = Iam.Call("iam", "GetAccountAuthorizationDetails", new { MaxItems = 3 });
        first["IsTruncated"]!.GetValue<bool>().ShouldBeTrue();
        first["Policies"]!.AsArray().Count.ShouldBe(0);
        Iam.Call("iam", "GetAccountAuthorizationDetails", new { MaxItems = 3, Marker = first["Marker"]!.GetValue<string>() })["Policies"]!.AsArray().Count.ShouldBe(1);
        var groups = Iam.Call("iam", "GetAccountAuthorizationDetails", new { Filter = new[] { "Group" } });
        (groups["UserDetailList"]!.AsArray().Count, groups["GroupDetailList"]!.AsArray().Count).ShouldBe((0, 1));
    }

    [Fact]
    public void The_credential_report_has_root_first_and_is_made_before_it_is_read()
    {
        Iam.Fails("iam", "GetCredentialReport").Code.ShouldBe("ReportNotPresent");
        Iam.Call("iam", "GenerateCredentialReport")["State"]!.GetValue<string>().ShouldBe("STARTED");
        Iam.Call("iam", "GenerateCredentialReport")["State"]!.GetValue<string>().ShouldBe("COMPLETE");
        var lines = Encoding.UTF8.GetString(Convert.FromBase64String(Iam.Call("iam", "GetCredentialReport")["Content"]!.GetValue<string>())).Split('\n');
        var columns = lines[0].Split(',');
        lines.ShouldAllBe(line => line.Split(',').Length == columns.Length);
        columns.Length.ShouldBe(22);
        lines[1].ShouldStartWith("<root_account>,arn:aws:iam::111122223333:root,");
        lines[2].Split(',')[Array.IndexOf(columns, "access_key_1_active")].ShouldBe("true");
        lines[2].Split(',')[Array.IndexOf(columns, "access_key_1_last_used_date")].ShouldBe("N/A");
        _sandbox.Harness.Advance(TimeSpan.FromHours(4));
        Iam.Fails("iam", "GetCredentialReport").Code.ShouldBe("ReportExpired");
    }

    [Fact]
    public void The_summary_counts_and_names_the_quotas()
    {
        var map = Iam.Call("iam", "GetAccountSummary")["SummaryMap"]!;
        (map["Users"]!.GetValue<int>(), map["UsersQuota"]!.GetValue<int>(), map["AccountAccessKeysPresent"]!.GetValue<int>()).ShouldBe((1, 5000, 0));
    }

    [Fact]
    public void An_account_has_one_alias_that_no_other_account_has()
    {
        Iam.Call("iam", "CreateAccountAlias", new { AccountAlias = "first" });
        Iam.Call("iam", "CreateAccountAlias", new { AccountAlias = "second" });
        Iam.Call("iam", "ListAccountAliases")["AccountAliases"]!.AsArray().Select(alias => alias!.GetValue<string>()).ShouldBe(["second"]);
        _sandbox.Harness.As("222233334444").Fails("iam", "CreateAccountAlias", new { AccountAlias = "second" }).Code.ShouldBe("EntityAlreadyExists");
        Iam.Fails("iam", "CreateAccountAlias", new { AccountAlias = "Bad--Alias" }).Code.ShouldBe("ValidationError");
    }

    [Fact]
    public void Root_access_is_managed_centrally_once_the_service_is_trusted()
    {
        Iam.Fails("iam", "ListOrganizationsFeatures").Code.ShouldBe("OrganizationNotFoundException");
        _sandbox.CreateOrganization();
        Iam.Fails("iam", "EnableOrganizationsRootCredentialsManagement").Code.ShouldBe("ServiceAccessNotEnabledException");
        Iam.Call("organizations", "EnableAWSServiceAccess", new { ServicePrincipal = "iam.amazonaws.com" });
        Iam.Call("iam", "EnableOrganizationsRootCredentialsManagement");
        Iam.Call("iam", "ListOrganizationsFeatures")["EnabledFeatures"]!.AsArray().Select(feature => feature!.GetValue<string>()).ShouldBe(["RootCredentialsManagement"]);
        _sandbox.Harness.As(_sandbox.CreateAccount("dev")).Fails("iam", "EnableOrganizationsRootCredentialsManagement").Code.ShouldBe("CallerIsNotManagementAccountException");
    }

    [Fact]
    public void A_key_of_another_account_is_not_looked_up()
    {
        var key = IdentitySandbox.Text(Iam.Call("iam", "ListAccessKeys", new { UserName = "landward-admin" })["AccessKeyMetadata"]![0]!, "AccessKeyId");
        Iam.Call("iam", "GetAccessKeyLastUsed", new { AccessKeyId = key })["AccessKeyLastUsed"]!["ServiceName"]!.GetValue<string>().ShouldBe("N/A");
        _sandbox.Harness.As("222233334444").Fails("iam", "GetAccessKeyLastUsed", new { AccessKeyId = key }).Code.ShouldBe("AccessDenied");
    }

    [Fact]
    public void Tag_keys_are_case_insensitive()
    {
        Iam.Call("iam", "TagUser", new { UserName = "landward-admin", Tags = new[] { new { Key = "Env", Value = "a" } } });
        Iam.Call("iam", "TagUser", new { UserName = "landward-admin", Tags = new[] { new { Key = "env", Value = "b" } } });
        IdentitySandbox.Texts(Iam.Call("iam", "ListUserTags", new { UserName = "landward-admin" })["Tags"]!, "Value").ShouldBe(["b"]);
        Iam.Fails("iam", "TagUser", new { UserName = "landward-admin", Tags = new[] { new { Key = "x", Value = "" }, new { Key = "X", Value = "" } } }).Code.ShouldBe("InvalidInput");
        Iam.Call("iam", "UntagUser", new JsonObject { ["UserName"] = "landward-admin", ["TagKeys"] = new JsonArray("ENV") });
        Iam.Call("iam", "ListUserTags", new { UserName = "landward-admin" })["Tags"]!.AsArray().Count.ShouldBe(0);
    }
}
