namespace Landward.Logs;

/// <summary>Tells the format of a log by its first bytes, whatever the file is called: directories mix formats.</summary>
internal static class LogFormatDetection
{
    /// <summary>How much of a log is looked at.</summary>
    public const int Length = 4096;

    /// <summary>The default fields of a flow record: a line without a header starts with a version and an account.</summary>
    private const int LeastFlowFields = 4;

    /// <param name="text">What text is that is neither JSON nor looks like a flow log.</param>
    public static LogFormat Of(ReadOnlySpan<byte> start, LogFormat text)
    {
        if (start.StartsWith("\uFEFF"u8))
            start = start[3..];
        start = start.TrimStart(" \t\r\n"u8);
        if (start.IsEmpty)
            return LogFormat.CloudTrail;
        if (start[0] is (byte)'{' or (byte)'[')
        {
            return start.IndexOf("\"eventSource\""u8) < 0 && start.IndexOf("\"query_name\""u8) >= 0
                ? LogFormat.ResolverQuery
                : LogFormat.CloudTrail;
        }
        var end = start.IndexOfAny((byte)'\n', (byte)'\r');
        return IsFlowLine(end < 0 ? start : start[..end]) ? LogFormat.VpcFlow : text;
    }

    /// <summary>A header of field names in kebab-case, or a record of the default format: a version, then an account.</summary>
    private static bool IsFlowLine(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf("interface-id"u8) >= 0 || line.IndexOf("srcaddr"u8) >= 0 || line.IndexOf("log-status"u8) >= 0)
            return true;
        // CloudWatch Logs writes the time of ingestion before each exported line.
        if (line.Length > 24 && line[4] == '-' && line[10] == 'T' && line.IndexOf((byte)' ') is > 0 and var blank)
            line = line[(blank + 1)..];
        var fields = 1;
        foreach (var character in line)
            fields += character == ' ' ? 1 : 0;
        return fields >= LeastFlowFields && line[0] is >= (byte)'2' and <= (byte)'9' && (line[1] == ' ' || (line[1] is >= (byte)'0' and <= (byte)'9' && line[2] == ' '));
    }
}
