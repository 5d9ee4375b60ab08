using System.Text.Json.Nodes;
using Landward.Access;
using Landward.Model;
using Landward.Policy;
using Landward.Tests.Access.Generated;

namespace Landward.Tests.Access.Impact;

public sealed class CallReplayTests
{
    private const string DenyDelete = """
        {"Version":"2012-10-17","Statement":[{"Sid":"KeepTables","Effect":"Deny","Action":"dynamodb:DeleteTable","Resource":"arn:aws:dynamodb:*:*:table/prod-*"}]}
        """;

    private readonly OrganizationGenerator _generator = new(seed: 3, accounts: 6, principalsPerAccount: 10);
    private readonly string _account;
    private readonly string _role;

    public CallReplayTests()
    {
        _account = _generator.Accounts.First(account => _generator.ParentOf(account).StartsWith("ou-", StringComparison.Ordinal) && account != _generator.AuditAccount && account != _generator.SharedServicesAccount);
        _role = _generator.PlantRole(_account, "team/Cleaner", TrustTexts.Service("ec2.amazonaws.com"), """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["dynamodb:*","iam:*"],"Resource":"*"}}""");
    }

    [Fact]
    public async Task A_call_that_a_new_policy_denies_is_broken_and_the_statement_is_named()
    {
        var result = await AttachAsync(DenyDelete, Delete("prod-orders"), Delete("prod-orders") with { Time = "2026-03-09T00:00:00Z" }, Delete("dev-orders"));
        var broken = result.Calls.ShouldHaveSingleItem();
        broken.Verdict.ShouldBe(ReplayVerdict.Broken);
        broken.Call.Principal.Arn.ShouldBe(_role);
        broken.Call.Count.ShouldBe(2);
        broken.Call.LastSeen.Day.ShouldBe(9);
        broken.Gate.ShouldBe(PolicyGate.ServiceControlPolicy);
        broken.By!.Value.ToString().ShouldContain("KeepTables");
        result.BreaksNothing.ShouldBeFalse();
        result.UnchangedCalls.ShouldBe(1);
    }

    [Fact]
    public async Task A_call_of_the_management_account_is_not_bound_by_service_control_policies()
    {
        var manager = _generator.PlantRole(_generator.ManagementAccount, "Admin", TrustTexts.Service("ec2.amazonaws.com"));
        (await AttachAsync(DenyDelete, Delete("prod-orders", manager))).BreaksNothing.ShouldBeTrue();
    }

    [Fact]
    public async Task Calls_of_accounts_elsewhere_are_said_to_be_outside()
    {
        var stranger = Delete("x", "arn:aws:iam::999900001111:role/vendor") with { Account = "999900001111" };
        var result = await AttachAsync(DenyDelete, stranger, Delete("dev-x"));
        result.OutsideCalls.ShouldBe(1);
        result.OutsideAccounts.ShouldBe(["999900001111"]);
    }

    [Fact]
    public async Task What_the_log_tells_about_the_context_decides()
    {
        const string office = """
            {"Version":"2012-10-17","Statement":[{"Sid":"Office","Effect":"Deny","Action":"dynamodb:*","Resource":"*","Condition":{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"},"BoolIfExists":{"aws:ViaAWSService":"false"}}}]}
            """;
        var result = await AttachAsync(office, Delete("a"), Delete("b") with { SourceIp = "198.51.100.1" }, Delete("c") with { SourceIp = "cloudformation.amazonaws.com" });
        Verdicts(result).ShouldBe(["b Broken", "c MayBreak"]);
        result.Calls[1].Condition!.ToString().ShouldContain("aws:SourceIp");
    }

    [Fact]
    public async Task A_key_the_log_never_tells_leaves_a_condition()
    {
        const string tagged = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"dynamodb:DeleteTable","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/stage":"prod"}}}]}
            """;
        var call = (await AttachAsync(tagged, Delete("a"))).Calls.ShouldHaveSingleItem();
        call.Verdict.ShouldBe(ReplayVerdict.MayBreak);
        call.Condition!.ToString().ShouldContain("aws:ResourceTag/stage");
    }

    [Fact]
    public async Task A_key_that_the_action_does_not_have_is_absent()
    {
        const string other = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEquals":{"ec2:InstanceType":"p5.48xlarge"}}}]}
            """;
        (await AttachAsync(other, Delete("a"))).BreaksNothing.ShouldBeTrue();
    }

    [Fact]
    public async Task A_resource_the_log_does_not_name_in_full_depends_on_which_it_was()
    {
        const string team = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:DeleteRole","Resource":"arn:aws:iam::*:role/team/*"}]}
            """;
        var gone = new RecordedEvent(_role, "iam", "DeleteRole", new JsonObject { ["roleName"] = "gone" }, "iam:DeleteRole", "?");
        var call = (await AttachAsync(team, gone)).Calls.ShouldHaveSingleItem();
        call.Verdict.ShouldBe(ReplayVerdict.MayBreak);
        call.DependsOnResource.ShouldBeTrue();
        const string all = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:DeleteRole","Resource":"*"}]}""";
        (await AttachAsync(all, gone)).Calls.ShouldHaveSingleItem().Verdict.ShouldBe(ReplayVerdict.Broken);
        const string elsewhere = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:DeleteRole","Resource":"arn:aws:iam::*:role/team/x"}]}""";
        (await AttachAsync(elsewhere, gone)).BreaksNothing.ShouldBeTrue();
    }

    [Fact]
    public async Task Detaching_the_last_allow_breaks_every_call_below_it()
    {
        var before = _generator.Build();
        var after = Apply(before, new PolicyChange.Detach("root", "FullAWSAccess"));
        var result = await RecordedEvent.ReplayAsync([Delete("a")], before, after);
        var call = result.Calls.ShouldHaveSingleItem();
        call.Verdict.ShouldBe(ReplayVerdict.Broken);
        call.By.ShouldBeNull();
        call.Gate.ShouldBe(PolicyGate.ServiceControlPolicy);
        call.Level.ShouldBe("root");
    }

    [Fact]
    public async Task A_resource_control_policy_binds_callers_from_outside()
    {
        const string noStrangers = """
            {"Version":"2012-10-17","Statement":[{"Sid":"Ours","Effect":"Deny","Principal":"*","Action":"dynamodb:*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalAccount":"111122223333"}}}]}
            """;
        var stranger = Delete("shared", "arn:aws:iam::999900001111:role/vendor") with { Account = _account };
        var before = _generator.Build();
        var after = Apply(before, new PolicyChange.Attach(_account, PolicyType.ResourceControlPolicy, "ours", noStrangers));
        var call = (await RecordedEvent.ReplayAsync([stranger], before, after)).Calls.ShouldHaveSingleItem();
        call.Verdict.ShouldBe(ReplayVerdict.Broken);
        call.Gate.ShouldBe(PolicyGate.ResourceControlPolicy);
    }

    [Fact]
    public async Task A_denied_call_is_newly_allowed_only_when_every_policy_allows_it()
    {
        _generator.PlantPolicy(_account, PolicyType.ServiceControlPolicy, "keep", DenyDelete);
        var before = _generator.Build();
        var after = Apply(before, new PolicyChange.Detach(_account, "keep"));
        var other = new RecordedEvent(_role, "sqs", "DeleteQueue", new JsonObject { ["queueUrl"] = $"https://sqs.eu-west-1.amazonaws.com/{_account}/q" }, "sqs:DeleteQueue", "?") { Error = "AccessDenied" };
        var result = await RecordedEvent.ReplayAsync([Delete("prod-x") with { Error = "AccessDeniedException" }, other], before, after);
        var call = result.Calls.ShouldHaveSingleItem();
        call.Verdict.ShouldBe(ReplayVerdict.NewlyAllowed);
        call.Call.Action.ShouldBe("dynamodb:DeleteTable");
    }

    [Fact]
    public async Task A_replaced_identity_policy_is_judged_with_everything_else()
    {
        var before = _generator.Build();
        var after = Apply(before, new PolicyChange.Replace("planted0", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:Get*","Resource":"*"}}"""));
        var call = (await RecordedEvent.ReplayAsync([Delete("a")], before, after)).Calls.ShouldHaveSingleItem();
        call.Verdict.ShouldBe(ReplayVerdict.Broken);
        call.Gate.ShouldBe(PolicyGate.Identity);
    }

    [Fact]
    public async Task A_call_on_a_resource_of_strangers_breaks_when_its_callers_policy_goes()
    {
        var before = _generator.Build();
        var after = Apply(before, new PolicyChange.Replace("planted0", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:Get*","Resource":"*"}}"""));
        var abroad = new RecordedEvent(_role, "dynamodb", "DeleteTable", new JsonObject { ["tableName"] = "arn:aws:dynamodb:eu-west-1:999900001111:table/t" }, "dynamodb:DeleteTable", "?");
        var call = (await RecordedEvent.ReplayAsync([abroad], before, after)).Calls.ShouldHaveSingleItem();
        call.Call.ResourceAccount.ShouldBe("999900001111");
        call.Verdict.ShouldBe(ReplayVerdict.Broken);
        call.Gate.ShouldBe(PolicyGate.Identity);
    }

    [Fact]
    public async Task What_current_policies_deny_already_is_no_effect_of_the_change()
    {
        _generator.PlantPolicy(_account, PolicyType.ServiceControlPolicy, "keep", DenyDelete);
        var result = await AttachAsync(DenyDelete, Delete("prod-orders"));
        result.Calls.ShouldBeEmpty();
        result.DeniedAlready.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("nowhere", "LW2561")]
    [InlineData("root", "LW2001")]
    public void A_change_that_cannot_be_made_says_why(string target, string code)
    {
        var (snapshot, diagnostics) = PolicyChange.Apply(_generator.Build(), [new PolicyChange.Attach(target, PolicyType.ServiceControlPolicy, "x", target == "root" ? "{" : DenyDelete)]);
        snapshot.ShouldBeNull();
        diagnostics.ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    [Fact]
    public void A_policy_that_does_not_exist_is_said() =>
        PolicyChange.Apply(_generator.Build(), [new PolicyChange.Replace("no-rooot", DenyDelete)]).Diagnostics.ShouldHaveSingleItem().Detail.ShouldContain("no-root");

    private RecordedEvent Delete(string table, string? principal = null) =>
        new(principal ?? _role, "dynamodb", "DeleteTable", new JsonObject { ["tableName"] = table }, "dynamodb:DeleteTable", $"arn:aws:dynamodb:eu-west-1:{_account}:table/{table}");

    private Task<ReplayResult> AttachAsync(string document, params RecordedEvent[] events)
    {
        var before = _generator.Build();
        return RecordedEvent.ReplayAsync(events, before, Apply(before, new PolicyChange.Attach("root", PolicyType.ServiceControlPolicy, "planted", document)));
    }

    private static AccessSnapshot Apply(AccessSnapshot snapshot, PolicyChange change)
    {
        var (changed, diagnostics) = PolicyChange.Apply(snapshot, [change]);
        diagnostics.ShouldBeEmpty();
        return changed!;
    }

    private static IEnumerable<string> Verdicts(ReplayResult result) =>
        result.Calls.Select(call => $"{call.Call.Resource[(call.Call.Resource.LastIndexOf('/') + 1)..]} {call.Verdict}");
}
