using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Landward.Rules.MetricFilters;

/// <summary>
/// A compiled filter pattern of CloudWatch Logs, as metric filters, subscription filters, <c>FilterLogEvents</c> and Live Tail take it.
/// Case counts everywhere. Immutable and safe to use from several threads.
/// Source: "Filter pattern syntax for metric filters, subscription filters, filter log events, and Live Tail", Amazon CloudWatch Logs
/// User Guide, https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html.
/// </summary>
public sealed class FilterPattern
{
    /// <summary>CloudWatch's limit on the length of a pattern, in characters.</summary>
    public const int MaxLength = 1024;

    private const int MaxDepth = 128;
    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaxDepth };

    private readonly byte[][] _all = [];
    private readonly byte[][] _any = [];
    private readonly byte[][] _none = [];
    private readonly LiteralPrefilter? _prefilter;
    private readonly DelimitedEvaluator? _delimited;

    internal FilterPattern(FilterSyntax syntax)
    {
        Syntax = syntax;
        switch (syntax)
        {
            case TextTerms terms:
                // "You can't combine the question mark with other filter patterns": beside other terms it is ignored.
                var alone = terms.All.IsEmpty && terms.None.IsEmpty;
                (_all, _any, _none) = (Utf8(terms.All), alone ? Utf8(terms.Any) : [], Utf8(terms.None));
                break;
            case JsonPattern pattern:
                _prefilter = new LiteralPrefilter(pattern.Condition);
                break;
            case DelimitedPattern pattern:
                _delimited = new DelimitedEvaluator(pattern);
                break;
            default:
                break;
        }
    }

    internal FilterSyntax Syntax { get; }

    /// <summary>Whether the pattern is of the JSON form.</summary>
    public bool IsJson => Syntax is JsonPattern;

    /// <summary>Whether metrics of the pattern may have dimensions, which need fields: the JSON and the space-delimited form.</summary>
    public bool HasFields => Syntax is JsonPattern or DelimitedPattern;

    /// <summary>Whether the pattern has a regular expression; a log group may have five filters with such patterns.</summary>
    public bool HasRegex => FilterPatternParts.Values(Syntax).Any(value => value is RegexValue) || Syntax is TextExpression;

    /// <summary>Compiles a pattern; exactly one of the two results is null.</summary>
    public static (FilterPattern? Pattern, FilterPatternError? Error) Parse(string text)
    {
        if (text.Length > MaxLength)
            return (null, new FilterPatternError(FilterPatternError.Invalid, MaxLength, $"a pattern may have {MaxLength} characters, this one has {text.Length}"));
        try
        {
            var cursor = new PatternCursor(text);
            cursor.SkipBlanks();
            FilterSyntax syntax = cursor.Current switch
            {
                '{' => JsonPatternParser.Parse(cursor),
                '[' => DelimitedPatternParser.Parse(cursor),
                _ => TextPatternParser.Parse(cursor),
            };
            return (new FilterPattern(syntax), null);
        }
        catch (FilterPatternFormatException exception)
        {
            return (null, exception.Error);
        }
    }

    /// <summary>Does the pattern match the message, UTF-8? A JSON pattern matches only a message that is one JSON object.</summary>
    public bool Matches(ReadOnlyMemory<byte> message)
    {
        switch (Syntax)
        {
            case EveryEvent:
                return true;
            case TextTerms:
                return HasTerms(message.Span);
            case TextExpression expression:
                return expression.Regex.Matches(message.Span);
            case DelimitedPattern:
                return _delimited!.Matches(message.Span);
            default:
                if (!_prefilter!.MayMatch(message.Span))
                    return false;
                using (var document = Document(message))
                    return document is not null && Matches(document.RootElement);
        }
    }

    /// <inheritdoc cref="Matches(ReadOnlyMemory{byte})"/>
    public bool Matches(string message) => Matches(Encoding.UTF8.GetBytes(message));

    /// <summary>Does the JSON pattern match the event? Patterns of other forms need the message.</summary>
    public bool Matches(JsonElement root) => Syntax is JsonPattern pattern && root.ValueKind == JsonValueKind.Object && pattern.Condition.Holds(root);

    /// <summary>What can be said of an event from the fields that are known without its document.</summary>
    public FilterAnswer Ask(FilterFields fields) => Syntax switch
    {
        EveryEvent => FilterAnswer.Yes,
        JsonPattern pattern => pattern.Condition.Ask(fields),
        _ => FilterAnswer.Unknown,
    };

    /// <summary>The texts of which the selector (<c>$.eventName</c>) has one in every event that matches; null when there is no such list.</summary>
    public ImmutableArray<string>? Pinned(string selector) =>
        Syntax is JsonPattern pattern ? FilterPatternParts.Pinned(pattern.Condition, selector) : null;

    /// <summary>Parts of the pattern that are true for nearly every event, because they join <c>!=</c> by <c>||</c>.</summary>
    public IEnumerable<string> NearlyAlwaysTrue() =>
        Syntax is JsonPattern pattern ? FilterPatternLint.NearlyAlwaysTrue(pattern.Condition).Select(FilterPatternPrinter.Print) : [];

    /// <summary>Selectors that are compared with <c>!=</c>, so that events without them are missed, and nowhere with NOT EXISTS.</summary>
    public IEnumerable<string> MissesAbsent() => Syntax is JsonPattern pattern ? FilterPatternLint.MissesAbsent(pattern.Condition) : [];

    /// <summary>
    /// What <c>TestMetricFilter</c> shows of a matching message: the values of the selectors that the pattern names, or of every field of a
    /// space-delimited message.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Extract(ReadOnlyMemory<byte> message)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (Syntax is DelimitedPattern)
        {
            foreach (var (name, value) in _delimited!.Extract(message.Span))
                values[name] = value;
        }
        else if (Syntax is JsonPattern pattern)
        {
            using var document = Document(message);
            foreach (var selector in FilterPatternParts.Selectors(pattern.Condition))
            {
                if (document is not null && selector.First(document.RootElement) is { } value && FilterText.OfScalar(value) is { } text)
                    values[selector.Text] = text;
            }
        }
        return values.ToImmutable();
    }

    /// <summary>The pattern in its canonical form: one blank between parts, texts in double quotes.</summary>
    public override string ToString() => FilterPatternPrinter.Print(Syntax);

    /// <summary>The message as a document; null when it is not one JSON object.</summary>
    public static JsonDocument? Document(ReadOnlyMemory<byte> message)
    {
        var start = message.Span.IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0 || message.Span[start] != (byte)'{')
            return null;
        try
        {
            return JsonDocument.Parse(message, DocumentOptions);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[][] Utf8(ImmutableArray<string> terms) => [.. terms.Select(Encoding.UTF8.GetBytes)];

    private bool HasTerms(ReadOnlySpan<byte> message)
    {
        foreach (var term in _all)
        {
            if (message.IndexOf(term) < 0)
                return false;
        }
        foreach (var term in _none)
        {
            if (message.IndexOf(term) >= 0)
                return false;
        }
        foreach (var term in _any)
        {
            if (message.IndexOf(term) >= 0)
                return true;
        }
        return _any.Length == 0;
    }
}
