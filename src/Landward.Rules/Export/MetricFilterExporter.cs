using System.Globalization;
using Landward.Rules.MetricFilters;
using Landward.Rules.Sigma;

namespace Landward.Rules.Export;

/// <summary>A Sigma rule as a filter pattern of CloudWatch Logs.</summary>
public sealed class MetricFilterExporter
{
    private readonly bool _hasVersions;

    private MetricFilterExporter(ExportCondition condition) => _hasVersions = EventVersions.Concern(condition);

    /// <summary>Exactly one of the two results is null.</summary>
    public static (string? Pattern, ExportRefusal? Refusal) Export(SigmaRule rule)
    {
        try
        {
            var condition = SigmaTranslation.Of(rule);
            var text = $"{{ {new MetricFilterExporter(condition).Write(condition)} }}";
            if (text.Length > FilterPattern.MaxLength)
                throw new ExportException("the rule", $"its pattern would have {text.Length} characters; CloudWatch allows {FilterPattern.MaxLength}.");
            var (pattern, error) = FilterPattern.Parse(text);
            return pattern is null ? (null, new ExportRefusal("the rule", $"CloudWatch would refuse the pattern: {error!.Reason}.")) : (text, null);
        }
        catch (ExportException exception)
        {
            return (null, exception.Refusal);
        }
    }

    private string Write(ExportCondition condition) => condition switch
    {
        ExportAll all => string.Join(" && ", all.Parts.Select(part => Inner(part))),
        ExportAny any => string.Join(" || ", any.Parts.Select(part => Inner(part))),
        ExportTest { Negated: false } test => string.Join(" || ", test.Values.SelectMany(value => Holds(test, value))),
        ExportTest test => HoldsNot(test),
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, null),
    };

    private string Inner(ExportCondition part)
    {
        var text = Write(part);
        return text.Contains(" && ", StringComparison.Ordinal) || text.Contains(" || ", StringComparison.Ordinal) ? $"({text})" : text;
    }

    /// <summary>The alternatives of which one holds where the value does.</summary>
    private IEnumerable<string> Holds(ExportTest test, ExportValue value)
    {
        var field = Field(test.Path);
        switch (value)
        {
            case ExportNull:
                return [$"{field} NOT EXISTS", $"{field} IS NULL"];
            case ExportPresence:
                return [Present(test), $"{field} IS NULL"];
            case ExportText { IsAnything: true }:
                return [Present(test)];
            case ExportText text:
                IEnumerable<string> alternatives = [$"{field} = {Text(test, text)}"];
                if (text.IsLiteral && bool.TryParse(text.Characters, out var flag) && !CloudTrailFields.IsText(test.Path))
                    alternatives = alternatives.Append($"{field} IS {(flag ? "TRUE" : "FALSE")}");
                return _hasVersions && test.Path == "eventName" && text.IsLiteral ? alternatives.Append($"{field} = {Quote(text.Characters + EventVersions.Start + "*")}") : alternatives;
            case ExportNumber number:
                return [$"{field} {Sign(number.Comparison)} {number.Bound.ToString(CultureInfo.InvariantCulture)}"];
            case ExportRegex regex:
                return [$"{field} = %{Regex(test, regex)}%"];
            default:
                throw new ExportException(test.Construct, "filter patterns of CloudWatch know no address blocks.");
        }
    }

    /// <summary>In CloudWatch <c>!=</c> is false on an absent field; in Sigma a negated comparison holds there.</summary>
    private static string HoldsNot(ExportTest test)
    {
        var field = Field(test.Path);
        if (test.Values is [ExportPresence])
            return $"{field} NOT EXISTS";
        if (test.Values is [ExportNull])
            return Present(test);
        var parts = test.Values.Select(value => value switch
        {
            ExportText { IsAnything: false } text => $"{field} != {Text(test, text)}",
            ExportRegex regex => $"{field} != %{Regex(test, regex)}%",
            _ => throw new ExportException(test.Construct, "only texts and expressions can be negated in a filter pattern of CloudWatch."),
        });
        var differs = string.Join(" && ", parts);
        if (CloudTrailFields.IsAlwaysThere(test.Path))
            return differs;
        string[] others = CloudTrailFields.IsText(test.Path)
            ? [$"{field} NOT EXISTS"]
            : [$"{field} NOT EXISTS", $"{field} IS NULL", .. Flags(test)];
        return string.Join(" || ", [.. others, test.Values.Length > 1 ? $"({differs})" : differs]);
    }

    /// <summary>The truth values that none of the negated texts spell.</summary>
    private static IEnumerable<string> Flags(ExportTest test) =>
        new[] { "TRUE", "FALSE" }
            .Where(flag => !test.Values.OfType<ExportText>().Any(text => text.Characters.Equals(flag, StringComparison.OrdinalIgnoreCase)))
            .Select(flag => $"{Field(test.Path)} IS {flag}");

    private static string Present(ExportTest test) => CloudTrailFields.IsText(test.Path)
        ? $"{Field(test.Path)} = \"*\""
        : throw new ExportException(test.Construct, "CloudWatch finds out that a field is there only where it is a text or a number, and this one may be an object, a list or a truth value.");

    private static string Text(ExportTest test, ExportText text)
    {
        if (!CloudTrailFields.ComparesAlike(test.Path, text))
            throw new ExportException(test.Construct, "Sigma compares without case and CloudWatch with it, and the field's values are free text, spelled in any way.");
        return text.Characters.Contains('*', StringComparison.Ordinal)
            ? throw new ExportException(test.Construct, "a literal `*` cannot be written in a filter pattern of CloudWatch.")
            : Quote(text.Characters.Replace(SigmaText.Any, '*'));
    }

    private static string Regex(ExportTest test, ExportRegex regex)
    {
        if (test.Construct.Contains("|i", StringComparison.Ordinal) || regex.Source.Contains('%', StringComparison.Ordinal))
            throw new ExportException(test.Construct, "expressions of CloudWatch compare with case and hold no `%`.");
        return regex.Source;
    }

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Field(string path) => "$" + string.Concat(path.Split('.').Select(name => SelectorParser.IsPlain(name) ? $".{name}" : $".['{name}']"));

    private static string Sign(Comparison comparison) => comparison switch
    {
        Comparison.Less => "<",
        Comparison.LessOrEqual => "<=",
        Comparison.Greater => ">",
        Comparison.GreaterOrEqual => ">=",
        _ => "=",
    };
}
