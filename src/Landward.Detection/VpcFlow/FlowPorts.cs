using System.Collections;

namespace Landward.Detection.VpcFlow;

/// <summary>Ports whose use means something whatever the address.</summary>
internal static class FlowPorts
{
    public const int Ssh = 22;
    public const int Smtp = 25;
    public const int Dns = 53;
    public const int Ntp = 123;
    public const int Https = 443;
    public const int DnsOverTls = 853;

    /// <summary>Remote administration, file sharing, databases and control planes: nothing that the whole internet should reach.</summary>
    public static readonly int[] Sensitive =
    [
        20, 21, Ssh, 23, 69, 111, 135, 137, 138, 139, 389, 445, 512, 513, 514, 636, 873, 1433, 1434, 1521, 2049, 2375, 2376, 2379, 3306, 3389,
        5432, 5439, 5601, 5900, 5984, 5985, 5986, 6379, 6443, 7001, 8020, 9042, 9092, 9200, 9300, 10250, 11211, 27017, 50070,
    ];

    /// <summary>Ports on which UDP is not usual: GuardDuty's "UDP on TCP ports".</summary>
    private static readonly BitArray TcpOnly = Of([20, 21, 22, 23, 25, 80, 110, 135, 139, 143, 179, 443, 445, 465, 587, 993, 995, 1433, 1521, 3306, 3389, 5432, 5900, 6379, 8000, 8080, 8443, 9200, 27017]);

    /// <summary>Servers on these ports are worth remembering whoever calls them.</summary>
    private static readonly BitArray Watched = Of([.. Sensitive, Smtp, Dns]);

    public static bool IsTcpOnly(int port) => TcpOnly[port];

    public static bool IsWatched(int port) => Watched[port];

    public static BitArray Of(IEnumerable<int> ports)
    {
        var set = new BitArray(ushort.MaxValue + 1);
        foreach (var port in ports)
            set[port] = true;
        return set;
    }
}
