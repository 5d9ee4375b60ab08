using System.Collections.Immutable;
using System.Globalization;
using Landward.Model;

namespace Landward.Rules.Sigma;

/// <summary>One line of a search: its modifiers applied from left to right, its values OR-ed (or AND-ed by <c>all</c>).</summary>
internal sealed class SigmaItemCompiler(SigmaEnvironment environment)
{
    private const int MaxWildcards = 64;
    private const int MaxWildcardPattern = 2000;
    private const int MaxExpanded = 100_000;

    private static readonly string[] KnownModifiers =
    [
        "contains", "startswith", "endswith", "all", "re", "i", "m", "s", "cased", "neq", "exists", "lt", "lte", "gt", "gte", "cidr",
        "fieldref", "expand", "base64", "base64offset", "utf16le", "utf16be", "utf16", "wide", "windash",
        "minute", "hour", "day", "week", "month", "year",
    ];

    public EventPredicate Compile(SigmaItem item)
    {
        try
        {
            return CompileItem(item);
        }
        catch (SigmaFormatException exception) when (exception.Span is null)
        {
            throw new SigmaFormatException(exception.Problem, $"`{string.Join('|', [item.Field ?? string.Empty, .. item.Modifiers])}`: {exception.Message}", item.Span);
        }
    }

    private EventPredicate CompileItem(SigmaItem item)
    {
        if (!item.Elements.IsEmpty)
        {
            // Inside an element paths start there, so the numbers of the event's own fields mean nothing.
            var inner = new SigmaItemCompiler(environment with
            {
                Numbers = ImmutableDictionary<string, int>.Empty,
                Parts = ImmutableDictionary<string, int>.Empty,
            });
            var elements = item.Elements.Select(element => SigmaCompiler.All([.. element.Items.Select(inner.Compile)]));
            return new ElementPredicate(Path(item.Field!), SigmaCompiler.Any([.. elements]));
        }
        foreach (var modifier in item.Modifiers)
        {
            if (!KnownModifiers.Contains(modifier))
            {
                throw new SigmaFormatException(
                    SigmaProblem.Modifier, $"`{modifier}` is no modifier.{Suggestion.DidYouMean(modifier, KnownModifiers)}");
            }
        }
        var modifiers = new ItemModifiers(item.Modifiers);
        // Where any value is enough, those of all lists are one list of values.
        if (modifiers.Expand && !modifiers.All)
            item = item with { Values = [.. item.Values.SelectMany(value => Expand(value, modifiers)).Take(MaxExpanded + 1)] };
        if (item.Values.Length > MaxExpanded)
            throw new SigmaFormatException(SigmaProblem.Limit, $"its placeholders stand for more than {MaxExpanded} values.");
        if (item.Field is null)
            return CompileKeywords(item, modifiers);
        var path = Path(item.Field);
        if (modifiers.Exists)
            return CompilePresence(item, path);
        if (modifiers.All && item.Values.Length < 2)
            throw new SigmaFormatException(SigmaProblem.Modifier, "`all` needs a list of values.");
        if (modifiers.IsPlain && item.Values.Length > 1 && CompileSet(path, item.Values) is { } set)
            return modifiers.Negated ? new NotPredicate(set) : set;
        if (modifiers is { AddressBlock: true, All: false } && item.Values.Length > 1 && item.Values.All(value => value is not null))
        {
            var blocks = Field(path, new AddressBlockMatcher([.. item.Values.Select(value => Block(value!))]));
            return modifiers.Negated ? new NotPredicate(blocks) : blocks;
        }
        var predicates = item.Values.Select(value => CompileValue(path, value, modifiers)).ToImmutableArray();
        var combined = modifiers.All ? SigmaCompiler.All(predicates) : CompileContained(path, predicates) ?? SigmaCompiler.Any(predicates);
        return modifiers.Negated ? new NotPredicate(combined) : combined;
    }

    /// <summary>Several texts of which the field must contain one are one question; null when they are not such texts.</summary>
    private FieldPredicate? CompileContained(FieldPath path, ImmutableArray<EventPredicate> predicates)
    {
        var texts = predicates.Select(predicate => (predicate as FieldPredicate)?.ContainedText).OfType<string>().ToImmutableArray();
        return texts.Length > 1 && texts.Length == predicates.Length ? Field(path, new ContainedTextsMatcher(texts)) : null;
    }

    private static EventPredicate CompilePresence(SigmaItem item, FieldPath path)
    {
        if (item.Modifiers.Length != 1 || item.Values.Length != 1 || !bool.TryParse(item.Values[0], out var expected))
            throw new SigmaFormatException(SigmaProblem.Value, "`exists` stands alone and takes true or false.");
        return expected ? new PresencePredicate(path) : new NotPredicate(new PresencePredicate(path));
    }

    private EventPredicate CompileKeywords(SigmaItem item, ItemModifiers modifiers)
    {
        if (modifiers.Relation is TextRelation.StartsWith or TextRelation.EndsWith
            || modifiers.Exists || modifiers.FieldReference || modifiers.Negated || modifiers.AddressBlock || modifiers.Bound is not null || modifiers.DatePart is not null)
        {
            throw new SigmaFormatException(SigmaProblem.Modifier, "keywords take no modifier but all, contains, re, cased, expand and the encodings.");
        }
        var predicates = item.Values.Select(value => CompileKeyword(value, modifiers)).ToImmutableArray();
        return modifiers.All ? SigmaCompiler.All(predicates) : SigmaCompiler.Any(predicates);
    }

    private EventPredicate CompileKeyword(string? value, ItemModifiers modifiers)
    {
        var values = modifiers is { Expand: true, All: true } ? Expand(value, modifiers) : [value];
        var matchers = values.SelectMany(IEnumerable<TextMatcher> (one) => one is null
            ? throw new SigmaFormatException(SigmaProblem.Value, "a keyword may not be null.")
            : modifiers.Regex
                ? [Regex(one, modifiers)]
                : Texts(one, modifiers).Select(text => Matcher(text.Contained(), modifiers.Cased)));
        return SigmaCompiler.Any([.. matchers.Select(matcher => new KeywordPredicate(matcher))]);
    }

    private EventPredicate CompileValue(FieldPath path, string? value, ItemModifiers modifiers) =>
        modifiers is { Expand: true, All: true }
            ? SigmaCompiler.Any([.. Expand(value, modifiers).Select(one => CompileOne(path, one, modifiers))])
            : CompileOne(path, value, modifiers);

    private EventPredicate CompileOne(FieldPath path, string? value, ItemModifiers modifiers)
    {
        if (value is null)
        {
            return modifiers.TakesNull
                ? new NullPredicate(path)
                : throw new SigmaFormatException(SigmaProblem.Value, "null can only be compared for equality.");
        }
        if (modifiers.FieldReference)
            return new FieldReferencePredicate(path, Path(value), modifiers.Relation, modifiers.Cased);
        if (modifiers.Regex)
            return Field(path, Regex(value, modifiers));
        if (modifiers.AddressBlock)
        {
            return Field(path, new AddressBlockMatcher([Block(value)]));
        }
        if (modifiers.DatePart is { } part)
            return Field(path, new DatePartMatcher(part, modifiers.Bound ?? Comparison.Equal, Number(value)));
        if (modifiers.Bound is { } bound)
            return Field(path, new NumberMatcher(bound, Number(value)));
        return CompileTexts(path, value, modifiers);
    }

    private EventPredicate CompileTexts(FieldPath path, string value, ItemModifiers modifiers)
    {
        var predicates = ImmutableArray.CreateBuilder<EventPredicate>();
        foreach (var text in Texts(value, modifiers))
        {
            var related = modifiers.Relation switch
            {
                TextRelation.Contains => text.Contained(),
                TextRelation.StartsWith => text.AtStart(),
                TextRelation.EndsWith => text.AtEnd(),
                _ => text,
            };
            predicates.Add(Field(path, Matcher(related, modifiers.Cased), related.HasWildcards ? null : Set(related.Characters)));
        }
        return SigmaCompiler.Any(predicates.ToImmutable());
    }

    /// <summary>A list of texts without wildcards is one look-up; null when it is not such a list.</summary>
    private FieldPredicate? CompileSet(FieldPath path, ImmutableArray<string?> values)
    {
        var texts = values.Select(value => value is null ? null : SigmaText.Parse(value)).ToArray();
        if (texts.Any(text => text is null || text.HasWildcards))
            return null;
        var set = Set([.. texts.Select(text => text!.Characters)]);
        return Field(path, new TextSetMatcher(set), set);
    }

    private RegexMatcher Regex(string pattern, ItemModifiers modifiers) =>
        environment.AreRulesChecked ? new RegexMatcher(pattern, modifiers.RegexOptions) : SigmaRegex.Compile(pattern, modifiers.RegexOptions);

    private static AddressBlockRange Block(string value) => SigmaAddressBlock.TryParse(value, out var block)
        ? block
        : throw new SigmaFormatException(SigmaProblem.Value, $"`{value}` is no CIDR block.");

    private static ImmutableHashSet<string> Set(params string[] texts) => ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, texts);

    private FieldPredicate Field(FieldPath path, TextMatcher matcher, ImmutableHashSet<string>? equals = null) => new(
        path, matcher, equals, environment.OtherForms.GetValueOrDefault(path.Text));

    private FieldPath Path(string text)
    {
        var dot = text.IndexOf('.');
        var first = dot < 0 ? text : text[..dot];
        return new FieldPath(text, environment.Numbers.GetValueOrDefault(text, -1), environment.Parts.GetValueOrDefault(first, -1)) { IsRepeated = environment.IsRepeated(text) };
    }

    private static IReadOnlyList<SigmaText> Texts(string value, ItemModifiers modifiers)
    {
        var text = SigmaText.Parse(value);
        return modifiers.Encodings.IsEmpty ? [text] : [.. SigmaEncodings.Apply(text, modifiers.Encodings)];
    }

    /// <summary>The values that a value with placeholders stands for.</summary>
    private IEnumerable<string?> Expand(string? value, ItemModifiers modifiers)
    {
        if (value is null)
            return [null];
        return SigmaPlaceholders.Expand(value, environment.Lists, modifiers.Regex ? System.Text.RegularExpressions.Regex.Escape : static element => element);
    }

    private static TextMatcher Matcher(SigmaText text, bool cased)
    {
        var wildcards = text.Characters.AsSpan().CountAny(SigmaText.Any, SigmaText.One);
        return wildcards > MaxWildcards || (wildcards > 2 && text.Characters.Length > MaxWildcardPattern)
            ? throw new SigmaFormatException(SigmaProblem.Limit, $"a value may have {MaxWildcards} wildcards, and {MaxWildcardPattern} characters when they stand in its middle.")
            : text.Matcher(cased);
    }

    private static decimal Number(string value) =>
        decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new SigmaFormatException(SigmaProblem.Value, $"`{value}` is no number.");
}
