using System.Globalization;
using System.Text.Json.Nodes;

namespace Landward.Sandbox.Services.SecurityHub;

/// <summary>
/// Filters of GetFindings: fields ANDed; on one field EQUALS, PREFIX and CONTAINS are ORed, their negations ANDed; some
/// combinations are refused (https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_StringFilter.html).
/// </summary>
internal sealed class FindingFilters
{
    private const int MaximumAttributes = 10;
    private const int MaximumValues = 20;

    private readonly List<Func<JsonObject, bool>> _tests = [];

    public bool Accepts(JsonObject finding) => _tests.TrueForAll(test => test(finding));

    public static FindingFilters Parse(JsonObject filters, DateTimeOffset now)
    {
        var parsed = new FindingFilters();
        var used = filters.Where(filter => filter.Value is JsonArray { Count: > 0 }).ToList();
        if (used.Count > MaximumAttributes)
            throw Hubs.InvalidInput($"You can filter by up to {MaximumAttributes} finding attributes.");
        foreach (var (name, values) in used)
        {
            var conditions = values!.AsArray().OfType<JsonObject>().ToList();
            if (conditions.Count > MaximumValues)
                throw Hubs.InvalidInput($"For each attribute, you can provide up to {MaximumValues} filter values.");
            var path = FindingFields.PathOf(name);
            if (conditions.Exists(condition => condition.ContainsKey("Start") || condition.ContainsKey("End") || condition.ContainsKey("DateRange")))
                parsed._tests.Add(finding => FindingFields.Texts(finding, path).Any(text => conditions.Exists(condition => InRange(condition, text, now))));
            else if (conditions.Exists(condition => condition.ContainsKey("Key")))
                parsed._tests.Add(MapTest(name, path, conditions));
            else if (conditions.Exists(condition => condition.ContainsKey("Comparison")))
                parsed._tests.Add(TextTest(name, path, conditions));
            else if (conditions.Exists(condition => condition.Flag("Value") is not null && name == "Sample"))
                parsed._tests.Add(finding => conditions.Exists(condition => condition.Flag("Value") == (finding.Flag("Sample") == true)));
            else
                parsed._tests.Add(finding => FindingFields.Texts(finding, path).Any(text => conditions.Exists(condition => NumberHolds(condition, text))));
        }
        return parsed;
    }

    private static Func<JsonObject, bool> TextTest(string name, string path, List<JsonObject> conditions)
    {
        var comparisons = conditions.Select(condition => condition.RequiredText("Comparison", "InvalidInputException")).ToHashSet(StringComparer.Ordinal);
        CheckCombination(name, comparisons);
        // NOT_EQUALS and NOT_CONTAINS say what must not be there; with PREFIX they narrow what the prefix found.
        var positive = conditions.Where(condition => condition.Text("Comparison") is "EQUALS" or "PREFIX" or "CONTAINS").ToList();
        var negative = conditions.Except(positive).ToList();
        return finding =>
        {
            var texts = FindingFields.Texts(finding, path).ToList();
            return (positive.Count == 0 || texts.Exists(text => positive.Exists(condition => TextHolds(condition, text))))
                && negative.TrueForAll(condition => !texts.Exists(text => TextHolds(condition, text)));
        };
    }

    private static void CheckCombination(string name, HashSet<string> comparisons)
    {
        var unknown = comparisons.FirstOrDefault(comparison => comparison is not ("EQUALS" or "PREFIX" or "CONTAINS" or "NOT_EQUALS" or "PREFIX_NOT_EQUALS" or "NOT_CONTAINS"));
        if (unknown is not null)
            throw Hubs.InvalidInput($"Comparison {unknown} of {name} is not supported.");
        var negates = comparisons.Contains("NOT_EQUALS") || comparisons.Contains("PREFIX_NOT_EQUALS");
        if (comparisons.Contains("EQUALS") && negates)
            throw Hubs.InvalidInput($"EQUALS can't be combined with NOT_EQUALS or PREFIX_NOT_EQUALS on {name}.");
        if (comparisons.Contains("CONTAINS") && comparisons.Any(comparison => comparison.Contains("NOT", StringComparison.Ordinal)))
            throw Hubs.InvalidInput($"CONTAINS can't be combined with NOT_CONTAINS, NOT_EQUALS or PREFIX_NOT_EQUALS on {name}.");
        if (comparisons.Contains("NOT_CONTAINS") && (comparisons.Contains("EQUALS") || comparisons.Contains("PREFIX")))
            throw Hubs.InvalidInput($"NOT_CONTAINS can't be combined with EQUALS or PREFIX on {name}.");
    }

    private static bool TextHolds(JsonObject condition, string text)
    {
        var value = condition.Text("Value") ?? string.Empty;
        return condition.Text("Comparison") switch
        {
            "EQUALS" or "NOT_EQUALS" => text == value,
            "PREFIX" or "PREFIX_NOT_EQUALS" => text.StartsWith(value, StringComparison.Ordinal),
            _ => text.Contains(value, StringComparison.Ordinal),
        };
    }

    private static Func<JsonObject, bool> MapTest(string name, string path, List<JsonObject> conditions)
    {
        foreach (var condition in conditions)
        {
            if (condition.Text("Comparison") is not ("EQUALS" or "NOT_EQUALS" or "CONTAINS" or "NOT_CONTAINS"))
                throw Hubs.InvalidInput($"Comparison {condition.Text("Comparison")} of {name} is not supported.");
        }
        var positive = conditions.Where(condition => condition.Text("Comparison") is "EQUALS" or "CONTAINS").ToList();
        var negative = conditions.Except(positive).ToList();
        return finding =>
        {
            var maps = FindingFields.Select(finding, path).OfType<JsonObject>().ToList();
            bool Holds(JsonObject condition) => maps.Exists(map => map.Text(condition.Text("Key") ?? string.Empty) is { } text && TextHolds(condition, text));
            return (positive.Count == 0 || positive.Exists(Holds)) && negative.TrueForAll(condition => !Holds(condition));
        };
    }

    private static bool NumberHolds(JsonObject condition, string text)
    {
        if (!double.TryParse(text, CultureInfo.InvariantCulture, out var value))
            return false;
        double? Bound(string member) => condition.Text(member) is { } bound && double.TryParse(bound, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
        return (Bound("Eq") is not { } equal || value == equal) && (Bound("Gte") is not { } least || value >= least) && (Bound("Lte") is not { } most || value <= most)
            && (Bound("Gt") is not { } above || value > above) && (Bound("Lt") is not { } below || value < below);
    }

    private static bool InRange(JsonObject condition, string text, DateTimeOffset now)
    {
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return false;
        if (condition.Structure("DateRange") is { } range)
            return time >= now.AddDays(-(range.Number("Value") ?? 0)) && time <= now;
        return (condition.Time("Start") is not { } start || time >= start) && (condition.Time("End") is not { } end || time <= end);
    }
}
