using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Controls;
using Landward.LandingZone.Applying;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Organizations;
using Landward.LandingZone.Planning;
using Landward.LandingZone.Specification;
using Landward.Model;
using Landward.Sandbox.Hosting;
using Landward.Tests.LandingZone.Desired;

namespace Landward.Tests.LandingZone.Applying;

/// <summary>Plan and apply against the sandbox, over HTTP.</summary>
public sealed class ApplyTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private SandboxHost _sandbox = null!;
    private AwsConnection _connection = null!;
    private AwsSessions _sessions = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync(new SandboxOptions(_directory.Path) { Memory = true, Seed = 1 }, TestContext.Current.CancellationToken);
        _connection = new AwsConnection(new AwsConnectionOptions { EndpointUrl = _sandbox.Endpoint });
        _sessions = Sessions(_connection);
    }

    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        await _sandbox.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Logs_and_baselines_are_made_and_then_nothing_is_left_to_do()
    {
        const string Settings = "access: { passwordPolicy: { minimumLength: 14 } }\nsecurity: { cloudTrail: { organization: true, retention: 1y }, baseline: { s3PublicAccessBlock: on } }\n";
        var desired = DesiredState.Build(Specs.Read(Specs.Minimal + Settings), [DesiredStateTests.Control("LW.TEST.1", string.Empty, 3)]);
        var result = await ApplyAsync(await PlanAsync(desired));
        result.Diagnostics.ShouldBeEmpty();
        PlanRenderer.Text(await PlanAsync(desired)).ShouldEndWith("No changes.");
    }

    /// <summary>The guardrails of the catalogue included; with the sandbox's own account quota.</summary>
    [Fact]
    public async Task The_reference_organization_is_made_and_then_nothing_is_left_to_do()
    {
        var spec = Specs.Blueprint("reference");
        var selection = ControlSelector.Select(
            ControlCatalogue.Load().Catalogue,
            spec.Guardrails,
            [.. spec.Units.Select(unit => new ControlUnit(unit.Path, unit.Kind is UnitKind.Core))],
            new Dictionary<string, ImmutableArray<string>> { ["regions"] = spec.Organization.Regions });
        var desired = DesiredState.Build(spec, selection.Controls);
        desired.Diagnostics.ShouldBeEmpty();
        var plan = await PlanAsync(desired);
        plan.Diagnostics.ShouldBeEmpty();
        plan.Changes.Length.ShouldBeGreaterThan(100);
        plan.Changes.ShouldAllBe(change => change.Action == ChangeAction.Create);
        plan.Changes.ShouldNotContain(change => change.Risks.Contains(Risk.Lockout));

        var result = await ApplyAsync(plan);
        result.Diagnostics.ShouldBeEmpty();
        result.Partial.ShouldBeFalse();
        var second = await PlanAsync(desired);
        second.Diagnostics.ShouldBeEmpty();
        PlanRenderer.Text(second).ShouldEndWith("No changes.");
    }

    [Fact]
    public async Task An_assignment_the_spec_dropped_is_taken_away()
    {
        const string Access = "access: { identityCenter: { groups: [g, h], permissionSets: { p: { managedPolicies: [ReadOnlyAccess] } }, assignments: [ { group: g, permissionSet: p, accounts: all } ] } }\n";
        await ApplyAsync(await PlanAsync(DesiredState.Build(Specs.Read(Specs.Minimal + Access), [])));
        var fewer = DesiredState.Build(Specs.Read(Specs.Minimal + Access.Replace("accounts: all", "accounts: { account: [dev, audit] }")), []);
        var plan = await PlanAsync(fewer);
        plan.Changes.Select(change => (change.Address, change.Action)).ShouldBe(
            [
                ("access/assignments/prod/p/g", ChangeAction.Delete),
                ("access/assignments/management/p/g", ChangeAction.Delete),
                ("access/assignments/log-archive/p/g", ChangeAction.Delete),
            ]);
        (await ApplyAsync(plan)).Diagnostics.ShouldBeEmpty();
        (await PlanAsync(fewer)).Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_changed_permission_set_is_updated_and_provisioned()
    {
        const string Access = "access: { identityCenter: { groups: [g], permissionSets: { p: { managedPolicies: [ReadOnlyAccess], session: 2h } }, assignments: [ { group: g, permissionSet: p, accounts: { account: dev } } ] } }\n";
        await ApplyAsync(await PlanAsync(DesiredState.Build(Specs.Read(Specs.Minimal + Access), [])));
        var changed = DesiredState.Build(Specs.Read(Specs.Minimal + Access.Replace("ReadOnlyAccess", "SecurityAudit").Replace("2h", "3h")), []);
        var plan = await PlanAsync(changed);
        plan.Changes.ShouldHaveSingleItem().ChangedMembers.ShouldBe(["managedPolicies", "sessionDuration"]);
        (await ApplyAsync(plan)).Diagnostics.ShouldBeEmpty();
        (await PlanAsync(changed)).Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Off_removes_what_stands_and_says_what_is_lost()
    {
        const string On = "security: { cloudTrail: { organization: true }, accessAnalyzer: { external: organization }, baseline: { ebsEncryption: on } }\n";
        await ApplyAsync(await PlanAsync(DesiredState.Build(Specs.Read(Specs.Minimal + On), [])));
        var off = DesiredState.Build(Specs.Read(Specs.Minimal + "security: { cloudTrail: off, accessAnalyzer: off, baseline: { ebsEncryption: off } }\n"), []);
        var plan = await PlanAsync(off);
        plan.Changes.ShouldAllBe(change => change.Action == ChangeAction.Delete && change.Risks.Contains(Risk.CoverageLoss));
        plan.Changes.Select(change => change.Node.Kind).Distinct().ShouldBe([ResourceKind.OrganizationTrail, ResourceKind.Analyzer, ResourceKind.EbsDefaultEncryption], ignoreOrder: true);
        (await ApplyAsync(plan)).Diagnostics.ShouldBeEmpty();
        (await PlanAsync(off)).Changes.ShouldBeEmpty();
        // Absence is not off: what is no longer mentioned stays.
        (await PlanAsync(DesiredState.Build(Specs.Read(Specs.Minimal), []))).Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_unit_is_renamed_by_its_key_and_removed_when_ours_and_empty()
    {
        await ApplyAsync(await PlanAsync(DesiredState.Build(Specs.Read(Specs.Minimal.Replace("units:\n", "units:\n  labs: {}\n  old: {}\n")), [])));
        var renamed = DesiredState.Build(Specs.Read(Specs.Minimal.Replace("units:\n", "units:\n  new: { moved: old, name: New }\n")), []);
        var plan = await PlanAsync(renamed);
        plan.Changes.Select(change => (change.Address, change.Action)).ShouldBe([("units/new", ChangeAction.Update), ("units/labs", ChangeAction.Delete)]);
        plan.Changes[1].Risks.ShouldContain(Risk.Destroy);
        (await ApplyAsync(plan)).Diagnostics.ShouldBeEmpty();
        (await PlanAsync(renamed)).Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_live_organization_is_what_the_spec_projects()
    {
        var desired = DesiredState.Build(Specs.Read(Specs.Minimal), [DesiredStateTests.Control("LW.TEST.1", "workloads", 2)]);
        await ApplyAsync(await PlanAsync(desired));
        var live = await OrganizationReader.ReadAsync(_sessions, "eu-west-1", TimeProvider.System, TestContext.Current.CancellationToken);
        live.ShouldNotBeNull();
        var projected = OrganizationProjection.Project(desired, (await PlanAsync(desired)).Facts);
        live.Id.ShouldBe(projected.Id);
        Print(live).ShouldBe(Print(projected));
    }

    [Fact]
    public async Task A_plan_is_the_same_every_time()
    {
        var desired = DesiredState.Build(Specs.Read(Specs.Minimal), []);
        PlanJson.Document(await PlanAsync(desired)).ToJsonString().ShouldBe(PlanJson.Document(await PlanAsync(desired)).ToJsonString());
    }

    [Fact]
    public async Task An_interrupted_apply_is_continued_without_a_second_account()
    {
        var desired = DesiredState.Build(Specs.Read(Specs.Minimal), []);
        using var stop = new CancellationTokenSource();
        var progress = new Recorder(happened => { if (happened is { State: ChangeState.Applied, Change.Node.Kind: ResourceKind.Account }) stop.Cancel(); });
        var interrupted = await Applier.ApplyAsync(await PlanAsync(desired), _sessions, null, new ApplyOptions { Concurrency = 2 }, progress, stop.Token);
        interrupted.Partial.ShouldBeTrue();

        (await ApplyAsync(await PlanAsync(desired))).Partial.ShouldBeFalse();
        (await PlanAsync(desired)).Changes.ShouldBeEmpty();
        var accounts = await _sessions.Management("eu-west-1").ListAsync("organizations", "ListAccounts", null, "Accounts", TestContext.Current.CancellationToken);
        accounts.Select(account => account["Email"]!.GetValue<string>()).ShouldBeUnique();
        accounts.Count.ShouldBe(5);
    }

    [Fact]
    public async Task An_account_that_exists_is_adopted_moved_and_tagged()
    {
        var management = _sessions.Management("eu-west-1");
        await management.CallAsync("organizations", "CreateOrganization", new JsonObject { ["FeatureSet"] = "ALL" }, TestContext.Current.CancellationToken);
        await management.CallAsync("organizations", "CreateAccount", new JsonObject { ["Email"] = "dev@example.com", ["AccountName"] = "old name" }, TestContext.Current.CancellationToken);
        var desired = DesiredState.Build(Specs.Read(Specs.Minimal), []);
        await ApplyAsync(await PlanAsync(desired));
        (await PlanAsync(desired)).Changes.ShouldBeEmpty();
        var live = await OrganizationReader.ReadAsync(_sessions, "eu-west-1", TimeProvider.System, TestContext.Current.CancellationToken);
        var account = live!.Accounts.Where(account => account.Email == "dev@example.com").ShouldHaveSingleItem();
        live.PathTo(account.Id).Last().Path.ShouldBe("workloads/dev");
        account.Tags[LandwardNames.KeyTag].ShouldBe("dev");
    }

    [Fact]
    public async Task What_was_changed_by_hand_is_an_update_and_what_the_spec_dropped_of_ours_is_removed()
    {
        var spec = Specs.Read(Specs.Minimal);
        var control = DesiredStateTests.Control("LW.TEST.1", "workloads", 1);
        await ApplyAsync(await PlanAsync(DesiredState.Build(spec, [control])));
        var management = _sessions.Management("eu-west-1");
        var policies = await management.ListAsync("organizations", "ListPolicies", new JsonObject { ["Filter"] = "SERVICE_CONTROL_POLICY" }, "Policies", TestContext.Current.CancellationToken);
        var id = policies.Single(policy => policy["Name"]!.GetValue<string>() == "landward-workloads-1")["Id"]!.GetValue<string>();
        await management.CallAsync(
            "organizations",
            "UpdatePolicy",
            new JsonObject { ["PolicyId"] = id, ["Content"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""" },
            TestContext.Current.CancellationToken);

        var repair = await PlanAsync(DesiredState.Build(spec, [control]));
        var change = repair.Changes.ShouldHaveSingleItem();
        (change.Address, change.Action).ShouldBe(("policies/landward-workloads-1", ChangeAction.Update));
        change.ChangedMembers.ShouldBe(["document"]);

        var removal = await PlanAsync(DesiredState.Build(spec, []));
        removal.Changes.Select(planned => (planned.Address, planned.Action)).ShouldBe([("policies/landward-workloads-1", ChangeAction.Delete)]);
        removal.Changes[0].Risks.ShouldBe([Risk.CoverageLoss]);
        (await ApplyAsync(removal)).Partial.ShouldBeFalse();
        (await PlanAsync(DesiredState.Build(spec, []))).Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failed_change_skips_what_depends_on_it_and_nothing_else()
    {
        var desired = DesiredState.Build(Specs.Read(Specs.Minimal), []);
        using var faults = new FaultyHttp((request, body) => request.Contains("CreateAccount") && body.Contains("prod@example.com")
            ? """{"__type":"ConstraintViolationException","Message":"You have exceeded the number of accounts."}"""
            : null);
        using var connection = new AwsConnection(new AwsConnectionOptions { EndpointUrl = _sandbox.Endpoint, Handler = faults });
        var result = await Applier.ApplyAsync(await PlanAsync(desired), Sessions(connection), null, new ApplyOptions(), null, TestContext.Current.CancellationToken);
        result.Partial.ShouldBeTrue();
        State(result, "accounts/dev/execution-role").ShouldBe(ChangeState.Applied);
        State(result, "accounts/prod").ShouldBe(ChangeState.Failed);
        State(result, "accounts/prod/execution-role").ShouldBe(ChangeState.Skipped);
        var diagnostic = result.Diagnostics.ShouldHaveSingleItem();
        (diagnostic.Code, diagnostic.Address).ShouldBe(("LW1206", "accounts/prod"));
        (await ApplyAsync(await PlanAsync(desired))).Partial.ShouldBeFalse();
    }

    /// <summary>From one call on nothing reaches AWS any more, as after kill -9: first the answer of that call is lost, then every call.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(17)]
    [InlineData(25)]
    [InlineData(33)]
    [InlineData(60)]
    [InlineData(90)]
    public async Task After_a_crash_at_any_call_apply_ends_in_the_same_state(int crashAt)
    {
        var desired = DesiredState.Build(Specs.Read(Specs.Minimal), [DesiredStateTests.Control("LW.TEST.1", "workloads", 1)]);
        var plan = await PlanAsync(desired);
        using (var faults = new FaultyHttp(crashAt))
        using (var connection = new AwsConnection(new AwsConnectionOptions { EndpointUrl = _sandbox.Endpoint, Handler = faults, MaxAttempts = 1 }))
            await Applier.ApplyAsync(plan, Sessions(connection), null, new ApplyOptions(), null, TestContext.Current.CancellationToken);

        (await ApplyAsync(await PlanAsync(desired))).Diagnostics.ShouldBeEmpty();
        (await PlanAsync(desired)).Changes.ShouldBeEmpty();
        var live = await OrganizationReader.ReadAsync(_sessions, "eu-west-1", TimeProvider.System, TestContext.Current.CancellationToken);
        live!.Accounts.Select(account => account.Email).ShouldBeUnique();
        live.Accounts.Length.ShouldBe(5);
        live.Units.Select(unit => unit.Path).ShouldBeUnique();
    }

    [Fact]
    public async Task The_management_account_is_never_taken_for_a_member()
    {
        var text = Specs.Minimal.Replace("email: aws@example.com", "email: other@example.com").Replace("prod@example.com", "aws@example.com");
        var management = _sessions.Management("eu-west-1");
        await management.CallAsync("organizations", "CreateOrganization", new JsonObject { ["FeatureSet"] = "ALL" }, TestContext.Current.CancellationToken);
        var plan = await PlanAsync(DesiredState.Build(Specs.Read(text), []));
        plan.Partial.ShouldBeTrue();
        plan.Diagnostics.Select(diagnostic => (diagnostic.Code, diagnostic.Address)).ShouldBe([("LW1201", "accounts/prod"), ("LW1205", "organization")]);
    }

    [Fact]
    public async Task What_cannot_be_read_makes_the_plan_partial_and_stops_apply()
    {
        var desired = DesiredState.Build(Specs.Read(Specs.Minimal), []);
        await ApplyAsync(await PlanAsync(desired));
        using var faults = new FaultyHttp((target, _) => target.EndsWith("ListAccountsForParent") ? """{"__type":"AccessDeniedException","Message":"no"}""" : null);
        using var connection = new AwsConnection(new AwsConnectionOptions { EndpointUrl = _sandbox.Endpoint, Handler = faults });
        var plan = await Planner.PlanAsync(desired, Sessions(connection), new PlanOptions(), TestContext.Current.CancellationToken);
        plan.Partial.ShouldBeTrue();
        plan.Changes.ShouldBeEmpty();
        PlanRenderer.Text(plan).ShouldNotContain("No changes.");
        plan.Diagnostics.Select(diagnostic => diagnostic.Code).Distinct().ShouldContain("LW1201");
        (await Applier.ApplyAsync(plan, _sessions, null, new ApplyOptions(), null, TestContext.Current.CancellationToken)).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW1209");
    }

    [Fact]
    public async Task Every_changing_call_is_in_the_journal_and_none_is_left_open()
    {
        var desired = DesiredState.Build(Specs.Read(Specs.Minimal), []);
        using var journal = CallJournal.Open(Path.Combine(_directory.Path, "journal.jsonl"), TimeProvider.System);
        await Applier.ApplyAsync(await PlanAsync(desired), _sessions, journal, new ApplyOptions(), null, TestContext.Current.CancellationToken);
        journal.Pending.ShouldBeEmpty();
        journal.Entries.Count(entry => entry.Intent.Operation == "CreateAccount").ShouldBe(4);
        journal.Find("units/workloads/dev").ShouldNotBeNull().Intent.Operation.ShouldBe("CreateOrganizationalUnit");
    }

    private static ChangeState State(ApplyResult result, string address) => result.Outcomes.Single(outcome => outcome.Change.Address == address).State;

    private AwsSessions Sessions(AwsConnection connection) => new(
        connection, _ => ValueTask.FromResult(_sandbox.Administrator), AccountId.Parse(_sandbox.Live.ManagementAccount), "eu-west-1", new AwsSessionOptions());

    private Task<Plan> PlanAsync(DesiredState desired) => Planner.PlanAsync(desired, _sessions, new PlanOptions(), TestContext.Current.CancellationToken);

    private Task<ApplyResult> ApplyAsync(Plan plan) =>
        Applier.ApplyAsync(plan, _sessions, null, new ApplyOptions { ReadBackLimit = TimeSpan.FromSeconds(2) }, null, TestContext.Current.CancellationToken);

    private static string Print(Organization organization) => string.Join('\n',
        organization.Units.OrderBy(unit => unit.Path, StringComparer.Ordinal).Select(unit => $"{unit.Path}: {string.Join(',', unit.Policies.Select(policy => policy.Name).Order(StringComparer.Ordinal))}")
            .Concat(organization.Accounts.Where(account => account.Id != organization.ManagementAccount).Select(account => $"{account.Name} {account.Email} {organization.PathTo(account.Id).Last().Path}")));

    private sealed class Recorder(Action<ApplyEvent> happened) : IProgress<ApplyEvent>
    {
        public void Report(ApplyEvent value) => happened(value);
    }
}
