using Landward.Model;

namespace Landward.Logs;

/// <summary>What can be wrong with a log. Each names the file; a problem inside a file never stops the others.</summary>
internal static class LogDiagnostics
{
    public static Diagnostic Unreadable(string origin, string reason) => Diagnostic.Error(
        "LW3501", "a log could not be read", $"`{origin}` could not be read: {reason} Check that it exists and that you may read it.", At(origin));

    public static Diagnostic MissingPath(string path) => Diagnostic.Error(
        "LW3502", "a path does not exist", $"`{path}` is neither a file nor a directory. Check the spelling.", At(path));

    public static Diagnostic UnreadableDirectory(string path, string reason) => Diagnostic.Error(
        "LW3503", "a directory could not be read", $"`{path}` could not be listed: {reason} Its files were not read.", At(path));

    public static Diagnostic BadGzip(string origin, long events) => Diagnostic.Error(
        "LW3504",
        "a gzip file is truncated or corrupt",
        $"`{origin}` ends too early or fails its checksum. The {events} events before the damage were read; fetch the file again.",
        At(origin));

    public static Diagnostic NotJson(string origin, long offset, string reason) => Diagnostic.Error(
        "LW3505",
        "an event is not JSON",
        $"The event at byte {offset} of `{origin}` (uncompressed) is not well-formed JSON: {reason} It was left out.",
        At(origin));

    public static Diagnostic TooLarge(string origin, long offset, int limit) => Diagnostic.Error(
        "LW3506",
        "an event is too large",
        $"The event at byte {offset} of `{origin}` is larger than {limit / (1024 * 1024)} MB, which no CloudTrail event is. It was left out.",
        At(origin));

    public static Diagnostic NotCloudTrail(string origin, long offset) => Diagnostic.Warning(
        "LW3507",
        "a record is no CloudTrail event",
        $"The record at byte {offset} of `{origin}` has no `eventSource` and `eventName`. It was left out.",
        At(origin));

    public static Diagnostic NotUtf8(string origin, long offset) => Diagnostic.Error(
        "LW3508", "an event is not UTF-8", $"The event at byte {offset} of `{origin}` holds bytes that are not UTF-8. It was left out.", At(origin));

    public static Diagnostic EndsEarly(string origin, long offset) => Diagnostic.Error(
        "LW3509",
        "a log ends in the middle of an event",
        $"`{origin}` ends inside the record that starts at byte {offset}. Everything before it was read; fetch the file again.",
        At(origin));

    public static Diagnostic More(string origin, long count) => Diagnostic.Error(
        "LW3510", "a log has more problems than are listed", $"`{origin}` has {count} more problems of this kind.", At(origin));

    private static SourceSpan At(string origin) => new(origin, 1, 1);
}
