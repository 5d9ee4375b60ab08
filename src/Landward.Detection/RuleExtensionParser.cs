using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Landward.Detection.Baselines;
using Landward.Detection.Organizations;
using Landward.Rules.Sigma;
using Landward.Rules.Yaml;

namespace Landward.Detection;

/// <summary>Reads the <c>landward:</c> block of a rule.</summary>
internal static partial class RuleExtensionParser
{
    private const string Unfamiliar = "unfamiliar";

    private static readonly string[] Keys = ["type", "resource", "resources", "per", "facts", "org", "response", "tests", "generate", "detector", "parameters", "needs", "caller", "lists", "baseline"];

    /// <summary>Throws <see cref="FormatException"/> with what is wrong.</summary>
    /// <param name="firstParty">Tests of Landward's own rules are right, and read when they are asked for.</param>
    public static RuleExtension Parse(SigmaHeader header, bool firstParty)
    {
        if (header.Extension is not { } block)
            return new RuleExtension(DefaultType(header), [], PerResource: false, ImmutableSortedDictionary<string, string>.Empty, null, null);
        foreach (var (name, _, _) in block.Entries)
        {
            if (!Keys.Contains(name))
                throw new FormatException($"`{name}` is not known in a `landward` block.{Model.Suggestion.DidYouMean(name, Keys)}");
        }
        var resources = block["resources"] is YamlSequence list
            ? list.Items
            : block["resource"] is { } one ? [one] : [];
        return new RuleExtension(
            ParseType(block, header),
            [.. resources.Select(ParseResource)],
            RuleTexts.Optional(block, "per") switch
            {
                null or "principal" => false,
                "resource" => true,
                var other => throw new FormatException($"`per: {other}` must be `principal` or `resource`."),
            },
            ParseFacts(block),
            OrganizationQuestionParser.Parse(block),
            RuleTexts.Optional(block, "response")?.Trim())
        {
            Unread = firstParty ? new(() => RuleTestParser.Parse(block["tests"])) : new(RuleTestParser.Parse(block["tests"])),
            Needs = RuleNeeds.Of(header),
            WeighsCaller = RuleTexts.Optional(block, "caller") switch
            {
                // Evidence beyond the call itself speaks for itself, whoever called.
                null or "weighed" or Unfamiliar => block["org"] is null && block["baseline"] is null && block["lists"] is null,
                "any" => false,
                var other => throw new FormatException($"`caller: {other}` must be `weighed`, `unfamiliar` or `any`."),
            },
            IsForUnfamiliarCallers = RuleTexts.Optional(block, "caller") == Unfamiliar,
            Lists = ListQuestionParser.Parse(block),
            Baseline = BaselineQuestionParser.Parse(block, header.Id),
        };
    }

    private static string? ParseType(YamlMapping block, SigmaHeader header)
    {
        if (RuleTexts.Optional(block, "generate") == "false")
            return null;
        if (RuleTexts.Optional(block, "type") is not { } type)
            return DefaultType(header);
        return FindingType().IsMatch(type)
            ? type
            : throw new FormatException($"`type: {type}` is not of the form `Purpose:Resource/Name`.");
    }

    /// <summary>A rule from elsewhere has no type: its first tactic says the purpose.</summary>
    private static string DefaultType(SigmaHeader header)
    {
        var (_, tactics) = MitreTags.Parse(header.Tags);
        var purpose = tactics.IsEmpty ? "Policy" : string.Concat(tactics[0].Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        var name = string.Concat(header.Title.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => string.Concat(word.Where(char.IsAsciiLetterOrDigit)))
            .Where(word => word.Length > 0)
            .Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return $"{purpose}:IAMUser/{(name.Length == 0 ? "Rule" : name)}";
    }

    private static ResourcePath ParseResource(YamlValue node) =>
        node is YamlMapping map && RuleTexts.Optional(map, "type") is { } type && RuleTexts.Optional(map, "id") is { } id
            ? new ResourcePath(type, id)
            : throw new FormatException("a resource needs `type` and `id` (the path of the id in the event).");

    private static ImmutableSortedDictionary<string, string> ParseFacts(YamlMapping block)
    {
        if (block["facts"] is not { } node)
            return ImmutableSortedDictionary<string, string>.Empty;
        return node is YamlMapping map
            ? map.Entries.ToImmutableSortedDictionary(entry => entry.Key, entry => RuleTexts.Text(entry.Value, "facts"), StringComparer.Ordinal)
            : throw new FormatException("`facts` must be a mapping of names to paths.");
    }

    [GeneratedRegex(@"^[A-Z][A-Za-z]+:[A-Z][A-Za-z0-9]*/[A-Z][A-Za-z0-9.&!]*$")]
    private static partial Regex FindingType();
}
