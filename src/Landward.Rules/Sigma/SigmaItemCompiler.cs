using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Landward.Model;

namespace Landward.Rules.Sigma;

/// <summary>One line of a search: its modifiers applied from left to right, its values OR-ed (or AND-ed by <c>all</c>).</summary>
internal sealed class SigmaItemCompiler(SigmaEnvironment environment)
{
    private const int MaxRegexLength = 1000;

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
        if (item.Field is null)
            return CompileKeywords(item, modifiers);
        var path = Path(item.Field);
        if (modifiers.Exists)
            return CompilePresence(item, path);
        if (modifiers.All && item.Values.Length < 2)
            throw new SigmaFormatException(SigmaProblem.Modifier, "`all` needs a list of values.");
        if (modifiers.IsPlain && item.Values.Length > 1 && CompileSet(path, item.Values) is { } set)
            return modifiers.Negated ? new NotPredicate(set) : set;
        var predicates = item.Values.Select(value => CompileValue(path, value, modifiers)).ToImmutableArray();
        var combined = modifiers.All ? SigmaCompiler.All(predicates) : SigmaCompiler.Any(predicates);
        return modifiers.Negated ? new NotPredicate(combined) : combined;
    }

    private static EventPredicate CompilePresence(SigmaItem item, FieldPath path)
    {
        if (item.Modifiers.Length != 1 || item.Values.Length != 1 || !bool.TryParse(item.Values[0], out var expected))
            throw new SigmaFormatException(SigmaProblem.Value, "`exists` stands alone and takes true or false.");
        return expected ? new PresencePredicate(path) : new NotPredicate(new PresencePredicate(path));
    }

    private EventPredicate CompileKeywords(SigmaItem item, ItemModifiers modifiers)
    {
        if (modifiers.Relation != TextRelation.Equal || modifiers.Exists || modifiers.FieldReference || modifiers.Bound is not null)
            throw new SigmaFormatException(SigmaProblem.Modifier, "keywords take no modifier but all, re, cased, expand and the encodings.");
        var predicates = item.Values
            .SelectMany(value => Texts(value ?? throw new SigmaFormatException(SigmaProblem.Value, "a keyword may not be null."), modifiers)
                .Select(text => new KeywordPredicate(modifiers.Regex ? Regex(value, modifiers) : text.Contained().Matcher(modifiers.Cased))))
            .ToImmutableArray<EventPredicate>();
        return modifiers.All ? SigmaCompiler.All(predicates) : SigmaCompiler.Any(predicates);
    }

    private EventPredicate CompileValue(FieldPath path, string? value, ItemModifiers modifiers)
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
            return SigmaAddressBlock.TryParse(value, out var block)
                ? Field(path, new AddressBlockMatcher(block))
                : throw new SigmaFormatException(SigmaProblem.Value, $"`{value}` is no CIDR block.");
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
            predicates.Add(Field(path, related.Matcher(modifiers.Cased), related.HasWildcards ? null : Set(related.Characters)));
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

    private static ImmutableHashSet<string> Set(params string[] texts) => ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, texts);

    private FieldPredicate Field(FieldPath path, TextMatcher matcher, ImmutableHashSet<string>? equals = null) => new(
        path, matcher, equals, environment.OtherForms.GetValueOrDefault(path.Text));

    private FieldPath Path(string text)
    {
        var dot = text.IndexOf('.');
        var first = dot < 0 ? text : text[..dot];
        return new FieldPath(text, environment.Numbers.GetValueOrDefault(text, -1), environment.Parts.GetValueOrDefault(first, -1));
    }

    private IEnumerable<SigmaText> Texts(string value, ItemModifiers modifiers)
    {
        IEnumerable<string> values = [value];
        if (modifiers.Expand)
            values = SigmaPlaceholders.Expand(value, environment.Lists);
        if (modifiers.Encodings.IsEmpty)
            return values.Select(SigmaText.Parse);
        return values.Select(SigmaText.Parse).SelectMany(text => SigmaEncodings.Apply(text, modifiers.Encodings));
    }

    private static RegexMatcher Regex(string pattern, ItemModifiers modifiers)
    {
        if (pattern.Length > MaxRegexLength)
            throw new SigmaFormatException(SigmaProblem.Limit, $"the regular expression is longer than {MaxRegexLength} characters.");
        try
        {
            // Linear time whatever the pattern: rules come from strangers, events from attackers.
            return new RegexMatcher(new Regex(pattern, modifiers.RegexOptions | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new SigmaFormatException(SigmaProblem.Value, $"`{pattern}` is no regular expression of the supported kind: {exception.Message}");
        }
    }

    private static decimal Number(string value) =>
        decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new SigmaFormatException(SigmaProblem.Value, $"`{value}` is no number.");
}
