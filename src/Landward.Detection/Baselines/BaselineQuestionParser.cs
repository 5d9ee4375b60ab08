using System.Collections.Immutable;
using System.Globalization;
using Landward.Model;
using Landward.Rules.Yaml;

namespace Landward.Detection.Baselines;

/// <summary>
/// Reads the <c>baseline:</c> of a rule: <c>firstSeen</c> (with <c>atLeast</c>, <c>otherwise</c>, <c>apis</c>), <c>volume</c> (with
/// <c>by</c>, <c>floor</c>, <c>factor</c>) or <c>travel</c>; <c>learn</c> and <c>per: principal</c> with the first two.
/// </summary>
internal static class BaselineQuestionParser
{
    private static readonly string[] FirstSeenKeys = ["firstSeen", "atLeast", "otherwise", "apis", "learn", "per"];
    private static readonly string[] VolumeKeys = ["volume", "by", "floor", "factor", "learn", "per"];
    private static readonly string[] TravelKeys = ["travel", "per"];

    /// <summary>Throws <see cref="FormatException"/> with what is wrong; null when the rule does not ask.</summary>
    public static BaselineQuestion? Parse(YamlMapping block, string rule)
    {
        if (block["baseline"] is not { } node)
            return null;
        if (node is not YamlMapping map)
            throw new FormatException("`baseline` must be a mapping.");
        if (RuleTexts.Optional(map, "per") is not (null or "principal"))
            throw new FormatException("`baseline.per` must be `principal`: nothing else is learned.");
        if (map["firstSeen"] is not null)
            return FirstSeen(map, rule);
        if (map["volume"] is not null)
            return Volume(map, rule);
        RuleTexts.OnlyKeys(map, "baseline", TravelKeys);
        return RuleTexts.Optional(map, "travel") is { } within
            ? new TravelQuestion(rule, Duration(within))
            : throw new FormatException("`baseline` needs `firstSeen`, `volume` or `travel`.");
    }

    /// <summary><c>14d</c>, <c>3h</c>, <c>30m</c>: at most a year.</summary>
    public static TimeSpan Duration(string text) => TryDuration(text, out var duration)
        ? duration
        : throw new FormatException($"`{text}` is no duration: a whole number with `m`, `h` or `d`, at most a year.");

    public static bool TryDuration(string text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is 0 or > 600_000)
            return false;
        duration = text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => default,
        };
        return duration > TimeSpan.Zero && duration <= TimeSpan.FromDays(366);
    }

    private static FirstSeenQuestion FirstSeen(YamlMapping map, string rule)
    {
        RuleTexts.OnlyKeys(map, "baseline", FirstSeenKeys);
        var factors = RuleTexts.List(map, "firstSeen").Select(Factor).Distinct().ToImmutableArray();
        var atLeast = Number(map, "atLeast", 1);
        if (atLeast > factors.Length)
            throw new FormatException($"`atLeast: {atLeast}` is more than the {factors.Length} things of `firstSeen`.");
        Severity? otherwise = RuleTexts.Optional(map, "otherwise") is not { } level
            ? null
            : SeverityLabels.TryParse(level, out var severity)
                ? severity
                : throw new FormatException($"`otherwise: {level}` is no level: informational, low, medium, high or critical.");
        return new FirstSeenQuestion(rule, factors, atLeast, otherwise, Number(map, "apis", 1), Learn(map));
    }

    private static VolumeQuestion Volume(YamlMapping map, string rule)
    {
        RuleTexts.OnlyKeys(map, "baseline", VolumeKeys);
        var volume = RuleTexts.Optional(map, "volume")!;
        var factor = RuleTexts.Optional(map, "factor") is not { } text
            ? 6
            : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0
                ? number
                : throw new FormatException($"`factor: {text}` must be a positive number.");
        return new VolumeQuestion(rule, RuleTexts.Optional(map, "by"), volume == "events" ? null : volume, Floor(map), factor, Learn(map));
    }

    private static long Floor(YamlMapping map) =>
        RuleTexts.Optional(map, "floor") is { } text && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var floor) && floor < long.MaxValue / 100
            ? floor
            : throw new FormatException("`volume` needs `floor`: a whole number up to which nothing is unusual.");

    private static BaselineFactor Factor(string name)
    {
        for (var i = 0; i < BaselineFactors.Names.Count; i++)
        {
            if (BaselineFactors.Names[i] == name)
                return (BaselineFactor)i;
        }
        throw new FormatException($"`{name}` is nothing that is learned.{Suggestion.DidYouMean(name, BaselineFactors.Names)}");
    }

    private static TimeSpan? Learn(YamlMapping map) => RuleTexts.Optional(map, "learn") is { } text ? Duration(text) : null;

    private static int Number(YamlMapping map, string key, int otherwise) =>
        RuleTexts.Optional(map, key) is not { } text
            ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1000
                ? number
                : throw new FormatException($"`{key}: {text}` must be a positive number.");
}
