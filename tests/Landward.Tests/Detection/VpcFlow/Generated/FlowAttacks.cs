using System.Globalization;
using System.Net;

namespace Landward.Tests.Detection.VpcFlow.Generated;

/// <summary>Attacks of every type, with rates, durations, numbers and jitter drawn from wide ranges.</summary>
internal sealed class FlowAttacks(FlowTrace trace, FlowHost[] neighbours, long start, long seconds)
{
    private readonly Random _random = trace.Random;

    /// <summary>By name: plants the attack on a host and says what it is.</summary>
    public IReadOnlyList<(string Name, Func<FlowHost, PlantedAttack> Plant)> All =>
    [
        ("port scan", PortScan),
        ("port scan inside", host => Scan(host, neighbours[_random.Next(neighbours.Length)].Address)),
        ("port scan from outside", InboundScan),
        ("port sweep", host => Sweep(host, "Impact:EC2/PortSweep", trace.PublicAddress, 40, 3000)),
        ("port sweep inside", host => Sweep(host, "Discovery:EC2/InternalPortSweep", () => new IPAddress([10, 0, (byte)_random.Next(201, 255), (byte)_random.Next(1, 255)]), 40, 800)),
        ("ssh brute force", host => BruteForceBy(host, "UnauthorizedAccess:EC2/SSHBruteForce", 22)),
        ("ssh brute force against", host => BruteForceAgainst(host, "UnauthorizedAccess:EC2/SSHBruteForce", 22)),
        ("rdp brute force", host => BruteForceBy(host, "UnauthorizedAccess:EC2/RDPBruteForce", 3389)),
        ("rdp brute force against", host => BruteForceAgainst(host, "UnauthorizedAccess:EC2/RDPBruteForce", 3389)),
        ("winrm brute force", host => BruteForceBy(host, "Impact:EC2/WinRMBruteForce", 5985 + _random.Next(2))),
        ("denial of service tcp", host => Flood(host, "Tcp", 6, 20_000, 5_000_000, 40, 64, 80, 2)),
        ("denial of service udp", host => Flood(host, "Udp", 17, 80_000, 4_000_000, 60, 1400, 27_000 + _random.Next(5000), 0)),
        ("denial of service dns", host => Flood(host, "Dns", 17, 8_000, 900_000, 60, 90, 53, 0)),
        ("denial of service dns, many servers", SpreadFlood),
        ("denial of service udp on tcp ports", host => Flood(host, "UdpOnTcpPorts", 17, 15_000, 2_000_000, 60, 1200, _random.GetItems([22, 80, 443, 8080, 3306], 1)[0], 0)),
        ("denial of service unusual protocol", host => Flood(host, "UnusualProtocol", _random.GetItems([2, 47, 99, 115, 132, 253], 1)[0], 8_000, 2_000_000, 40, 1200, 0, 0)),
        ("spam", Spam),
        ("beacon", host => Beacon(host, isV6: false)),
        ("beacon over IPv6", host => Beacon(host, isV6: true)),
        ("upload", Upload),
        ("volume unusual", Volume),
        ("port unusual", PortUnusual),
        ("resolver unusual", host => Resolver(host, "DefenseEvasion:EC2/UnusualDNSResolver", trace.PublicAddress(), 53)),
        ("dns over tls", host => Resolver(host, "DefenseEvasion:EC2/UnusualDoTActivity", trace.PublicAddress(), 853)),
        ("dns over https", host => Resolver(host, "DefenseEvasion:EC2/UnusualDoHActivity", IPAddress.Parse(_random.GetItems(["1.1.1.1", "8.8.4.4", "9.9.9.9"], 1)[0]), 443)),
        ("command and control", host => Listed(host, "Backdoor:EC2/C&CActivity.B", "c2", isOutbound: true, 443)),
        ("mining pool", host => Listed(host, "CryptoCurrency:EC2/BitcoinTool.B", "mining", isOutbound: true, 8080)),
        ("mining port", MiningPort),
        ("black hole", host => Listed(host, "Trojan:EC2/BlackholeTraffic", "blackhole", isOutbound: true, 80)),
        ("drop point", host => Listed(host, "Trojan:EC2/DropPoint", "drop-point", isOutbound: true, 443)),
        ("custom list", host => Listed(host, "UnauthorizedAccess:EC2/MaliciousIPCaller.Custom", "custom", isOutbound: _random.Next(2) == 0, 443)),
        ("malicious address", host => Listed(host, "UnauthorizedAccess:EC2/MaliciousIPCaller", "threat", isOutbound: true, 443)),
        ("port probe", host => Listed(host, "Recon:EC2/PortProbeUnprotectedPort", "threat", isOutbound: false, _random.GetItems([22, 443, 8443, 3306], 1)[0])),
        ("port probe of emr", host => Listed(host, "Recon:EC2/PortProbeEMRUnprotectedPort", "threat", isOutbound: false, _random.GetItems([8088, 50070, 8020], 1)[0])),
        ("tor client", host => Listed(host, "UnauthorizedAccess:EC2/TorClient", "tor", isOutbound: true, 9001)),
        ("tor relay", Relay),
        ("sensitive port", SensitivePort),
    ];

    /// <summary>Addresses of the lists, by purpose.</summary>
    public Dictionary<string, HashSet<IPAddress>> Lists { get; } = new(StringComparer.Ordinal);

    private int Between(int least, int most) => (int)Math.Round(least * Math.Pow(most / (double)least, _random.NextDouble()));

    private (long Start, double Seconds) Window(double least, double most, bool isLate = false)
    {
        var length = Math.Min(least * Math.Pow(most / least, _random.NextDouble()), seconds * 0.4);
        var from = isLate ? seconds * 0.55 : seconds * 0.02;
        return (start + (long)(from + (_random.NextDouble() * (seconds - from - length - 60))), length);
    }

    private static string Text(double number) => number.ToString("0", CultureInfo.InvariantCulture);

    private PlantedAttack PortScan(FlowHost host) => Scan(host, trace.PublicAddress());

    private PlantedAttack Scan(FlowHost host, IPAddress victim)
    {
        var (from, length) = Window(10, 36_000);
        var count = Between(30, 5000);
        var top = _random.GetItems([1024, 10_000, 65_536], 1)[0];
        var fixedPort = _random.Next(2) == 0 ? trace.ClientPort() : 0;
        for (var i = 0; i < count; i++)
            trace.Attempt(host, host.Address, victim, fixedPort == 0 ? trace.ClientPort() : fixedPort, _random.Next(1, top), from + (long)(length * i / count));
        return new PlantedAttack("Recon:EC2/Portscan", host.Interface, $"{count} ports below {top} in {Text(length)} s, {(fixedPort == 0 ? "many source ports" : "one source port")}");
    }

    private PlantedAttack InboundScan(FlowHost host)
    {
        var (from, length) = Window(10, 20_000);
        var (count, scanner) = (Between(40, 3000), trace.PublicAddress());
        for (var i = 0; i < count; i++)
            trace.Attempt(host, scanner, host.Address, trace.ClientPort(), _random.Next(1, 10_000), from + (long)(length * i / count), isAccepted: false);
        return new PlantedAttack("Recon:EC2/InboundPortscan", host.Interface, $"{count} ports in {Text(length)} s");
    }

    private PlantedAttack Sweep(FlowHost host, string type, Func<IPAddress> victim, int least, int most)
    {
        var (from, length) = Window(30, 30_000);
        var count = Between(least, most);
        var talking = _random.NextDouble() * 0.12;
        var port = _random.GetItems([22, 23, 445, 1433, 3389, 5555, 6379, 8080, 9200, 161], 1)[0];
        for (var i = 0; i < count; i++)
        {
            var time = from + (long)(length * i / count);
            if (_random.NextDouble() < talking)
                trace.Connection(host, host.Address, victim(), trace.ClientPort(), port, time, 1, 6, 600, 6, 900, protocol: port == 161 ? 17 : 6);
            else
                trace.Attempt(host, host.Address, victim(), trace.ClientPort(), port, time, protocol: port == 161 ? 17 : 6);
        }
        return new PlantedAttack(type, host.Interface, $"{count} hosts, port {port}, {talking:P0} talk, {Text(length)} s", "Behavior:EC2/NetworkPortUnusual");
    }

    private PlantedAttack BruteForceBy(FlowHost host, string type, int port)
    {
        var victim = _random.Next(2) == 0 ? trace.PublicAddress() : neighbours[_random.Next(neighbours.Length)].Address;
        return new PlantedAttack(type, host.Interface, Guess(host, host.Address, victim, port, Between(40, 600), 3 + (_random.NextDouble() * 57)));
    }

    private PlantedAttack BruteForceAgainst(FlowHost host, string type, int port)
    {
        var isSlow = _random.Next(3) == 0;
        var parameters = Guess(host, trace.PublicAddress(), host.Address, port, Between(isSlow ? 70 : 40, 600), isSlow ? 0.15 + _random.NextDouble() : 3 + (_random.NextDouble() * 57));
        return new PlantedAttack(type, host.Interface, parameters, "Policy:EC2/SensitivePortReachedFromInternet");
    }

    private string Guess(FlowHost at, IPAddress client, IPAddress server, int port, int attempts, double perMinute)
    {
        attempts = (int)Math.Min(attempts, perMinute * seconds / 60 * 0.4);
        var (from, _) = Window(attempts * 60 / perMinute, (attempts * 60 / perMinute) + 1);
        for (var i = 0; i < attempts; i++)
            trace.Connection(at, client, server, trace.ClientPort(), port, from + (long)(i * 60 / perMinute), _random.Next(1, 12), _random.Next(7, 30), _random.Next(900, 5000), _random.Next(7, 30), _random.Next(1200, 6000));
        return $"{attempts} attempts at {perMinute:0.0} a minute";
    }

    private PlantedAttack Flood(FlowHost host, string kind, int protocol, int least, int most, int smallest, int largest, int port, int flags)
    {
        var (from, length) = Window(60, 5000);
        var rate = Between(least, most);
        var size = _random.Next(smallest, largest + 1);
        trace.Stream(host, host.Address, trace.PublicAddress(), protocol is 6 or 17 ? trace.ClientPort() : 0, port, protocol, from, length, rate, size, flags);
        return new PlantedAttack(
            $"Backdoor:EC2/DenialOfService.{kind}", host.Interface, $"{rate} packets a minute of {size} bytes for {Text(length)} s",
            "Exfiltration:EC2/LargeUpload", "Behavior:EC2/TrafficVolumeUnusual", "Behavior:EC2/NetworkPortUnusual", "DefenseEvasion:EC2/UnusualDNSResolver");
    }

    private PlantedAttack SpreadFlood(FlowHost host)
    {
        var (from, length) = Window(60, 2000);
        var (servers, rate) = (Between(20, 200), Between(10_000, 600_000));
        for (var i = 0; i < servers; i++)
            trace.Stream(host, host.Address, trace.PublicAddress(), trace.ClientPort(), 53, 17, from, length, rate / (double)servers, 70, 0);
        return new PlantedAttack("Backdoor:EC2/DenialOfService.Dns", host.Interface, $"{rate} packets a minute to {servers} servers for {Text(length)} s", "DefenseEvasion:EC2/UnusualDNSResolver");
    }

    private PlantedAttack Spam(FlowHost host)
    {
        var (from, length) = Window(600, 40_000);
        var (servers, port) = (Between(25, 600), _random.GetItems([25, 25, 25, 465, 587], 1)[0]);
        for (var i = 0; i < servers; i++)
            trace.Connection(host, host.Address, trace.PublicAddress(), trace.ClientPort(), port, from + (long)(length * i / servers), _random.Next(2, 20), _random.Next(10, 60), _random.Next(2000, 40_000), _random.Next(8, 40), 2500);
        return new PlantedAttack("Backdoor:EC2/Spambot", host.Interface, $"{servers} servers on port {port} in {Text(length)} s");
    }

    private PlantedAttack Beacon(FlowHost host, bool isV6)
    {
        var interval = 10 * Math.Pow(seconds / 25.0 / 10, _random.NextDouble());
        var jitter = _random.NextDouble() * 0.3;
        var count = Math.Min((int)(seconds * 0.9 / interval), Between(20, 600));
        var server = isV6 ? trace.PublicAddressV6() : trace.PublicAddress();
        var port = _random.GetItems([443, 443, 80, 8443, 4443, 2096, 12_345], 1)[0];
        var time = start + (_random.NextDouble() * (seconds - (count * interval * 1.02)));
        for (var i = 0; i < count && time < start + seconds; i++, time += interval * (1 + (jitter * ((2 * _random.NextDouble()) - 1))))
            trace.Connection(host, isV6 ? host.AddressV6 : host.Address, server, trace.ClientPort(), port, (long)time, _random.Next(0, 3), _random.Next(4, 12), _random.Next(500, 2500), _random.Next(4, 12), _random.Next(400, 6000));
        return new PlantedAttack("Backdoor:EC2/Beaconing", host.Interface, $"{count} calls every {interval:0} s, jitter {jitter:P0}, port {port}", "Behavior:EC2/NetworkPortUnusual");
    }

    private PlantedAttack Upload(FlowHost host)
    {
        var (from, length) = Window(600, 36_000);
        var gigabytes = 1.5 * Math.Pow(40, _random.NextDouble());
        var pieces = Between(1, 60);
        var server = trace.PublicAddress();
        for (var i = 0; i < pieces; i++)
        {
            var bytes = (long)(gigabytes * 1e9 / pieces);
            trace.Connection(host, host.Address, server, trace.ClientPort(), 443, from + (long)(_random.NextDouble() * length), length / pieces, bytes / 1300, bytes, bytes / 3000, bytes / 60);
        }
        return new PlantedAttack("Exfiltration:EC2/LargeUpload", host.Interface, $"{gigabytes:0.0} GB in {pieces} pieces in {Text(length)} s", "Behavior:EC2/TrafficVolumeUnusual");
    }

    private PlantedAttack Volume(FlowHost host)
    {
        var (from, length) = Window(60, 3000, isLate: true);
        // The hour may begin in between: each half is enough.
        var megabytes = Between(450, 20_000);
        trace.Connection(host, host.Address, trace.PublicAddress(), trace.ClientPort(), 443, from, length, megabytes * 750, megabytes * 1_000_000L, megabytes * 300, megabytes * 16_000L);
        return new PlantedAttack("Behavior:EC2/TrafficVolumeUnusual", host.Interface, $"{megabytes} MB in {Text(length)} s", "Exfiltration:EC2/LargeUpload");
    }

    private PlantedAttack PortUnusual(FlowHost host)
    {
        var (from, length) = Window(60, 20_000, isLate: true);
        var (port, count, server) = (_random.Next(1025, 32_000), _random.Next(1, 12), trace.PublicAddress());
        for (var i = 0; i < count; i++)
            trace.Connection(host, host.Address, server, trace.ClientPort(), port, from + (long)(_random.NextDouble() * length), 5, 12, 2000, 14, 9000);
        return new PlantedAttack("Behavior:EC2/NetworkPortUnusual", host.Interface, $"{count} conversations with port {port}");
    }

    private PlantedAttack Resolver(FlowHost host, string type, IPAddress server, int port)
    {
        var (from, length) = Window(600, 20_000, isLate: true);
        var count = Between(1, 200);
        for (var i = 0; i < count; i++)
            trace.Connection(host, host.Address, server, trace.ClientPort(), port, from + (long)(_random.NextDouble() * length), 1, port == 53 ? 1 : 9, port == 53 ? 70 : 1200, port == 53 ? 1 : 9, port == 53 ? 200 : 3000, protocol: port == 53 ? 17 : 6);
        return new PlantedAttack(type, host.Interface, $"{count} queries");
    }

    private IPAddress OnList(string list)
    {
        var address = trace.PublicAddress();
        if (!Lists.TryGetValue(list, out var addresses))
            Lists.Add(list, addresses = []);
        addresses.Add(address);
        return address;
    }

    private PlantedAttack Listed(FlowHost host, string type, string list, bool isOutbound, int port)
    {
        var (remote, count) = (OnList(list), Between(1, 60));
        for (var i = 0; i < count; i++)
        {
            var time = start + (long)(_random.NextDouble() * (seconds - 100));
            var (client, server) = isOutbound ? (host.Address, remote) : (remote, host.Address);
            trace.Connection(host, client, server, trace.ClientPort(), port, time, 5, _random.Next(5, 40), _random.Next(500, 9000), _random.Next(5, 40), _random.Next(500, 9000));
        }
        return new PlantedAttack(type, host.Interface, $"{count} connections", "Policy:EC2/SensitivePortReachedFromInternet", "Behavior:EC2/NetworkPortUnusual");
    }

    private PlantedAttack MiningPort(FlowHost host)
    {
        var (from, length) = Window(12_000, 70_000);
        var port = _random.GetItems([3333, 14_444, 45_700], 1)[0];
        trace.Connection(host, host.Address, trace.PublicAddress(), trace.ClientPort(), port, from, Math.Max(length, 9000), (long)length / 10, (long)length * 20, (long)length / 10, (long)length * 30);
        return new PlantedAttack("CryptoCurrency:EC2/BitcoinTool.B", host.Interface, $"port {port} for {Text(length)} s", "Behavior:EC2/NetworkPortUnusual");
    }

    private PlantedAttack Relay(FlowHost host)
    {
        var count = Between(8, 200);
        for (var i = 0; i < count; i++)
        {
            var (relay, time) = (OnList("tor"), start + (long)(_random.NextDouble() * (seconds - 100)));
            trace.Connection(host, host.Address, relay, trace.ClientPort(), 9001, time, 60, 60, 40_000, 60, 40_000);
            trace.Connection(host, OnList("tor"), host.Address, trace.ClientPort(), 9001, time, 60, 60, 40_000, 60, 40_000);
        }
        return new PlantedAttack("UnauthorizedAccess:EC2/TorRelay", host.Interface, $"{count} relays each way", "Behavior:EC2/NetworkPortUnusual");
    }

    private PlantedAttack SensitivePort(FlowHost host)
    {
        var (port, count) = (_random.GetItems([22, 3306, 5432, 6379, 9200, 27017, 3389], 1)[0], Between(1, 12));
        for (var i = 0; i < count; i++)
            trace.Connection(host, trace.PublicAddress(), host.Address, trace.ClientPort(), port, start + (long)(_random.NextDouble() * (seconds - 100)), 30, 40, 9000, 50, 70_000);
        return new PlantedAttack("Policy:EC2/SensitivePortReachedFromInternet", host.Interface, $"{count} conversations with port {port}");
    }
}
