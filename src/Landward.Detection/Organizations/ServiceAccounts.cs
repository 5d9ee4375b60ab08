using System.Collections.Frozen;

namespace Landward.Detection.Organizations;

/// <summary>
/// AWS's own accounts that policies must name so that a service can deliver logs. They are nobody's foreign account. Source: "Enable
/// access logs for your Application Load Balancer", Elastic Load Balancing User Guide, Regions available before August 2022.
/// </summary>
internal static class ServiceAccounts
{
    private static readonly FrozenSet<string> LoadBalancerLogs = new[]
    {
        "127311923021", "033677994240", "027434742980", "797873946194", "098369216593", "754344448648", "589379963580", "718504428378",
        "383597477331", "600734575887", "114774131450", "783225319266", "582318560864", "985666609251", "054676820928", "156460612806",
        "652711504416", "635631232127", "009996457667", "897822967062", "076674570225", "507241528517", "048591011584", "190560391635",
        "638102146993", "037604701340",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string account) => LoadBalancerLogs.Contains(account);
}
