using System.Collections.Immutable;
using Landward.Rules.Sigma;
using Landward.Rules.Yaml;

namespace Landward.Detection;

/// <summary>
/// The lists of the organization that a rule cannot do without (<c>landward: {needs: [allowed_regions]}</c>). "Outside the allowed
/// Regions" says nothing when nobody said which are allowed, so such a rule is inactive until the list is given.
/// </summary>
internal static class RuleNeeds
{
    private const int MaxNeeds = 10;

    /// <summary>Throws <see cref="FormatException"/> when <c>needs</c> is no list of names.</summary>
    public static ImmutableArray<string> Of(SigmaHeader header) => header.Extension?["needs"] switch
    {
        null => [],
        YamlSequence { Items.Length: <= MaxNeeds } names => [.. names.Items.Select(name => RuleTexts.Text(name, "needs"))],
        _ => throw new FormatException($"`needs` must be a list of at most {MaxNeeds} names."),
    };

    /// <summary>Those of the lists that are absent or empty.</summary>
    public static ImmutableArray<string> Missing(RuleExtension extension, DetectionOptions options) =>
        [.. extension.Needs.Where(name => !options.RuleLists.TryGetValue(name, out var list) || list.IsDefaultOrEmpty)];

    /// <summary>A compiler that also knows the lists the rule needs, for rules that need any.</summary>
    public static SigmaCompiler Compiler(SigmaHeader header, SigmaCompiler otherwise, IReadOnlyDictionary<string, ImmutableArray<string>> placeholders)
    {
        if (header.Extension?["needs"] is not YamlSequence names)
            return otherwise;
        var lists = names.Items.OfType<YamlScalar>()
            .Select(name => name.Text)
            .Distinct(StringComparer.Ordinal)
            .ToImmutableSortedDictionary(name => name, _ => ImmutableArray<string>.Empty, StringComparer.Ordinal);
        return DetectionRules.PlainCompiler(new DetectionOptions { RuleLists = lists }, placeholders);
    }
}
