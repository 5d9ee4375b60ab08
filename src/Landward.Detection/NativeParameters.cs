using System.Collections.Immutable;
using System.Globalization;
using Landward.Model;
using Landward.Rules.Yaml;

namespace Landward.Detection;

/// <summary>
/// What a catalogue document sets for a detector that is code. Every reading method throws <see cref="FormatException"/> with what is
/// wrong; <see cref="Finish"/> does for names that nobody read.
/// </summary>
internal sealed class NativeParameters(YamlMapping? values)
{
    private const int MaxTexts = 100_000;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public double Number(string name, double otherwise, double least, double most)
    {
        if (Scalar(name) is not { } text)
            return otherwise;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"`parameters.{name}: {text}` must be a number between {least.ToString(CultureInfo.InvariantCulture)} and {most.ToString(CultureInfo.InvariantCulture)}.");
    }

    /// <summary>A whole number, at least 1.</summary>
    public int Count(string name, int otherwise)
    {
        if (Scalar(name) is not { } text)
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"`parameters.{name}: {text}` must be a whole number, at least 1.");
    }

    /// <summary>A number and one of the units s, m, h, d: <c>15m</c>.</summary>
    public TimeSpan Duration(string name, TimeSpan otherwise)
    {
        if (Scalar(name) is not { } text)
            return otherwise;
        var unit = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 };
        return unit > 0 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 100_000
            ? TimeSpan.FromSeconds((long)number * unit)
            : throw new FormatException($"`parameters.{name}: {text}` must be a time such as `90s`, `15m`, `24h` or `7d`.");
    }

    /// <summary>A text, or null when it is absent.</summary>
    public string? Text(string name) => Scalar(name);

    /// <summary>A list of texts; a single one may stand alone.</summary>
    public ImmutableArray<string> Texts(string name)
    {
        _read.Add(name);
        return values?[name] switch
        {
            null => [],
            YamlSequence list when list.Items.Length <= MaxTexts => [.. list.Items.Select(item => RuleTexts.Text(item, name))],
            YamlSequence => throw new FormatException($"`parameters.{name}` has more than {MaxTexts} entries; put them into a list file."),
            var one => [RuleTexts.Text(one, name)],
        };
    }

    /// <summary>Refuses names that nobody read.</summary>
    public void Finish()
    {
        if (values?.Entries.FirstOrDefault(entry => !_read.Contains(entry.Key)) is { } unknown)
            throw new FormatException($"`parameters.{unknown.Key}` is not known.{Suggestion.DidYouMean(unknown.Key, _read)}");
    }

    private string? Scalar(string name)
    {
        _read.Add(name);
        return values?[name] is { } node ? RuleTexts.Text(node, name) : null;
    }
}
