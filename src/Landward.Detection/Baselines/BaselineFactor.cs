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

    private static readonly ImmutableArray<BaselineDimension>[] ByFactor =
    [
        [BaselineDimension.Api],
        [BaselineDimension.Country, BaselineDimension.System, BaselineDimension.Network],
        [BaselineDimension.Country],
        [BaselineDimension.System],
        [BaselineDimension.UserAgent],
        [BaselineDimension.Region],
        [BaselineDimension.Account],
        [BaselineDimension.Role],
        [BaselineDimension.Bucket],
    ];

    /// <summary>The dimensions of a factor: it is new when the first of them that can be judged is.</summary>
    public static ImmutableArray<BaselineDimension> Dimensions(this BaselineFactor factor) => ByFactor[(int)factor];
}
