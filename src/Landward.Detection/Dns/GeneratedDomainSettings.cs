namespace Landward.Detection.Dns;

/// <summary>When an instance that asks for generated names is reported. AWS publishes no thresholds; these are Landward's.</summary>
/// <param name="Window">All counts are of distinct registered domains first asked for within this time. The default value is 24 hours.</param>
/// <param name="Unresolved">Generated-looking domains that do not exist. The default value is 6.</param>
/// <param name="Generated">Generated-looking domains when most of what the instance asks for is of that kind. The default value is 15.</param>
/// <param name="Missing">Domains that do not exist, whatever they look like (dictionary generators). The default value is 30.</param>
internal sealed record GeneratedDomainSettings(TimeSpan Window, int Unresolved, int Generated, int Missing)
{
    public static GeneratedDomainSettings Read(NativeParameters parameters) => new(
        parameters.Duration("window", TimeSpan.FromHours(24)),
        parameters.Count("unresolved", 6),
        parameters.Count("generated", 15),
        parameters.Count("missing", 30));
}
