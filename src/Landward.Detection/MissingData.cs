using Landward.Detection.Baselines;

namespace Landward.Detection;

/// <summary>Lists and location files that a rule needs and nobody gave: without them it cannot match.</summary>
internal static class MissingData
{
    public static IEnumerable<string> Of(RuleExtension extension, DetectionOptions options)
    {
        if (extension.Lists is { } question && !question.Purposes.Any(options.Lists.Has))
            yield return $"--threat-list {question.Purposes[0].Name()}=FILE";
        var factors = extension.Baseline is FirstSeenQuestion firstSeen ? firstSeen.Factors : [];
        var possible = factors.Count(factor => IsGiven(factor, options));
        if ((extension.Baseline is TravelQuestion && !options.Locations.HasCountries) || (possible < factors.Length && possible == 0 && factors.Contains(BaselineFactor.Country)))
            yield return "--country-file FILE";
        if (possible < factors.Length && possible == 0 && factors.Contains(BaselineFactor.Asn))
            yield return "--asn-file FILE";
    }

    private static bool IsGiven(BaselineFactor factor, DetectionOptions options) => factor switch
    {
        BaselineFactor.Country => options.Locations.HasCountries,
        BaselineFactor.Asn => options.Locations.HasSystems,
        _ => true,
    };
}
