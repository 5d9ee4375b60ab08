using System.Text;
using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Detection;
using Landward.LandingZone.Applying;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Planning;
using Landward.Logs;
using Landward.Model;
using Landward.Sandbox.Hosting;
using Landward.Tests.LandingZone;

namespace Landward.Tests.Detection;

/// <summary>What the detector says about the events that Landward itself causes.</summary>
public sealed class OwnWorkTests
{
    private const string Administrator = "arn:aws:iam::111122223333:user/landward-admin";

    [Fact]
    public async Task Planning_and_applying_the_reference_organization_raises_nothing_above_low_for_a_trusted_user_or_a_session_with_mfa()
    {
        var records = await RecordsOfApplyAsync(TestContext.Current.CancellationToken);
        records.Count(record => (string?)record["userIdentity"]!["arn"] == Administrator).ShouldBeGreaterThan(100);
        (await DetectAsync(records, [Administrator])).Where(finding => !finding.Generator.StartsWith("audit-", StringComparison.Ordinal)).ShouldBeEmpty();
        (await DetectAsync([.. records.Select(InRoleSession)], [])).Where(finding => finding.Severity > Severity.Low).Select(finding => finding.Generator).ShouldBeEmpty();
        // Administrators made with a long-term key stay what they are, whatever program made them.
        (await DetectAsync(records, [])).ShouldContain(finding => finding.Generator == "administrator-policy-attached-to-user" && finding.Severity == Severity.High);
    }

    private static async Task<IReadOnlyList<JsonObject>> RecordsOfApplyAsync(CancellationToken cancellation)
    {
        using var directory = new TemporaryDirectory();
        await using var sandbox = await SandboxHost.StartAsync(new SandboxOptions(directory.Path) { Memory = true, Seed = 1 }, cancellation);
        using var connection = new AwsConnection(new AwsConnectionOptions { EndpointUrl = sandbox.Endpoint });
        var sessions = new AwsSessions(connection, _ => ValueTask.FromResult(sandbox.Administrator), AccountId.Parse("111122223333"), "eu-west-1", new AwsSessionOptions());
        var desired = DesiredState.Build(Specs.Blueprint("reference"), []);
        var plan = await Planner.PlanAsync(desired, sessions, new PlanOptions(), cancellation);
        (await Applier.ApplyAsync(plan, sessions, journal: null, new ApplyOptions(), progress: null, cancellation)).Diagnostics.ShouldBeEmpty();
        (await Planner.PlanAsync(desired, sessions, new PlanOptions(), cancellation)).Changes.ShouldBeEmpty();
        return sandbox.Engine.Read(parts => parts.Log.Since(0).Select(item => JsonNode.Parse(item.Record)!.AsObject()).ToList());
    }

    private static async Task<IReadOnlyList<Finding>> DetectAsync(IReadOnlyList<JsonObject> records, string[] trusted)
    {
        var log = Encoding.UTF8.GetBytes(new JsonObject { ["Records"] = new JsonArray([.. records.Select(record => record.DeepClone())]) }.ToJsonString());
        var detector = new Detector(DetectionCatalogue.Load([]), new DetectionOptions { TrustedPrincipals = [.. trusted] });
        var result = await detector.RunAsync([new LogSource("trail.json", _ => Task.FromResult<Stream>(new MemoryStream(log)))], TestContext.Current.CancellationToken);
        result.Diagnostics.ShouldBeEmpty();
        return result.Findings;
    }

    /// <summary>The same event, made by somebody who logged in to a permission set with MFA.</summary>
    private static JsonObject InRoleSession(JsonObject record)
    {
        if ((string?)record["userIdentity"]!["arn"] != Administrator)
            return record;
        var session = record.DeepClone().AsObject();
        session["userIdentity"] = new JsonObject
        {
            ["type"] = "AssumedRole",
            ["principalId"] = "AROAEXAMPLE:alice",
            ["arn"] = "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Administrator_0123456789abcdef/alice",
            ["accountId"] = "111122223333",
            ["accessKeyId"] = "ASIAIOSFODNN7EXAMPLE",
            ["sessionContext"] = new JsonObject { ["attributes"] = new JsonObject { ["mfaAuthenticated"] = "true" } },
        };
        return session;
    }
}
