using System.Net;
using Landward.Detection.Organizations;
using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>What detections ask, and where their findings go.</summary>
internal sealed class FlowFindings
{
    /// <summary>Cited rows of one finding.</summary>
    private const int MaxSightings = 20;

    /// <summary>
    /// Where S3 is, for logs that name no services and users who give no <c>ip-ranges.json</c>: the wide blocks of service S3 in
    /// https://ip-ranges.amazonaws.com/ip-ranges.json, seen in 2025.
    /// </summary>
    private static readonly IPNetwork[] StorageNetworks =
    [
        .. new[]
        {
            "3.5.0.0/16", "16.12.0.0/16", "16.15.0.0/16", "16.182.0.0/16", "18.34.0.0/16", "52.92.0.0/16", "52.95.128.0/18", "52.216.0.0/14", "54.231.0.0/16",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    private readonly FindingCollector _collector;
    private readonly AddressSet _egress;
    private readonly AddressSet _aws;
    private readonly HashSet<(int Interface, FlowAddress Remote)> _covered = [];
    private NativeDetection? _native;

    public FlowFindings(FlowTraffic traffic, DetectionOptions options, FindingCollector collector)
    {
        _collector = collector;
        Traffic = traffic;
        Owners = new FlowOwners(traffic);
        Pairs = new FlowPairs(traffic.Pressure);
        _egress = new AddressSet(options.Organization.EgressNetworks ?? []);
        _aws = new AddressSet(options.Organization.AwsNetworks ?? StorageNetworks);
    }

    public FlowTraffic Traffic { get; }

    public FlowOwners Owners { get; }

    public FlowPairs Pairs { get; }

    /// <summary>Asks a detection; its findings are those of the document.</summary>
    public void Ask(NativeDetection native, FlowDetection detection)
    {
        _native = native;
        detection.Find(this);
    }

    public FlowInterface Interface(int number) => Traffic.Interfaces.All[number];

    /// <summary>Whether the organization says the address is its own or harmless, or belongs to AWS.</summary>
    public bool IsHarmless(in FlowAddress address)
    {
        if (Traffic.Lists.IsTrusted(address))
            return true;
        var network = IPAddress.Parse(address.ToString());
        return _egress.Contains(network) || _aws.Contains(network);
    }

    /// <summary>Whether a finding about the interface and the address was raised already.</summary>
    public bool IsCovered(int @interface, in FlowAddress remote) => _covered.Contains((@interface, remote));

    /// <summary>Raises a finding about an interface.</summary>
    /// <param name="about">What besides rule and interface tells this finding from others: an address, a port.</param>
    /// <param name="remote">The other side, where it is one.</param>
    /// <param name="why">What was seen, a sentence.</param>
    /// <param name="facts">Further facts.</param>
    public void Add(
        int @interface, string about, FlowAddress? remote, IEnumerable<FlowSighting> sightings, string why, params (string Name, string Value)[] facts)
    {
        var native = _native!;
        var from = Interface(@interface);
        if (remote is { } address)
            _covered.Add((@interface, address));
        var key = string.Join('\n', native.Id, from.Account, from.Id, about);
        foreach (var sighting in sightings.Where(sighting => sighting.Origin is not null).Order().Take(MaxSightings))
            _collector.Add(native.Native.Header, native.Extension, key, FlowMatch.Of(from, sighting, remote, why, facts));
    }

    /// <summary>Marks the pair as told, for findings that are about many addresses.</summary>
    public void Cover(int @interface, in FlowAddress remote) => _covered.Add((@interface, remote));
}
