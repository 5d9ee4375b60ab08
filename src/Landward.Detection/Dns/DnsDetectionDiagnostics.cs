using System.Globalization;
using Landward.Model;

namespace Landward.Detection.Dns;

internal static class DnsDetectionDiagnostics
{
    public static Diagnostic TooManyNames(string rule, int limit) => Diagnostic.Warning(
        "LW3095",
        "there are more domain names than are held",
        string.Create(CultureInfo.InvariantCulture, $"`{rule}` holds {limit:N0} distinct names; later ones were not counted, so it may have missed something. Read fewer logs at once."));

    public static Diagnostic TooManySources(int limit) => Diagnostic.Warning(
        "LW3096",
        "more sources ask for names than are held",
        string.Create(CultureInfo.InvariantCulture, $"More than {limit:N0} instances and addresses asked for names; those seen first were watched. Read fewer logs at once."));
}
