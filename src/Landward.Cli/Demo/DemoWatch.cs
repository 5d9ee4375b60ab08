using System.Collections.Immutable;
using Landward.Cli.CommandLine;
using Landward.Cli.Output;
using Landward.Cli.Workspaces;
using Landward.Detection;
using Landward.Findings;
using Landward.Findings.SecurityHub;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Specification;
using Landward.Model;
using Landward.Response.Alerts;
using Landward.Response.Notifications;
using Landward.Rules.EventPatterns;
using Landward.Storage;

namespace Landward.Cli.Demo;

/// <summary>The watching half of the demo: findings and alerts.</summary>
internal sealed class DemoWatch(Invocation invocation, Connection connection, Spec spec, Database database, DemoStages stages, List<Diagnostic> diagnostics)
{
    // Landward's own principals: who applies, and the role that guardrails exempt.
    private static readonly ImmutableArray<string> TrustedPrincipals = [LandwardNames.ExecutionRoleArnPattern];

    private static readonly EventPattern HighSeverity = EventPattern.Parse(
        """{"detail-type":["Security Hub Findings - Imported"],"detail":{"findings":{"Severity":{"Label":["HIGH","CRITICAL"]},"RecordState":["ACTIVE"]}}}""").Pattern!;

    private readonly FindingStore _store = new(database, connection.Clock);

    public async Task<ImmutableArray<FindingRecord>> DetectAsync(TrailArchive archive, CancellationToken cancel)
    {
        var accounts = await connection.AccountsByNameAsync(cancel);
        var self = await connection.Sessions.Management(connection.HomeRegion).CallAsync("sts", "GetCallerIdentity", null, cancel);
        var catalogue = DetectionCatalogue.Load([]);
        var detector = new Detector(catalogue, new DetectionOptions
        {
            TrustedPrincipals = TrustedPrincipals.Add((string)self["Arn"]!),
            OwnAccounts = [.. accounts.Values.Select(account => account.Value)],
            TrailBuckets = [archive.Bucket],
        });
        var result = await detector.RunAsync(archive.Sources, cancel);
        diagnostics.AddRange(result.Diagnostics);
        await _store.RecordAsync(result.Findings, cancel);
        var records = _store.ListAll(new FindingQuery { Limit = 1000 }).ToImmutableArray();
        foreach (var record in records.OrderBy(record => record.Finding.FirstSeen))
            stages.Say("   " + TimelineRenderer.TimelineLine(invocation.Terminal, record.Finding));
        stages.Say($"   {result.EventsRead} events in {result.FilesRead} trail files, {catalogue.Rules.Length + catalogue.Correlations.Length} rules.");
        await ImportAsync(records, accounts, cancel);
        return records;
    }

    public async Task<ImmutableArray<SentAlert>> AlertAsync(ImmutableArray<FindingRecord> findings, Uri? webhook, CancellationToken cancel)
    {
        using var console = new StoryWriter(stages);
        var notifiers = new List<INotifier> { new ConsoleNotifier("console", console) };
        if (webhook is not null)
            notifiers.Add(new WebhookNotifier("webhook", webhook, Environment.GetEnvironmentVariable("LANDWARD_WEBHOOK_SECRET"), new HttpDeliveryOptions(), invocation.Time));
        var route = new AlertRoute(
            "high-severity",
            HighSeverity,
            [.. notifiers.Select(notifier => notifier.Channel)],
            [AlertGrouping.Account],
            AlertRoute.DefaultRepeat);
        var units = spec.Accounts.ToDictionary(account => account.Name, account => account.UnitPath, StringComparer.Ordinal);
        var unitById = (await connection.AccountsByNameAsync(cancel)).ToDictionary(account => account.Value.Value, account => units.GetValueOrDefault(account.Key), StringComparer.Ordinal);
        try
        {
            var routed = await new AlertRouter([route], notifiers, database, unitById.GetValueOrDefault, connection.Clock).RouteAsync(findings, cancel);
            diagnostics.AddRange(routed.Diagnostics);
            return [.. routed.Sent.SelectMany(alert => alert.Deliveries.Select(delivery => new SentAlert(delivery.Channel, alert.Title, delivery.Delivered)))];
        }
        finally
        {
            notifiers.OfType<IDisposable>().ToList().ForEach(notifier => notifier.Dispose());
        }
    }

    /// <summary>Imports into Security Hub of each finding's account and reads them back as the audit account sees them.</summary>
    private async Task ImportAsync(ImmutableArray<FindingRecord> records, Dictionary<string, AccountId> accounts, CancellationToken cancel)
    {
        var importer = new SecurityHubImporter((account, region) => connection.Sessions.For(account, region).CallAsync);
        var imported = await importer.ImportAsync(records.Select(InGovernedRegion), cancel);
        diagnostics.AddRange(imported.Diagnostics);
        var audit = spec.Accounts.First(account => account.Role == AccountRole.Audit).Name;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var region in spec.Organization.Regions)
        {
            var findings = await connection.Sessions.For(accounts[audit], region).ListAsync("securityhub", "GetFindings", null, "Findings", cancel);
            seen.UnionWith(findings.Select(finding => (string)finding["Id"]!));
        }
        stages.Say($"   {imported.Accepted} findings imported into Security Hub; its administrator ({audit}) sees {seen.Count}.");
        if (seen.Count < imported.Accepted)
            diagnostics.Add(Diagnostic.Error("LW9013", "imported findings do not come back", $"Security Hub took {imported.Accepted} findings, but its administrator account sees {seen.Count}."));
    }

    /// <summary>Security Hub is on in governed Regions only: what was tried elsewhere is kept in the home Region.</summary>
    private FindingRecord InGovernedRegion(FindingRecord record) => spec.Organization.Regions.Contains(record.Finding.Region)
        ? record
        : record with
        {
            Finding = record.Finding with { Region = connection.HomeRegion },
            ProductArn = Asff.ProductArn(record.Finding.Account, connection.HomeRegion),
        };

    /// <summary>The console channel writes into the story, indented.</summary>
    private sealed class StoryWriter(DemoStages stages) : StringWriter
    {
        protected override void Dispose(bool disposing)
        {
            foreach (var line in ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
                stages.Say("   " + line);
            base.Dispose(disposing);
        }
    }
}
