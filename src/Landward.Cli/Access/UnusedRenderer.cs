using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Access;
using Landward.Cli.CommandLine;
using Landward.Cli.Output;
using Landward.Findings;
using Landward.Model;

namespace Landward.Cli.Access;

/// <summary>Unused access, and the policy a history justifies, for people and for machines.</summary>
internal static class UnusedRenderer
{
    private const int NamedActions = 6;

    private static readonly string[] Header = ["FINDING", "ACCOUNT", "PRINCIPAL", "WHAT", "LAST ACCESSED"];

    public static void Show(
        Invocation invocation, UnusedAccessReport report, IReadOnlyList<Finding> findings, ImmutableArray<UnreadSource> unread, bool logsPartial, IReadOnlyList<Diagnostic> diagnostics)
    {
        var terminal = invocation.Terminal;
        switch (invocation.Output)
        {
            case "json":
                terminal.Document(Json(report, findings, unread, logsPartial, diagnostics));
                break;
            case "jsonl":
                foreach (var finding in findings)
                    terminal.Record(FindingJson.Write(finding));
                break;
            default:
                Text(terminal, report);
                break;
        }
        if (invocation.Output != "json")
            terminal.Show(diagnostics);
        if (invocation.Output == "jsonl")
            report.Notes.ToList().ForEach(terminal.Error);
        UnreadRenderer.Show(terminal, unread);
    }

    public static void ShowPolicy(Invocation invocation, AccessPrincipal principal, LeastPrivilegePolicy policy, CallHistory history, IReadOnlyList<Diagnostic> diagnostics)
    {
        if (invocation.IsJson)
        {
            invocation.Terminal.Document(new JsonObject
            {
                ["schemaVersion"] = 1,
                ["principal"] = principal.Arn,
                ["policy"] = policy.Document,
                ["callClasses"] = policy.Calls,
                ["seen"] = Seen(history.First is { } first && history.Last is { } last ? (first, last) : null),
                ["notShown"] = new JsonArray([.. policy.NotShown.Select(action => (JsonNode)action)]),
                ["diagnostics"] = DiagnosticRenderer.Json(diagnostics),
            });
            return;
        }
        invocation.Terminal.Document(policy.Document);
        invocation.Terminal.Show(diagnostics);
        invocation.Terminal.Error($"Made from {policy.Calls:N0} kinds of recorded calls{(history.First is { } start ? string.Create(CultureInfo.InvariantCulture, $" from {start:yyyy-MM-dd} to {history.Last:yyyy-MM-dd}") : string.Empty)}.");
        if (!policy.NotShown.IsEmpty)
            invocation.Terminal.Error($"These logs cannot show the use of {policy.NotShown.Length:N0} actions that the present policies grant; add those that are needed: {string.Join(", ", policy.NotShown.Take(30))}{(policy.NotShown.Length > 30 ? " ..." : string.Empty)}");
    }

    private static JsonObject Json(UnusedAccessReport report, IReadOnlyList<Finding> findings, ImmutableArray<UnreadSource> unread, bool logsPartial, IReadOnlyList<Diagnostic> diagnostics) => new()
    {
        ["schemaVersion"] = 1,
        ["period"] = new JsonObject { ["start"] = Time(report.Options.Start), ["end"] = Time(report.Options.End), ["days"] = report.Options.Days },
        ["seen"] = Seen(report.Seen),
        ["coversPeriod"] = report.CoversPeriod,
        ["partial"] = logsPartial || unread.Length > 0,
        ["notes"] = Texts(report.Notes),
        ["findings"] = new JsonArray([.. report.Findings.Zip(findings).Select(pair => Finding(pair.First, pair.Second))]),
        ["notTold"] = new JsonObject(report.NotTold.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Texts(pair.Value)))),
        ["undecided"] = Texts(report.Undecided),
        ["unread"] = UnreadRenderer.Json(unread),
        ["diagnostics"] = DiagnosticRenderer.Json(diagnostics),
    };

    // The hub's finding, with the members of Access Analyzer's GetFindingV2 beside it.
    private static JsonObject Finding(UnusedAccess unused, Finding finding)
    {
        var json = FindingJson.Write(finding);
        json["findingType"] = unused.FindingType;
        json["resource"] = unused.Principal.Arn;
        json["resourceType"] = finding.Resources[0].Type;
        json["resourceOwnerAccount"] = unused.Principal.Account;
        json["lastAccessed"] = unused.LastAccessed is { } last ? Time(last) : null;
        if (unused is UnusedIamUserAccessKey key)
            json["accessKeyId"] = key.AccessKeyId;
        if (unused is UnusedPermission permission)
        {
            json["serviceNamespace"] = permission.ServiceNamespace;
            json["actions"] = Texts(permission.Actions);
        }
        return json;
    }

    private static void Text(Terminal terminal, UnusedAccessReport report)
    {
        var rows = report.Findings.Select(IReadOnlyList<string> (finding) =>
            [finding.FindingType, finding.Principal.Account, finding.Principal.Arn, What(finding), finding.LastAccessed is { } last ? Time(last) : "never seen"]).ToList();
        if (rows.Count == 0)
            terminal.Line("No unused access.");
        else
            TextTable.Render(Header, rows, terminal.IsInteractive).ToList().ForEach(line => terminal.Line(line));
        foreach (var count in report.Findings.CountBy(finding => finding.FindingType).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            terminal.Line($"{count.Value:N0} {count.Key}");
        if (!report.Undecided.IsEmpty)
            terminal.Line($"Undecided, because policies could not be read: {string.Join(", ", report.Undecided)}");
        foreach (var note in report.Notes)
            terminal.Line("Note: " + note);
    }

    private static string What(UnusedAccess finding) => finding switch
    {
        UnusedIamUserAccessKey key => key.AccessKeyId,
        UnusedPermission { Actions.IsEmpty: true } permission => permission.ServiceNamespace + ":*",
        UnusedPermission permission => $"{permission.ServiceNamespace}: {string.Join(", ", permission.Actions.Take(NamedActions))}{(permission.Actions.Length > NamedActions ? $" and {permission.Actions.Length - NamedActions} more" : string.Empty)}",
        _ => string.Empty,
    };

    private static JsonObject? Seen((DateTimeOffset First, DateTimeOffset Last)? seen) => seen is { } known ? new JsonObject { ["first"] = Time(known.First), ["last"] = Time(known.Last) } : null;

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
