using System.Collections.Frozen;
using Landward.Access;
using Landward.Model;
using Landward.Policy;
using Landward.Tests.Access.Generated;

namespace Landward.Tests.Access.WhoCan;

public class WhoCanTests
{
    private readonly OrganizationGenerator _generator = new(seed: 4, accounts: 6, principalsPerAccount: 12);

    private string Account => _generator.Accounts[3];

    private string Bucket => $"arn:aws:s3:::planted-{Account}";

    private WhoCanAnswer Ask(string action, string resource, RequestContext? given = null) =>
        WhoCanEvaluator.Answer(new AccessView(_generator.Build()), new WhoCanQuestion(action, resource, null, given));

    private void PlantBucket(string policy, PublicAccessBlock? block = null) => _generator.Plant(new AccessResource
    {
        Arn = Bucket,
        Type = "AWS::S3::Bucket",
        Account = Account,
        Region = "eu-west-1",
        Policy = _generator.Policy(policy.Replace("BUCKET", Bucket, StringComparison.Ordinal), "planted", PolicyKind.Resource),
        PublicAccessBlock = block,
    });

    private static GrantedAccess Row(WhoCanAnswer answer, string principal) => answer.Access.Where(row => row.Principal == principal).ShouldHaveSingleItem();

    [Fact]
    public void An_identity_policy_is_named_as_what_grants()
    {
        var arn = _generator.PlantRole(Account, "team/Reader", TrustTexts.Service("ec2.amazonaws.com"), """{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":"glacier:DeleteVault","Resource":"*"}]}""");
        var row = Row(Ask("glacier:DeleteVault", $"arn:aws:glacier:eu-west-1:{Account}:vaults/v"), arn);
        row.Kind.ShouldBe(CallerKind.Role);
        row.Grant!.Value.Statement.Sid.ShouldBe("Read");
    }

    [Fact]
    public void Equal_documents_keep_the_names_they_are_attached_under()
    {
        const string text = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"glacier:DeleteVault","Resource":"*"}]}""";
        var first = _generator.Plant(OrganizationGenerator.NewUser(Account, "first") with { Identity = [_generator.Policy(text, "mine")] });
        var second = _generator.Plant(OrganizationGenerator.NewUser(Account, "second") with { Identity = [_generator.Policy(text, "yours")] });
        var answer = Ask("glacier:DeleteVault", $"arn:aws:glacier:eu-west-1:{Account}:vaults/v");
        Row(answer, first).Grant!.Value.Policy.Name.ShouldBe("mine");
        Row(answer, second).Grant!.Value.Policy.Name.ShouldBe("yours");
    }

    [Fact]
    public void A_condition_that_the_snapshot_cannot_decide_is_told()
    {
        var arn = _generator.PlantUser(
            Account, "eve", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]}""");
        PlantBucket("""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}""");
        var row = Row(Ask("s3:PutObject", Bucket + "/x"), arn);
        row.Certainty.ShouldBe(AccessCertainty.Conditional);
        row.Condition!.ToString().ShouldBe("aws:MultiFactorAuthPresent Bool true");
        Row(Ask("s3:PutObject", Bucket + "/x", RequestContext.Of(("aws:MultiFactorAuthPresent", "true"))), arn).Certainty.ShouldBe(AccessCertainty.Allowed);
        Ask("s3:PutObject", Bucket + "/x", RequestContext.Of(("aws:MultiFactorAuthPresent", "false"))).Access.ShouldNotContain(item => item.Principal == arn);
    }

    [Fact]
    public void Organization_policies_and_boundaries_take_principals_out()
    {
        const string allow = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"glacier:DeleteVault","Resource":"*"}]}""";
        var stopped = _generator.PlantRole(Account, "stopped", TrustTexts.Service("ec2.amazonaws.com"), allow);
        var free = _generator.PlantRole(_generator.ManagementAccount, "free", TrustTexts.Service("ec2.amazonaws.com"), allow);
        var bounded = _generator.Plant(_generator.NewRole(_generator.ManagementAccount, "bounded", TrustTexts.Service("ec2.amazonaws.com")) with
        {
            Identity = [_generator.Policy(allow, "allow")],
            PermissionsBoundary = [_generator.Policy(PolicyTexts.ReadOnly, "boundary", PolicyKind.PermissionsBoundary)],
        });
        _generator.PlantPolicy("r-root", PolicyType.ServiceControlPolicy, "no-vaults", """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"glacier:*","Resource":"*"}]}""");
        Ask("glacier:DeleteVault", $"arn:aws:glacier:eu-west-1:{Account}:vaults/v").Access.ShouldNotContain(row => row.Principal == stopped);
        var ofManagement = Ask("glacier:DeleteVault", $"arn:aws:glacier:eu-west-1:{_generator.ManagementAccount}:vaults/v").Access;
        ofManagement.ShouldContain(row => row.Principal == free);
        ofManagement.ShouldNotContain(row => row.Principal == bounded);
    }

    [Fact]
    public void Services_strangers_and_anybody_come_from_the_resource_policy()
    {
        PlantBucket($$$$"""
            {"Version":"2012-10-17","Statement":[
            {"Effect":"Allow","Principal":{"Service":"logging.s3.amazonaws.com"},"Action":"s3:GetObjectTagging","Resource":"BUCKET/*"},
            {"Effect":"Allow","Principal":{"AWS":"{{{{OrganizationGenerator.Vendor}}}}"},"Action":"s3:GetObjectTagging","Resource":"BUCKET/*"},
            {"Effect":"Allow","Principal":"*","Action":"s3:GetObjectTagging","Resource":"BUCKET/*","Condition":{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}}]}
            """);
        _generator.PlantPolicy(Account, PolicyType.ResourceControlPolicy, "none", """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:DeleteObject","Resource":"*"}]}""");
        var snapshot = _generator.Build();
        var unfenced = snapshot with
        {
            Organization = snapshot.Organization! with { Units = [.. snapshot.Organization!.Units.Select(unit => unit with { Policies = [.. unit.Policies.Where(policy => policy.Name != "perimeter")] })] },
        };
        var access = WhoCanEvaluator.Answer(new AccessView(unfenced), new WhoCanQuestion("s3:GetObjectTagging", Bucket + "/x")).Access;
        access.ShouldContain(row => row.Kind == CallerKind.AwsService && row.Principal == "logging.s3.amazonaws.com" && row.Certainty == AccessCertainty.Allowed);
        access.ShouldContain(row => row.Kind == CallerKind.External && row.Account == OrganizationGenerator.Vendor && row.Certainty == AccessCertainty.Allowed);
        access.Where(row => row.Kind == CallerKind.Anonymous).ShouldHaveSingleItem().Condition!.ToString().ShouldContain("aws:SourceIp");
        var fenced = Ask("s3:GetObjectTagging", Bucket + "/x").Access;
        fenced.ShouldNotContain(row => row.Kind == CallerKind.External || row.Kind == CallerKind.Anonymous, "the perimeter keeps strangers out");
        fenced.ShouldContain(row => row.Principal == "logging.s3.amazonaws.com");
    }

    [Fact]
    public void Block_public_access_restricts_a_public_policy_to_the_owner()
    {
        const string anybody = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObjectTorrent","Resource":"BUCKET/*"}]}""";
        PlantBucket(anybody);
        Ask("s3:GetObjectTorrent", Bucket + "/x").Access.Select(row => row.Account).Distinct().Count().ShouldBeGreaterThan(2);
        PlantBucket(anybody, new PublicAccessBlock(false, false, false, RestrictPublicBuckets: true));
        Ask("s3:GetObjectTorrent", Bucket + "/x").Access
            .Where(row => row.Account != Account && row.Kind != CallerKind.AwsService).Select(row => row.Principal).ShouldBeEmpty();
    }

    [Fact]
    public void A_key_grant_needs_no_policy()
    {
        var grantee = _generator.PlantRole(Account, "grantee", TrustTexts.Service("ec2.amazonaws.com"));
        var key = $"arn:aws:kms:eu-west-1:{Account}:key/planted";
        _generator.Plant(new AccessResource
        {
            Arn = key,
            Type = "AWS::KMS::Key",
            Account = Account,
            Region = "eu-west-1",
            Policy = _generator.Policy("""{"Version":"2012-10-17","Statement":[]}""", "key", PolicyKind.Resource),
            KeyGrants = [new KeyGrant("g1", grantee, ["Decrypt"], FrozenDictionary<string, string>.Empty)],
        });
        Row(Ask("kms:Decrypt", key), grantee).Via.ShouldBe("KMS grant g1");
        Ask("kms:Encrypt", key).Access.ShouldNotContain(row => row.Principal == grantee);
    }

    [Fact]
    public void A_resource_that_the_snapshot_lacks_leaves_doubt_and_says_so()
    {
        var arn = _generator.PlantUser(_generator.ManagementAccount, "eve", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}]}""");
        var answer = Ask("s3:PutObject", "arn:aws:s3:::nobody-knows/x");
        answer.Notes.Length.ShouldBe(2);
        Row(answer, arn).Certainty.ShouldBe(AccessCertainty.Undecided);
        answer.Access.ShouldNotContain(row => row.Certainty == AccessCertainty.Allowed);
    }

    [Fact]
    public void A_resource_of_a_type_without_policies_is_decided_by_the_callers_own()
    {
        var arn = _generator.PlantUser(_generator.ManagementAccount, "eve", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"cloudtrail:*","Resource":"*"}]}""");
        var answer = Ask("cloudtrail:StopLogging", $"arn:aws:cloudtrail:eu-west-1:{_generator.ManagementAccount}:trail/organization");
        Row(answer, arn).Certainty.ShouldBe(AccessCertainty.Allowed);
        Row(Ask("cloudtrail:GetChannel", $"arn:aws:cloudtrail:eu-west-1:{_generator.ManagementAccount}:channel/c"), arn).Certainty.ShouldBe(AccessCertainty.Undecided);
    }

    [Fact]
    public void A_principal_with_unread_policies_is_undecided()
    {
        var arn = _generator.Plant(OrganizationGenerator.NewUser(Account, "half") with { UnreadPolicies = ["secret-policy"] });
        Row(Ask("glacier:DeleteVault", $"arn:aws:glacier:eu-west-1:{Account}:vaults/v"), arn).Reason!.ShouldContain("secret-policy");
    }

    [Fact]
    public void The_root_user_of_the_owner_can_where_no_guardrail_stops_it() =>
        Row(Ask("s3:PutObject", $"arn:aws:s3:::example-{_generator.ManagementAccount}-shared/x"), $"arn:aws:iam::{_generator.ManagementAccount}:root").Via.ShouldBe("root user");
}
