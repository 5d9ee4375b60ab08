using System.Globalization;
using System.Net;
using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>
/// An interface that was watched long enough begins to ask a public resolver past the VPC's own: over DNS, DNS over TLS or DNS over HTTPS
/// (GuardDuty's DefenseEvasion:EC2/UnusualDNSResolver, UnusualDoTActivity, UnusualDoHActivity). Resolvers of the organization ask many
/// servers, or answer others, and are none of these.
/// </summary>
internal sealed class UnusualResolverDetection : FlowDetection
{
    /// <summary>Who asks more name servers than any list of forwarders holds, resolves by itself.</summary>
    private const int ResolverServers = 12;

    private readonly FlowLearning _learning;
    private readonly int _port;
    private readonly HashSet<FlowAddress>? _resolvers;

    public UnusualResolverDetection(NativeParameters parameters)
    {
        _learning = new FlowLearning(parameters);
        _port = parameters.Text("kind") switch
        {
            "dns" => FlowPorts.Dns,
            "dns-over-tls" => FlowPorts.DnsOverTls,
            "dns-over-https" => FlowPorts.Https,
            var other => throw new FormatException($"`parameters.kind: {other}` must be one of dns, dns-over-tls, dns-over-https."),
        };
        var resolvers = parameters.Texts("resolvers");
        if (_port == FlowPorts.Https != resolvers.Length > 0)
            throw new FormatException("`parameters.resolvers` must name the addresses of resolvers for `kind: dns-over-https`, and only for it.");
        _resolvers = resolvers.IsEmpty ? null : [.. resolvers.Select(text => FlowAddress.From(IPAddress.TryParse(text, out var address)
            ? address
            : throw new FormatException($"`parameters.resolvers: {text}` must be an address.")))];
    }

    public override void Find(FlowFindings findings)
    {
        var table = findings.Traffic.Conversations;
        var asked = findings.WithPorts([_port])
            .Where(i => table.Key(i).To.IsPublic && (_resolvers is null || _resolvers.Contains(table.Key(i).To)) && findings.Owners.Of(table.Key(i)) == FlowOwn.From)
            .ToLookup(i => (table.Key(i).Interface, table.Key(i).From));
        var own = asked.Count > 0 ? Resolvers(findings) : [];
        foreach (var group in asked)
        {
            var (@interface, from) = group.Key;
            if (_learning.End(findings.Interface(@interface)) is not { } end || own.Contains(from) || findings.Traffic.Lists.IsTrusted(from))
                continue;
            foreach (var server in group.GroupBy(i => table.Key(i).To))
            {
                if (server.Min(i => table.Sum(i).First) < end || findings.IsHarmless(server.Key) || findings.IsCovered(@interface, server.Key))
                    continue;
                var port = _port.ToString(CultureInfo.InvariantCulture);
                findings.Add(
                    @interface, server.Key.ToString(), server.Key, table, server.ToArray(),
                    string.Create(CultureInfo.InvariantCulture, $"Seen: {from} asks the resolver {server.Key} on port {port}, which it did not until {DateTimeOffset.FromUnixTimeSeconds(end):u}."),
                    ("port", port), ("localIp", from.ToString()));
            }
        }
    }

    /// <summary>Own addresses that answer queries or ask many servers.</summary>
    private static HashSet<FlowAddress> Resolvers(FlowFindings findings)
    {
        var table = findings.Traffic.Conversations;
        var resolvers = new HashSet<FlowAddress>();
        var servers = new Dictionary<FlowAddress, HashSet<FlowAddress>>();
        foreach (var i in findings.Ports[FlowPorts.Dns])
        {
            ref readonly var key = ref table.Key(i);
            resolvers.Add(key.To);
            if (!servers.TryGetValue(key.From, out var asked))
                servers.Add(key.From, asked = []);
            asked.Add(key.To);
            if (asked.Count >= ResolverServers)
                resolvers.Add(key.From);
        }
        return resolvers;
    }
}
