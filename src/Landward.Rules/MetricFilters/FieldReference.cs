using System.Text;
using System.Text.Json;

namespace Landward.Rules.MetricFilters;

/// <summary>What a metric takes from a matching event: <c>$.latency</c> of a JSON event, <c>$bytes</c> or <c>$7</c> of a space-delimited one.</summary>
public sealed class FieldReference
{
    private readonly Selector? _selector;

    private FieldReference(string text, Selector? selector)
    {
        Text = text;
        _selector = selector;
    }

    /// <summary>The reference as written.</summary>
    public string Text { get; }

    /// <summary>Whether the reference is to a member of a JSON event.</summary>
    public bool IsJson => _selector is not null;

    /// <summary>Null when the text is no reference to a field.</summary>
    public static FieldReference? Parse(string text)
    {
        if (text.Length < 2 || text[0] != '$')
            return null;
        if (text[1] != '.')
            return SelectorParser.IsPlain(text[1..]) ? new FieldReference(text, null) : null;
        try
        {
            var cursor = new PatternCursor(text);
            var selector = SelectorParser.Parse(cursor);
            return cursor.AtEnd && !selector.HasWildcard ? new FieldReference(text, selector) : null;
        }
        catch (FilterPatternFormatException)
        {
            return null;
        }
    }

    /// <summary>The value's text; null when the event has none there, or no string or number.</summary>
    public string? Read(JsonElement root) => _selector?.First(root) is { } value ? FilterText.OfScalar(value) : null;

    /// <summary>The value's text in a message that the pattern matches.</summary>
    public string? Read(FilterPattern pattern, ReadOnlyMemory<byte> message)
    {
        if (_selector is null)
            return pattern.Extract(message).GetValueOrDefault(Text);
        using var document = FilterPattern.Document(message);
        return document is null ? null : Read(document.RootElement);
    }

    /// <summary>The value as a number; null when it is none.</summary>
    public static double? Number(string? text) =>
        text is not null && FilterNumber.TryParse(Encoding.UTF8.GetBytes(text), withExponent: true, out var number) ? number : null;
}
