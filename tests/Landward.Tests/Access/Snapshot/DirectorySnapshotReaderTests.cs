using Landward.Access;
using Landward.Model;
using Landward.Policy;
using Landward.Tests.LandingZone;

namespace Landward.Tests.Access.Snapshot;

public sealed class DirectorySnapshotReaderTests : IDisposable
{
    private const string Details = """
        {
          "UserDetailList": [{"UserName":"bob","UserId":"AIDAEXAMPLEBOB000001","Arn":"arn:aws:iam::222233334444:user/bob","CreateDate":"2024-01-01T00:00:00+00:00","GroupList":["dev"],"UserPolicyList":[],"AttachedManagedPolicies":[],
            "PermissionsBoundary":{"PermissionsBoundaryType":"Policy","PermissionsBoundaryArn":"arn:aws:iam::222233334444:policy/P"},"Tags":[{"Key":"team","Value":"a"}]}],
          "GroupDetailList": [{"GroupName":"dev","Arn":"arn:aws:iam::222233334444:group/dev","AttachedManagedPolicies":[{"PolicyName":"P","PolicyArn":"arn:aws:iam::222233334444:policy/P"}],
            "GroupPolicyList":[{"PolicyName":"inline","PolicyDocument":"%7B%22Statement%22%3A%5B%5D%7D"}]}],
          "RoleDetailList": [{"RoleName":"R","RoleId":"AROAEXAMPLE00000001","Arn":"arn:aws:iam::222233334444:role/team/R","RolePolicyList":[],"AttachedManagedPolicies":[],"InstanceProfileList":[{"Arn":"arn:aws:iam::222233334444:instance-profile/R"}],
            "AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]},
            "RoleLastUsed":{"LastUsedDate":"2026-02-03T04:05:06+00:00"}}],
          "Policies": [{"PolicyName":"P","Arn":"arn:aws:iam::222233334444:policy/P","PolicyVersionList":[
            {"VersionId":"v1","IsDefaultVersion":false,"Document":{"Statement":[]}},
            {"VersionId":"v2","IsDefaultVersion":true,"Document":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}}]}]
        }
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private (AccessSnapshot? Snapshot, IReadOnlyList<Diagnostic> Diagnostics) Read()
    {
        var (snapshot, diagnostics) = DirectorySnapshotReader.Read(_directory.Path);
        return (snapshot, diagnostics);
    }

    [Fact]
    public void Authorization_details_become_principals_with_every_policy_in_force()
    {
        _directory.Write("dev.json", Details);
        var (snapshot, diagnostics) = Read();
        diagnostics.ShouldBeEmpty();
        var account = snapshot!.Accounts.ShouldHaveSingleItem();
        account.Id.Value.ShouldBe("222233334444");
        var bob = account.Principals.Single(principal => principal.Principal.Kind == PrincipalKind.User);
        bob.Identity.Select(policy => policy.Name).ShouldBe(["inline", "P"]);
        bob.Identity[1].Document.Statements.ShouldHaveSingleItem();
        bob.PermissionsBoundary.ShouldHaveSingleItem().Kind.ShouldBe(PolicyKind.PermissionsBoundary);
        bob.Tags["team"].ShouldBe("a");
        var role = account.Principals.Single(principal => principal.Principal.Kind == PrincipalKind.Role);
        role.Trust!.Document.Statements.ShouldHaveSingleItem();
        role.Principal.UniqueId.ShouldBe("AROAEXAMPLE00000001");
        role.LastUsedAt!.Value.Year.ShouldBe(2026);
        snapshot.Unread.ShouldHaveSingleItem().What.ShouldBe("organizations:DescribeOrganization");
    }

    [Fact]
    public void The_organization_comes_from_the_lists_of_the_aws_cli()
    {
        _directory.Write("dev.json", Details);
        _directory.Write("org/describe-organization.json", """{"Organization":{"Id":"o-example","MasterAccountId":"111122223333"}}""");
        _directory.Write("org/list-roots.json", """{"Roots":[{"Id":"r-abcd","Name":"Root"}]}""");
        _directory.Write("org/list-organizational-units-for-parent.r-abcd.json", """{"OrganizationalUnits":[{"Id":"ou-1","Name":"Workloads"}]}""");
        _directory.Write("org/list-organizational-units-for-parent.ou-1.json", """{"OrganizationalUnits":[{"Id":"ou-2","Name":"Dev"}]}""");
        _directory.Write("org/list-accounts-for-parent.r-abcd.json", """{"Accounts":[{"Id":"111122223333","Name":"management","Email":"m@example.com","Status":"ACTIVE"}]}""");
        _directory.Write("org/list-accounts-for-parent.ou-2.json", """{"Accounts":[{"Id":"222233334444","Name":"dev","Email":"d@example.com","Status":"ACTIVE"}]}""");
        foreach (var target in new[] { "r-abcd", "ou-1", "111122223333", "222233334444" })
            _directory.Write($"org/list-policies-for-target.{target}.json", """{"Policies":[{"Id":"p-FullAWSAccess"}]}""");
        _directory.Write("org/list-policies-for-target.ou-2.json", """{"Policies":[{"Id":"p-FullAWSAccess"},{"Id":"p-guard"}]}""");
        _directory.Write("org/describe-policy.p-guard.json", """{"Policy":{"PolicySummary":{"Id":"p-guard","Name":"guard","Type":"SERVICE_CONTROL_POLICY"},"Content":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}"}}""");
        var (snapshot, diagnostics) = Read();
        diagnostics.ShouldBeEmpty();
        var levels = new AccessView(snapshot!).LevelsOf("222233334444", PolicyType.ServiceControlPolicy);
        levels.Select(level => level.Target).ShouldBe(["root", "Workloads", "Workloads/Dev", "dev"]);
        levels[2].Policies.Select(policy => policy.Name).ShouldBe(["FullAWSAccess", "guard"]);
        snapshot!.Unread.ShouldHaveSingleItem().Account.ShouldBe("111122223333", "the management account's principals were not exported");
        WhoCanEvaluator.Answer(new AccessView(snapshot), new WhoCanQuestion("s3:GetObject", "arn:aws:s3:::x/y", "222233334444")).Access.ShouldBeEmpty();
    }

    [Fact]
    public void Resources_and_credential_reports_join_in()
    {
        _directory.Write("dev.json", Details);
        _directory.Write("resources.json", """
            {"Resources":[
              {"Arn":"arn:aws:s3:::data","Account":"222233334444","Region":"eu-west-1","Policy":{"Version":"2012-10-17","Statement":[]},"PublicAccessBlock":{"RestrictPublicBuckets":true}},
              {"Arn":"arn:aws:kms:eu-west-1:222233334444:key/k","Policy":"{\"Statement\":[]}","Grants":[{"GrantId":"g","GranteePrincipal":"arn:aws:iam::222233334444:role/team/R","Operations":["Decrypt"]}]},
              {"Type":"AWS::S3::AccountPublicAccessBlock","Account":"222233334444","PublicAccessBlock":{"IgnorePublicAcls":true}}]}
            """);
        var csv = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date\n"
            + "bob,arn:aws:iam::222233334444:user/bob,2024-01-01T00:00:00+00:00,true,no_information,2024-01-01T00:00:00+00:00,false,true,2024-02-01T00:00:00+00:00,N/A";
        _directory.Write("report.json", $$"""{"Content":"{{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(csv))}}","ReportFormat":"text/csv"}""");
        var (snapshot, diagnostics) = Read();
        diagnostics.ShouldBeEmpty();
        snapshot!.Resources.Select(resource => resource.Type).ShouldBe(["AWS::KMS::Key", "AWS::S3::Bucket"]);
        snapshot.Resources[1].PublicAccessBlock!.RestrictPublicBuckets.ShouldBeTrue();
        snapshot.Resources[0].KeyGrants.ShouldHaveSingleItem().Operations.ShouldBe(["Decrypt"]);
        snapshot.Accounts[0].PublicAccessBlock!.IgnorePublicAcls.ShouldBeTrue();
        var bob = snapshot.Principals.Single(principal => principal.Principal.Kind == PrincipalKind.User);
        bob.Password!.HasMfa.ShouldBeFalse();
        bob.Password.LastUsedAt.ShouldBeNull();
        bob.AccessKeys.ShouldHaveSingleItem().Active.ShouldBeTrue();
    }

    [Fact]
    public void What_is_wrong_is_told_with_file_and_line_and_leaves_doubt()
    {
        _directory.Write("dev.json", Details.Replace("\"Action\":\"s3:*\"", "\"Action\":7", StringComparison.Ordinal));
        _directory.Write("half.json", "{\n  \"UserDetailList\": [");
        _directory.Write("other.json", """{"hello":1}""");
        _directory.Write("twice.json", """{"Resources":[],"Resources":[]}""");
        _directory.Write("resources.json", "{\"Resources\":[\n{\"Arn\":\"nonsense\"},\n{\"Arn\":\"arn:aws:s3:::data\"}]}");
        var (snapshot, diagnostics) = Read();
        diagnostics.Where(item => item.Code == "LW2501").Select(item => Path.GetFileName(item.Span!.File)).ShouldBe(["half.json", "twice.json"]);
        diagnostics.Where(item => item.Code == "LW2503").ShouldHaveSingleItem().Span!.File.ShouldEndWith("other.json");
        diagnostics.Where(item => item.Code == "LW2502" && item.Span!.File.EndsWith("resources.json", StringComparison.Ordinal)).Select(item => item.Span!.Line).ShouldBe([2, 3]);
        diagnostics.Where(item => item.Code == "LW2502" && item.Span!.File.EndsWith("dev.json", StringComparison.Ordinal)).ShouldAllBe(item => item.Span!.Line == 11);
        snapshot!.Principals.Single(principal => principal.Principal.Kind == PrincipalKind.User).UnreadPolicies.ShouldBe(["P", "P"]);
        snapshot.Unread.Length.ShouldBeGreaterThan(3);
    }

    [Fact]
    public void A_directory_without_accounts_is_no_snapshot()
    {
        var (snapshot, diagnostics) = Read();
        snapshot.ShouldBeNull();
        diagnostics.ShouldHaveSingleItem().Severity.ShouldBe(DiagnosticSeverity.Error);
    }

    [Fact]
    public void A_guardrail_that_cannot_be_read_makes_the_answer_partial_instead_of_failing()
    {
        _directory.Write("dev.json", Details);
        _directory.Write("describe-organization.json", """{"Organization":{"Id":"o-example","MasterAccountId":"111122223333"}}""");
        _directory.Write("list-roots.json", """{"Roots":[{"Id":"r-abcd","Name":"Root"}]}""");
        _directory.Write("list-accounts-for-parent.r-abcd.json", """{"Accounts":[{"Id":"222233334444","Name":"dev"}]}""");
        _directory.Write("list-policies-for-target.r-abcd.json", """{"Policies":[{"Id":"p-broken"},{"Id":"p-gone"},{"Id":"p-FullAWSAccess"}]}""");
        _directory.Write("describe-policy.p-broken.json", """{"Policy":{"PolicySummary":{"Id":"p-broken","Type":"SERVICE_CONTROL_POLICY"},"Content":"{"}}""");
        var (snapshot, diagnostics) = Read();
        diagnostics.Count(item => item.Code == "LW2502").ShouldBe(2);
        diagnostics.Count(item => item.Code == "LW2504").ShouldBe(1);
        snapshot!.Unread.Count(source => source.What == "organizations:DescribePolicy").ShouldBe(2);
        new AccessView(snapshot).LevelsOf("222233334444", PolicyType.ServiceControlPolicy).Length.ShouldBe(2);
    }
}
