namespace Landward.Detection;

/// <summary>What the entries of a list are known for.</summary>
public enum ListPurpose
{
    /// <summary>Addresses and domains a reputation feed calls malicious, for whatever reason.</summary>
    Threat,

    /// <summary>The organization's own threat list: GuardDuty's <c>.Custom</c> types.</summary>
    Custom,

    /// <summary>Exit nodes and relays of the Tor network.</summary>
    Tor,

    /// <summary>Pools and gateways of crypto-currency mining.</summary>
    Mining,

    /// <summary>Command-and-control servers.</summary>
    C2,

    /// <summary>Phishing sites.</summary>
    Phishing,

    /// <summary>Known and often abused, such as paste sites and tunnels.</summary>
    Abused,

    /// <summary>Black holes: what is sent there was stolen or lost.</summary>
    Blackhole,

    /// <summary>Where malware leaves what it stole.</summary>
    DropPoint,

    /// <summary>Sites that install malware on whoever looks at them.</summary>
    DriveBy,

    /// <summary>Names that known malware computes.</summary>
    Dga,

    /// <summary>Never a threat, whatever other lists say.</summary>
    Trusted,
}

/// <summary>The names rules and options use for purposes.</summary>
public static class ListPurposes
{
    /// <summary>All names, in the order of the values: <c>drop-point</c> is <see cref="ListPurpose.DropPoint"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["threat", "custom", "tor", "mining", "c2", "phishing", "abused", "blackhole", "drop-point", "drive-by", "dga", "trusted"];

    public static string Name(this ListPurpose purpose) => Names[(int)purpose];

    /// <summary>False when the name is of no purpose.</summary>
    public static bool TryParse(string name, out ListPurpose purpose)
    {
        for (var i = 0; i < Names.Count; i++)
        {
            if (string.Equals(Names[i], name, StringComparison.OrdinalIgnoreCase))
            {
                purpose = (ListPurpose)i;
                return true;
            }
        }
        purpose = default;
        return false;
    }
}
