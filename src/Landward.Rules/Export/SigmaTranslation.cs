using System.Collections.Immutable;
using System.Globalization;
using Landward.Rules.Sigma;
using Landward.Rules.Yaml;

namespace Landward.Rules.Export;

/// <summary>A Sigma rule as an <see cref="ExportCondition"/>. What only Sigma or Landward can say is refused by name.</summary>
internal sealed class SigmaTranslation(SigmaRule rule)
{
    private static readonly string[] Gates = ["org", "lists", "baseline"];
    private static readonly string[] Exported = ["contains", "startswith", "endswith", "all", "cased", "neq", "exists", "lt", "lte", "gt", "gte", "re", "cidr"];

    private readonly Dictionary<string, SigmaSearch> _searches = rule.Searches.ToDictionary(search => search.Name, StringComparer.Ordinal);

    public static ExportCondition Of(SigmaRule rule)
    {
        if (rule.LogSource is not { Product: "aws", Service: "cloudtrail" })
            throw new ExportException("logsource", "only rules over CloudTrail are exported.");
        foreach (var gate in Gates)
        {
            if (rule.Header.Extension?[gate] is YamlValue)
                throw new ExportException($"landward.{gate}", "this question is answered by Landward from what it knows beyond the event; AWS's patterns see the event alone.");
        }
        return new SigmaTranslation(rule).Translate(rule.Condition, negated: false);
    }

    private ExportCondition Translate(SigmaCondition condition, bool negated) => condition switch
    {
        SigmaCondition.Not not => Translate(not.Operand, !negated),
        SigmaCondition.Search search => Translate(_searches[search.Name], negated),
        SigmaCondition.All all => Join(all.Operands.Select(operand => Translate(operand, negated)), all: !negated),
        SigmaCondition.Any any => Join(any.Operands.Select(operand => Translate(operand, negated)), all: negated),
        SigmaCondition.AtLeast { Count: 1 } some => Join(some.Names.Select(name => Translate(_searches[name], negated)), all: negated),
        SigmaCondition.AtLeast every when every.Count == every.Names.Length => Join(every.Names.Select(name => Translate(_searches[name], negated)), all: !negated),
        SigmaCondition.AtLeast some => throw new ExportException($"{some.Count} of ...", "AWS's patterns do not count how many conditions hold."),
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, null),
    };

    private static ExportCondition Translate(SigmaSearch search, bool negated) => Join(
        search.Alternatives.Select(alternative => Join(alternative.Items.Select(item => Translate(item, negated)), all: !negated)), all: negated);

    private static ExportCondition Translate(SigmaItem item, bool negated)
    {
        var construct = string.Join('|', [item.Field ?? "keywords", .. item.Modifiers]);
        if (item.Field is not { } path)
            throw new ExportException(construct, "keywords are searched in every text of the event; AWS's patterns name fields.");
        if (!item.Elements.IsEmpty)
            throw new ExportException(construct, "AWS's patterns cannot demand several conditions of one element of an array.");
        if (item.Modifiers.FirstOrDefault(modifier => !Exported.Contains(modifier)) is { } other)
            throw new ExportException(construct, $"the modifier `{other}` has no counterpart in AWS's patterns.");
        var modifiers = new ItemModifiers(item.Modifiers);
        negated ^= modifiers.Negated;
        if (modifiers.Exists)
            return new ExportTest(path, [new ExportPresence()], negated ^ item.Values[0] is "false" or "False", construct);
        var values = item.Values.Select(value => Value(value, modifiers, construct)).ToImmutableArray();
        return modifiers.All
            ? Join(values.Select(value => (ExportCondition)new ExportTest(path, [value], negated, construct)), all: !negated)
            : new ExportTest(path, values, negated, construct);
    }

    private static ExportValue Value(string? value, ItemModifiers modifiers, string construct)
    {
        if (value is null)
            return new ExportNull();
        if (modifiers.Regex)
            return new ExportRegex(value);
        if (modifiers.AddressBlock)
            return new ExportBlock(value);
        if (modifiers.Bound is { } bound)
            return new ExportNumber(bound, decimal.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture));
        var text = SigmaText.Parse(value);
        var related = modifiers.Relation switch
        {
            TextRelation.Contains => text.Contained(),
            TextRelation.StartsWith => text.AtStart(),
            TextRelation.EndsWith => text.AtEnd(),
            _ => text,
        };
        if (related.Characters.Contains(SigmaText.One, StringComparison.Ordinal))
            throw new ExportException(construct, "`?` stands for one character; AWS's patterns only have `*`.");
        return new ExportText(related.Characters, modifiers.Cased);
    }

    private static ExportCondition Join(IEnumerable<ExportCondition> parts, bool all)
    {
        var list = parts.SelectMany(part => (all, part) switch
        {
            (true, ExportAll inner) => inner.Parts,
            (false, ExportAny inner) => inner.Parts,
            _ => [part],
        }).ToImmutableArray();
        return list.Length == 1 ? list[0] : all ? new ExportAll(list) : new ExportAny(list);
    }
}
