using Landward.Findings.SecurityHub;

namespace Landward.Findings;

/// <summary>Writes findings as text for other programs, one finding a line.</summary>
public static class FindingExporter
{
    /// <summary>Landward's own JSON, one record a line.</summary>
    public static async Task WriteJsonLinesAsync(IEnumerable<FindingRecord> records, TextWriter output, CancellationToken cancellationToken)
    {
        foreach (var record in records)
            await output.WriteAsync((FindingJson.Write(record).ToJsonString() + "\n").AsMemory(), cancellationToken);
    }

    /// <summary>One JSON array of documents in the AWS Security Finding Format, as <c>BatchImportFindings</c> takes.</summary>
    public static async Task WriteAsffAsync(IEnumerable<FindingRecord> records, TextWriter output, CancellationToken cancellationToken)
    {
        var separator = "[\n";
        foreach (var record in records)
        {
            await output.WriteAsync((separator + Asff.Write(record).ToJsonString()).AsMemory(), cancellationToken);
            separator = ",\n";
        }
        await output.WriteAsync((separator == "[\n" ? "[]\n" : "\n]\n").AsMemory(), cancellationToken);
    }
}
