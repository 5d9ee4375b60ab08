namespace Landward.Detection.Baselines;

/// <summary>What is learned about a principal.</summary>
internal enum BaselineDimension
{
    /// <summary>Calls that rules with a baseline are about, as <c>iam:CreateAccessKey</c>.</summary>
    Api,

    /// <summary>ISO 3166-1 alpha-2; needs a country file.</summary>
    Country,

    /// <summary>The autonomous system of the caller's address; needs a network file.</summary>
    System,

    /// <summary>The /16 (IPv6: /32) around the caller's address, where nobody says which network it is.</summary>
    Network,

    /// <summary>The program without its version.</summary>
    UserAgent,

    Region,

    /// <summary>The account whose log the event is.</summary>
    Account,

    /// <summary>The role that was assumed.</summary>
    Role,

    /// <summary>The bucket whose objects were called for.</summary>
    Bucket,
}
