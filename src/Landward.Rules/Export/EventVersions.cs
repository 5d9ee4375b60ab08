namespace Landward.Rules.Export;

/// <summary>Lambda's event names carry the API's version (<c>UpdateFunctionCode20150331v2</c>), which rules leave out.</summary>
internal static class EventVersions
{
    /// <summary>How a version begins: it is a date.</summary>
    public const string Start = "20";

    /// <summary>Whether events of Lambda can satisfy the condition.</summary>
    public static bool Concern(ExportCondition condition)
    {
        var sources = Tests(condition).Where(test => test is { Path: "eventSource", Negated: false }).SelectMany(test => test.Values).ToArray();
        return sources.Length == 0 || sources.Any(value => value is not ExportText { IsLiteral: true } text || text.Characters.StartsWith("lambda.", StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<ExportTest> Tests(ExportCondition condition) => condition switch
    {
        ExportAll all => all.Parts.SelectMany(Tests),
        ExportAny any => any.Parts.SelectMany(Tests),
        ExportTest test => [test],
        _ => [],
    };
}
