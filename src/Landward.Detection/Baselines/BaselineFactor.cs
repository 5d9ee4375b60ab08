using System.Collections.Immutable;

namespace Landward.Detection.Baselines;

/// <summary>One piece of evidence a rule may ask for: one or several dimensions that tell the same story.</summary>
internal enum BaselineFactor
{
    Api,

    /// <summary>Where the call came from: the country, else the network.</summary>
    Place,

    Country,

    Asn,

    UserAgent,

    Region,

    Account,

    Role,

    Bucket,
}

/// <summary>The names rules use, and what stands behind them.</summary>
internal static class BaselineFactors
{
    public static IReadOnlyList<string> Names { get; } = ["api", "place", "country", "asn", "userAgent", "region", "account", "role", "bucket"];

    public static int DimensionCount { get; } = Enum.GetValues<BaselineDimension>().Length;

    /// <summary>The dimensions of a factor: it is new when the first of them that can be judged is.</summary>
    public static ImmutableArray<BaselineDimension> Dimensions(this BaselineFactor factor) => factor switch
    {
        BaselineFactor.Api => [BaselineDimension.Api],
        BaselineFactor.Place => [BaselineDimension.Country, BaselineDimension.System, BaselineDimension.Network],
        BaselineFactor.Country => [BaselineDimension.Country],
        BaselineFactor.Asn => [BaselineDimension.System],
        BaselineFactor.UserAgent => [BaselineDimension.UserAgent],
        BaselineFactor.Region => [BaselineDimension.Region],
        BaselineFactor.Account => [BaselineDimension.Account],
        BaselineFactor.Role => [BaselineDimension.Role],
        BaselineFactor.Bucket => [BaselineDimension.Bucket],
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
