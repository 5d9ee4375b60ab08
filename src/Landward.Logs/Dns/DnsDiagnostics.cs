using Landward.Model;

namespace Landward.Logs.Dns;

internal static class DnsDiagnostics
{
    public static Diagnostic NotAQuery(string origin, long offset) => Diagnostic.Warning(
        "LW3560",
        "a record is no resolver query",
        $"`{origin}`: the record that ends at byte {offset} has no `query_name` or no readable `query_timestamp`. It was skipped.");
}
