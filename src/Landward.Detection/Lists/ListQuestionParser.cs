using System.Collections.Immutable;
using Landward.Rules.Yaml;

namespace Landward.Detection;

/// <summary>Reads <c>lists: {address: sourceIPAddress, in: [threat, c2]}</c>; <c>domain</c> instead of <c>address</c> looks names up.</summary>
internal static class ListQuestionParser
{
    private static readonly string[] Keys = ["address", "domain", "in"];

    /// <summary>Throws <see cref="FormatException"/> with what is wrong; null when the rule does not ask.</summary>
    public static ListQuestion? Parse(YamlMapping block)
    {
        if (block["lists"] is not { } node)
            return null;
        if (node is not YamlMapping map)
            throw new FormatException("`lists` must be a mapping of `address` or `domain` (a path) and `in` (purposes).");
        RuleTexts.OnlyKeys(map, "lists", Keys);
        var address = RuleTexts.Optional(map, "address");
        var domain = RuleTexts.Optional(map, "domain");
        var purposes = RuleTexts.List(map, "in").Select(Purpose).ToImmutableArray();
        if (address is null == domain is null || purposes.IsEmpty)
            throw new FormatException("`lists` needs one of `address` and `domain` (a path) and `in` (purposes).");
        return new ListQuestion(address ?? domain!, domain is not null, purposes);
    }

    private static ListPurpose Purpose(string name) => ListPurposes.TryParse(name, out var purpose)
        ? purpose
        : throw new FormatException($"`{name}` is no purpose of a list.{Model.Suggestion.DidYouMean(name, ListPurposes.Names)}");
}
