namespace Landward.Detection.Dns;

/// <summary>When an instance that asks for generated names is reported. AWS publishes no thresholds; these are Landward's.</summary>
/// <param name="Window">
/// All counts are of distinct registered domains first asked for within this time, or within a sixth or a twenty-fourth of it. The default
/// value is 24 hours.
/// </param>
/// <param name="Evidence">How many bits the names must speak for a generator, all weighed together. The default value is 30.</param>
/// <param name="Generated">Generated-looking domains that there must be besides. The default value is 5.</param>
/// <param name="Missing">
/// Domains that do not exist, whatever they look like (dictionary generators), when they are two fifths of all; half of this number when
/// they are three fifths of all. The default value is 20.
/// </param>
internal sealed record GeneratedDomainSettings(TimeSpan Window, double Evidence, int Generated, int Missing)
{
    public static GeneratedDomainSettings Read(NativeParameters parameters) => new(
        parameters.Duration("window", TimeSpan.FromHours(24)),
        parameters.Number("evidence", 30, 1, 10_000),
        parameters.Count("generated", 5),
        parameters.Count("missing", 20));
}
