using Landward.Model;

namespace Landward.Detection;

/// <summary>What can be wrong with lists and location files.</summary>
internal static class ListDiagnostics
{
    public static Diagnostic Unreadable(string path, string reason) => Diagnostic.Error(
        "LW3075", "a list could not be read", $"`{path}` could not be read: {reason} Rules that need it look at no address or name.", At(path));

    public static Diagnostic Malformed(string path, string reason) => Diagnostic.Error(
        "LW3076", "a list is malformed", $"`{path}` starts like STIX and is not well-formed: {reason} It was left out.", At(path));

    public static Diagnostic TooLarge(string path, long limit) => Diagnostic.Error(
        "LW3077", "a list is too large", $"`{path}` is larger than {limit / (1024 * 1024)} MB. It was left out; split it, or keep the entries that matter.", At(path));

    public static Diagnostic TooMany(string path, int limit) => Diagnostic.Error(
        "LW3078", "the lists have too many entries", $"With `{path}` the lists hold more than {limit} entries; the rest of it was left out.", At(path));

    public static Diagnostic Empty(string path) => Diagnostic.Warning(
        "LW3079", "a list has no entries", $"`{path}` holds no address, block or domain. Check that it is the file you mean.", At(path));

    public static Diagnostic Skipped(string path, int count) => Diagnostic.Warning(
        "LW3080",
        "a list has entries that are not looked up",
        $"{count} entries of `{path}` are no address, block or domain (hashes and URLs are not looked up), or an indicator that is revoked, expired or asks for more than one value. They were left out.",
        At(path));

    public static Diagnostic Old(ListDescription list, int days) => Diagnostic.Warning(
        "LW3081",
        "a list is old",
        $"`{list.Source}` is of {list.Date:yyyy-MM-dd}, {days} days ago. Addresses change hands: fetch it again, or allow the age with --max-list-age.",
        At(list.Source));

    public static Diagnostic WrongLocations(string path, int lines) => Diagnostic.Error(
        "LW3082",
        "a location file has lines of another form",
        $"{lines} lines of `{path}` are not `first,last,country` or `first,last,number,organization`. They were left out.",
        At(path));

    private static SourceSpan At(string path) => new(path, 1, 1);
}
