using System.Text;
using System.Text.RegularExpressions;

namespace Landward.Rules.MetricFilters;

/// <summary>
/// The regular expressions of filter patterns: ASCII, without groups, found anywhere in the text. They run on an automaton, in time
/// linear in the text. Source: "Supported regular expressions (regex) syntax", Amazon CloudWatch Logs User Guide.
/// </summary>
internal sealed class FilterRegex : IEquatable<FilterRegex>
{
    private const int MaxText = 262_144;
    private readonly Regex _regex;

    private FilterRegex(string source, Regex regex)
    {
        Source = source;
        _regex = regex;
    }

    /// <summary>The expression as written, without the percent signs.</summary>
    public string Source { get; }

    /// <summary>Compiles; null with what is wrong and where.</summary>
    public static FilterRegex? Parse(string source, out string problem, out int position)
    {
        var translated = FilterRegexTranslator.Translate(source, out problem, out position);
        if (translated is null)
            return null;
        try
        {
            return new FilterRegex(source, new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline));
        }
        catch (ArgumentException exception)
        {
            problem = $"the regular expression is not valid: {exception.Message}";
            position = 0;
            return null;
        }
    }

    public bool Matches(ReadOnlySpan<byte> text)
    {
        if (text.Length > MaxText)
            return _regex.IsMatch(Encoding.UTF8.GetString(text));
        var rented = System.Buffers.ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            var length = Encoding.UTF8.GetChars(text, rented);
            return _regex.IsMatch(rented.AsSpan(0, length));
        }
        finally
        {
            System.Buffers.ArrayPool<char>.Shared.Return(rented);
        }
    }

    public bool Equals(FilterRegex? other) => other is not null && Source == other.Source;

    public override bool Equals(object? obj) => Equals(obj as FilterRegex);

    public override int GetHashCode() => Source.GetHashCode(StringComparison.Ordinal);
}
