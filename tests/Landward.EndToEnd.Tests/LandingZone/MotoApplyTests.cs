using System.Collections.Immutable;
using Landward.Aws;
using Landward.Controls;
using Landward.LandingZone.Applying;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Planning;
using Landward.LandingZone.Specification;
using Landward.Model;

namespace Landward.EndToEnd.Tests.LandingZone;

/// <summary>
/// An emulator Landward does not share a line with accepts what apply sends. The spec leaves out what moto 5.2 lacks:
/// Security Hub and GuardDuty administration, analyzers, IMDS defaults, boundaries of permission sets, key rotation.
/// </summary>
public class MotoApplyTests
{
    private const string Account = "123456789012";

    private const string Text = """
        landward: 1
        organization:
          homeRegion: eu-west-1
          regions: [eu-west-1, us-east-1]
          management: { email: master@example.com }
        units:
          security: { kind: core }
          quarantine: { kind: core }
          workloads: { kind: custom, units: { dev: {}, prod: {} } }
        accounts:
          log-archive: { unit: security, email: log@example.com, role: logArchive }
          audit: { unit: security, email: audit@example.com, role: audit }
          dev: { unit: workloads/dev, email: dev@example.com, tags: { env: dev } }
          prod: { unit: workloads/prod, email: prod@example.com, tags: { env: prod } }
        access:
          breakGlass: { users: [break-glass-1] }
          passwordPolicy: { minimumLength: 14, reusePrevention: 24, maxAgeDays: 90 }
        guardrails: [ { guidance: mandatory } ]
        security:
          baseline: { s3PublicAccessBlock: on, ebsEncryption: on }
        """;

    [Fact]
    public async Task An_organization_is_made_in_moto_and_then_nothing_is_left_to_do()
    {
        var stop = TestContext.Current.CancellationToken;
        using var moto = await MotoServer.StartAsync(stop);
        Assert.SkipWhen(moto is null, "python3 with moto[server] is not installed");
        using var connection = new AwsConnection(new AwsConnectionOptions { EndpointUrl = moto.Endpoint });
        var sessions = new AwsSessions(connection, _ => ValueTask.FromResult(new AwsCredentials("test", "test")), AccountId.Parse(Account), "eu-west-1", new AwsSessionOptions());
        var spec = SpecParser.ParseText(Text, "landward.yaml").Spec.ShouldNotBeNull();
        var controls = ControlSelector.Select(
            ControlCatalogue.Load().Catalogue,
            spec.Guardrails,
            [.. spec.Units.Select(unit => new ControlUnit(unit.Path, unit.Kind is UnitKind.Core))],
            new Dictionary<string, ImmutableArray<string>>()).Controls;
        var desired = DesiredState.Build(spec, controls);

        var plan = await Planner.PlanAsync(desired, sessions, new PlanOptions(), stop);
        plan.Changes.Length.ShouldBeGreaterThan(40);
        var result = await Applier.ApplyAsync(plan, sessions, null, new ApplyOptions(), null, stop);
        result.Diagnostics.ShouldBeEmpty();
        result.Count(ChangeState.Applied).ShouldBe(plan.Changes.Length);

        PlanRenderer.Text(await Planner.PlanAsync(desired, sessions, new PlanOptions(), stop)).ShouldEndWith("No changes.");
    }
}
