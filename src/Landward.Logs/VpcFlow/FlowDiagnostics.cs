using Landward.Model;

namespace Landward.Logs.VpcFlow;

/// <summary>What can be wrong with a flow log. Each names the file; a problem inside a file never stops the others.</summary>
internal static class FlowDiagnostics
{
    /// <summary>In KiB.</summary>
    public const int LongestLine = 64;

    public static Diagnostic BadLine(string origin, long offset) => Diagnostic.Error(
        "LW3550",
        "a line of a flow log is no record",
        $"The line at byte {offset} of `{origin}` (uncompressed) does not have the fields of the log's format, or a field holds no number or address. It was left out.",
        At(origin));

    public static Diagnostic TooLong(string origin, long offset) => Diagnostic.Error(
        "LW3551",
        "a line of a flow log is too long",
        $"The line at byte {offset} of `{origin}` (uncompressed) is longer than {LongestLine} KiB, which no flow record is. It was left out.",
        At(origin));

    public static Diagnostic Unusable(string origin, FlowLayout layout) => Diagnostic.Error(
        "LW3552",
        "a flow log lacks fields that detection needs",
        $"The format of `{origin}` is `{string.Join(' ', layout.Names.Take(40))}`. Detection needs srcaddr or pkt-srcaddr, dstaddr or pkt-dstaddr, and start or end; create a flow log with them. Its records were left out.",
        At(origin));

    public static Diagnostic UnknownFormat(string origin, int fields) => Diagnostic.Error(
        "LW3553",
        "the format of a flow log is not known",
        $"`{origin}` has no header and its lines have {fields} fields, where the default format has {FlowFieldNames.DefaultCount}. Give the flow log's format with --flow-format. Lines of another number of fields were left out.",
        At(origin));

    public static Diagnostic More(string origin, long count) => Diagnostic.Error(
        "LW3554", "a flow log has more problems than are listed", $"`{origin}` has {count} more lines that were left out.", At(origin));

    private static SourceSpan At(string origin) => new(origin, 1, 1);
}
