using Landward.Model;
using Landward.Rules.MetricFilters;

namespace Landward.Detection.Alarms;

internal static class AlarmDiagnostics
{
    public static Diagnostic Shape(string alarm, string problem, SourceSpan span) => Diagnostic.Error(
        "LW3100", "an alarm lacks a part or has one of the wrong shape", $"Alarm `{alarm}`: {problem} The alarm was left out.", span);

    public static Diagnostic Pattern(string alarm, FilterPatternError error, SourceSpan span) => Diagnostic.Error(
        "LW3101",
        "a filter pattern is not valid",
        $"Alarm `{alarm}`: {error.Reason}, at character {error.Position + 1} of the pattern. CloudWatch Logs would answer InvalidParameterException: {error.Message}. The alarm was left out.",
        span);

    public static Diagnostic Transformation(string alarm, string problem, SourceSpan span) => Diagnostic.Error(
        "LW3102", "a metric transformation is not valid", $"Alarm `{alarm}`: {problem} The alarm was left out.", span);

    public static Diagnostic Definition(string alarm, string problem, SourceSpan span) => Diagnostic.Error(
        "LW3103", "an alarm's settings are not valid", $"Alarm `{alarm}`: {problem}. The alarm was left out.", span);

    public static Diagnostic Composite(string alarm, string problem, SourceSpan span) => Diagnostic.Error(
        "LW3104", "a composite alarm's rule is not valid", $"Alarm `{alarm}`: {problem}. The alarm was left out.", span);

    public static Diagnostic NearlyAlwaysTrue(string alarm, string condition, SourceSpan span) => Diagnostic.Warning(
        "LW3105",
        "a filter pattern is true for nearly every event",
        $"Alarm `{alarm}`: `{condition}` holds unless all of its values are met at once, because its `!=` are joined by `||`. Join them by `&&` (this is how CIS 4.1 is published, and it counts every call).",
        span);

    public static Diagnostic MissesAbsent(string alarm, string selector, SourceSpan span) => Diagnostic.Warning(
        "LW3106",
        "a comparison misses events without the field",
        $"Alarm `{alarm}`: `{selector} != ...` is false where the event lacks the field, so such events are not counted. If they should be, write `({selector} NOT EXISTS) || ({selector} != ...)`.",
        span);

    public static Diagnostic DuplicateId(string alarm, SourceSpan span, SourceSpan first) => Diagnostic.Error(
        "LW3107",
        "two alarms have the same id",
        $"Alarm `{alarm}` was defined at {first} already; alarms never replace each other silently. Give it an id of its own.",
        span);

    public static Diagnostic Unreadable(string path, string reason) => Diagnostic.Error(
        "LW3108", "an alarm file could not be read", $"`{path}` could not be read: {reason}", new SourceSpan(path, 1, 1));

    public static Diagnostic WithoutEvents(string alarm, string when) => Diagnostic.Warning(
        "LW3109",
        "an alarm was raised without an event",
        $"Alarm `{alarm}` went to ALARM at {when} because data is missing or low: there is no event that a finding could cite, so there is no finding.");

    public static Diagnostic TooManyMatches() => Diagnostic.Error(
        "LW3110",
        "there are more events for alarms than are held",
        "More events or metrics matched metric filters than are held; later ones were not counted, so alarms may be missing. Read fewer logs at once, or narrow the filters.");
}
