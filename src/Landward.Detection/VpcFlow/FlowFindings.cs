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
    private FlowOwners? _owners;
    private FlowPairs? _pairs;
    private FlowPairs? _inboundPairs;

    public FlowFindings(FlowTraffic traffic, DetectionOptions options, FindingCollector collector)
    {
        _collector = collector;
        Traffic = traffic;
        Connections = new FlowConnections(traffic);
        Ports = FlowGroups.Of(traffic.Conversations.Count, ushort.MaxValue + 1, i => FlowTags.PortOf(traffic.Conversations.Key(i).Tag));
        _egress = new AddressSet(options.Organization.EgressNetworks ?? []);
        _aws = new AddressSet(options.Organization.AwsNetworks ?? StorageNetworks);
    }

    public FlowTraffic Traffic { get; }

    public FlowOwners Owners => _owners ??= new FlowOwners(Traffic);

    /// <summary>Of probes and floods from own and internal sources.</summary>
    public FlowPairs Pairs => _pairs ??= new FlowPairs(Traffic.Pressure);

    /// <summary>Of probes and floods from the internet.</summary>
    public FlowPairs InboundPairs => _inboundPairs ??= new FlowPairs(Traffic.InboundPressure);

    /// <summary>The conversations with each port.</summary>
    public FlowGroups Ports { get; }

    public FlowConnections Connections { get; }

    /// <summary>Asks a detection; its findings are those of the document.</summary>
    public void Ask(NativeDetection native, FlowDetection detection)
    {
        _native = native;
        detection.Find(this);
    }

    /// <summary>The conversations with any of some ports, in their order.</summary>
    public int[] WithPorts(IEnumerable<int> ports)
    {
        var entries = new List<int>();
        var groups = 0;
        foreach (var port in ports)
        {
            groups += Ports[port].IsEmpty ? 0 : 1;
            entries.AddRange(Ports[port]);
        }
        if (groups > 1)
            entries.Sort();
        return [.. entries];
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

    /// <summary>Raises a finding about an interface, shown by entries of a table.</summary>
    /// <param name="about">What besides rule and interface tells this finding from others: an address, a port.</param>
    /// <param name="remote">The other side, where it is one.</param>
    /// <param name="why">What was seen, a sentence.</param>
    /// <param name="facts">Further facts.</param>
    public void Add<T>(
        int @interface, string about, FlowAddress? remote, FlowTable<T> table, ReadOnlySpan<int> entries, string why, params (string Name, string Value)[] facts)
        where T : unmanaged, IFlowSum<T> =>
        Add(@interface, about, remote, Earliest(table, entries), why, facts);

    /// <summary>The earliest rows of some entries, as many as a finding shows.</summary>
    public List<FlowSighting> Earliest<T>(FlowTable<T> table, ReadOnlySpan<int> entries)
        where T : unmanaged, IFlowSum<T>
    {
        var earliest = new List<FlowSighting>(MaxSightings + 1);
        foreach (var entry in entries)
        {
            var sighting = table.Sighting(entry);
            if (earliest.Count == MaxSightings && sighting.Start > earliest[^1].Start)
                continue;
            var place = earliest.Count;
            while (place > 0 && sighting.CompareTo(earliest[place - 1], Traffic.Memory) < 0)
                place--;
            earliest.Insert(place, sighting);
            if (earliest.Count > MaxSightings)
                earliest.RemoveAt(MaxSightings);
        }
        return earliest;
    }

    /// <summary>Raises a finding about an interface, shown by the first of the rows given.</summary>
    public void Add(
        int @interface, string about, FlowAddress? remote, IReadOnlyList<FlowSighting> sightings, string why, params (string Name, string Value)[] facts)
    {
        var native = _native!;
        var from = Interface(@interface);
        if (remote is { } address)
            _covered.Add((@interface, address));
        var key = string.Join('\n', native.Id, from.Account, from.Id, about);
        foreach (var sighting in sightings.Where(sighting => sighting.Origin != 0))
            _collector.Add(native.Native.Header, native.Extension, key, FlowMatch.Of(from, sighting, Traffic.Memory.Origin(sighting.Origin), remote, why, facts));
    }

    /// <summary>Marks the pair as told, for findings that are about many addresses.</summary>
    public void Cover(int @interface, in FlowAddress remote) => _covered.Add((@interface, remote));
}
