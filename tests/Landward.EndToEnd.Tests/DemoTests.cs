using System.Text.Json.Nodes;

namespace Landward.EndToEnd.Tests;

/// <summary>The main job: what <c>landward demo -o json</c> says happened.</summary>
[Collection(DemoCollection.Name)]
public sealed class DemoTests(DemoFixture demo)
{
    private JsonObject Report => demo.Report;

    [Fact]
    public void It_succeeds_and_says_only_json_on_stdout() => demo.Run.ExitCode.ShouldBe(0, demo.Run.Error + demo.Run.Output);

    [Fact]
    public void The_reference_plan_has_at_least_a_hundred_changes_and_nothing_is_left_after_apply()
    {
        ((int)Report["plan"]!["create"]!).ShouldBeGreaterThanOrEqualTo(100);
        ((int)Report["plan"]!["secondPlanChanges"]!).ShouldBe(0);
    }

    [Fact]
    public void Guardrails_deny_the_attackers_worst_calls()
    {
        var denied = Items("denied");
        denied.Count.ShouldBeGreaterThanOrEqualTo(8);
        denied.ShouldAllBe(call => (string?)call["guardrail"] != null);
        denied.Select(call => (string)call["guardrail"]!).Distinct().Count().ShouldBeGreaterThanOrEqualTo(4);
        denied.Select(call => (string)call["action"]!).ShouldContain("cloudtrail:StopLogging");
        denied.Select(call => (string)call["action"]!).ShouldContain("organizations:LeaveOrganization");
    }

    [Fact]
    public void The_attack_is_found()
    {
        var findings = Items("findings");
        findings.Count.ShouldBeGreaterThanOrEqualTo(12);
        findings.Select(finding => (string)finding["type"]!).Distinct().Count().ShouldBeGreaterThanOrEqualTo(8);
    }

    [Fact]
    public void An_alert_is_delivered() => Items("alerts").ShouldContain(alert => (bool)alert["delivered"]!);

    [Fact]
    public void A_playbook_is_run_and_undone_to_the_same_state()
    {
        var run = Items("playbookRuns").ShouldHaveSingleItem();
        ((string)run["state"]!).ShouldBe("undone");
        ((string)run["stateBefore"]!).ShouldNotBeNullOrEmpty();
        ((string)run["stateAfter"]!).ShouldBe((string)run["stateBefore"]!);
        ((string)run["stateContained"]!).ShouldNotBe((string)run["stateBefore"]!);
    }

    [Fact]
    public async Task Its_findings_and_runs_are_there_afterwards()
    {
        var findings = await LandwardProcess.RunAsync(demo.WorkingDirectory, "findings", "list", "--home", demo.Home, "-o", "json");
        findings.Json["findings"]!.AsArray().Count.ShouldBe(Items("findings").Count);
        var runs = await LandwardProcess.RunAsync(demo.WorkingDirectory, "respond", "list", "--home", demo.Home, "-o", "json");
        runs.Json["runs"]!.AsArray().ShouldHaveSingleItem()!["state"]!.GetValue<string>().ShouldBe("undone");
    }

    private List<JsonObject> Items(string name) => [.. Report[name]!.AsArray().Select(item => item!.AsObject())];
}
