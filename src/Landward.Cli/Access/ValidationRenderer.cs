using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Cli.Output;
using Landward.Model;
using Landward.Policy;

namespace Landward.Cli.Access;

/// <summary>What the checks say about one file.</summary>
internal sealed record ValidatedFile(string File, ImmutableArray<ValidationFinding> Findings);

/// <summary>Findings of policy validation, for people and in the shape of ValidatePolicy's answer.</summary>
internal static class ValidationRenderer
{
    public static JsonObject Json(IReadOnlyList<ValidatedFile> files, ValidationPolicyType type, ValidationResourceType? resourceType, IReadOnlyList<Diagnostic> diagnostics)
    {
        var summary = new JsonObject();
        foreach (var kind in Enum.GetValues<ValidationFindingType>())
            summary[kind.ApiName()] = Count(files, kind);
        return new JsonObject
        {
            ["schemaVersion"] = 1,
            ["policyType"] = type.ApiName(),
            ["validatePolicyResourceType"] = resourceType?.ApiName(),
            ["catalogue"] = IamFacts.Current.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["files"] = new JsonArray([.. files.Select(file => new JsonObject
            {
                ["file"] = file.File,
                ["findings"] = new JsonArray([.. file.Findings.Select(Json)]),
            })]),
            ["summary"] = summary,
            ["diagnostics"] = DiagnosticRenderer.Json(diagnostics),
        };
    }

    /// <summary>One finding a line.</summary>
    public static void Stream(Terminal terminal, ValidatedFile file)
    {
        foreach (var finding in file.Findings)
        {
            var json = Json(finding);
            json.Insert(0, "file", file.File);
            terminal.Record(json);
        }
    }

    /// <summary><c>file:line:column</c> with both counted from 1, as editors do.</summary>
    public static void Show(Terminal terminal, IReadOnlyList<ValidatedFile> files)
    {
        foreach (var file in files)
        {
            foreach (var finding in file.Findings)
            {
                var place = finding.Locations.IsEmpty ? file.File : $"{file.File}:{finding.Locations[0].Span.Start.Line}:{finding.Locations[0].Span.Start.Column + 1}";
                terminal.Line($"{place}: {terminal.Paint(Word(finding.FindingType), PaintOf(finding.FindingType))} {finding.IssueCode}: {finding.FindingDetails}");
            }
        }
        var counts = Enum.GetValues<ValidationFindingType>()
            .Select(kind => (Kind: kind, Count: Count(files, kind)))
            .Where(pair => pair.Count > 0)
            .Select(pair => $"{pair.Count} {Word(pair.Kind)}{(pair.Count == 1 ? string.Empty : "s")}")
            .ToList();
        terminal.Line($"{(counts.Count == 0 ? "No findings" : string.Join(", ", counts))} in {files.Count} {(files.Count == 1 ? "policy" : "policies")}.");
    }

    private static int Count(IEnumerable<ValidatedFile> files, ValidationFindingType kind) => files.Sum(file => file.Findings.Count(finding => finding.FindingType == kind));

    private static string Word(ValidationFindingType kind) => kind.ApiName().ToLowerInvariant().Replace('_', ' ');

    private static Paint PaintOf(ValidationFindingType kind) => kind switch
    {
        ValidationFindingType.Error => Paint.Red,
        ValidationFindingType.SecurityWarning => Paint.Magenta,
        ValidationFindingType.Warning => Paint.Yellow,
        _ => Paint.Cyan,
    };

    private static JsonObject Json(ValidationFinding finding) => new()
    {
        ["findingType"] = finding.FindingType.ApiName(),
        ["issueCode"] = finding.IssueCode,
        ["findingDetails"] = finding.FindingDetails,
        ["learnMoreLink"] = finding.LearnMoreLink,
        ["locations"] = new JsonArray([.. finding.Locations.Select(location => new JsonObject
        {
            ["path"] = new JsonArray([.. location.Path.Select(Json)]),
            ["span"] = new JsonObject { ["start"] = Json(location.Span.Start), ["end"] = Json(location.Span.End) },
        })]),
    };

    private static JsonObject Json(ValidationPosition position) => new() { ["line"] = position.Line, ["column"] = position.Column, ["offset"] = position.Offset };

    private static JsonNode Json(ValidationPathElement element) => element switch
    {
        ValidationPathElement.Value value => new JsonObject { ["value"] = value.Name },
        ValidationPathElement.Index index => new JsonObject { ["index"] = index.Position },
        ValidationPathElement.Key key => new JsonObject { ["key"] = key.Name },
        ValidationPathElement.Substring part => new JsonObject { ["substring"] = new JsonObject { ["start"] = part.Start, ["length"] = part.Length } },
        _ => throw new ArgumentOutOfRangeException(nameof(element), element, null),
    };
}
