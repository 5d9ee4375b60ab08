using System.Net;

namespace Landward.Tests.Detection.VpcFlow.Generated;

/// <summary>
/// A day or more of an organization at work, with everything that looks like an attack and is none: health checks, time servers,
/// scrapes, nightly copies, crawlers, resolvers, mail relays, streams, noise from the internet, closed ports.
/// </summary>
internal sealed class FlowBackground(FlowTrace trace, FlowHost[] hosts, long start, long seconds)
{
    private readonly Random _random = trace.Random;
    private readonly IPAddress[] _sites = [.. Enumerable.Range(0, 60).Select(_ => trace.PublicAddress())];
    private readonly IPAddress[] _sitesV6 = [.. Enumerable.Range(0, 15).Select(_ => trace.PublicAddressV6())];
    private readonly IPAddress[] _clocks = [.. Enumerable.Range(0, 4).Select(_ => trace.PublicAddress())];

    private long End => start + seconds;

    public void Write()
    {
        Browsing();
        Agents();
        Clocks();
        Scrapes(hosts[0]);
        HealthChecks(hosts[1], hosts[2]);
        WebServer(hosts[2]);
        WebServer(hosts[3]);
        Crawler(hosts[4]);
        Resolver(hosts[5]);
        MailServer(hosts[6]);
        Backups(hosts[7]);
        Streams(hosts[8]);
        Databases(hosts[9], hosts[10]);
        Downloads();
        ClosedPorts();
        Noise();
        Administration();
        PassiveTransfers(hosts[11]);
        Tunnel(hosts[12]);
    }

    private void Every(double mean, Action<long> action, double jitter = double.NaN)
    {
        for (var time = start + (_random.NextDouble() * mean); time < End; time += double.IsNaN(jitter) ? trace.Wait(mean) : mean * (1 + (jitter * ((2 * _random.NextDouble()) - 1))))
            action((long)time);
    }

    private void Request(FlowHost host, IPAddress server, int port, long time, double kilobytesIn = 40)
    {
        var bytes = (long)(1000 * kilobytesIn * Math.Exp(_random.NextDouble() * 3 - 1.5));
        trace.Connection(
            host, server.AddressFamily == host.Address.AddressFamily ? host.Address : host.AddressV6, server, trace.ClientPort(), port, time, _random.Next(1, 30),
            8 + (bytes / 3000), 1200 + (bytes / 40), 8 + (bytes / 1400), 1500 + bytes);
    }

    private void Browsing()
    {
        foreach (var host in hosts)
        {
            var own = _random.GetItems(_sites, 6);
            Every(400, time => Request(host, own[_random.Next(own.Length)], _random.Next(8) == 0 ? 80 : 443, time));
            Every(3000, time => Request(host, _sitesV6[_random.Next(_sitesV6.Length)], 443, time));
        }
    }

    /// <summary>Every host reports to the same two services, to the second.</summary>
    private void Agents()
    {
        foreach (var host in hosts)
            Every(300, time => Request(host, _sites[_random.Next(2)], 443, time, 4), jitter: 0.01);
    }

    private void Clocks()
    {
        foreach (var host in hosts.Take(8))
        {
            var clock = _clocks[_random.Next(_clocks.Length)];
            var port = _random.Next(2) == 0 ? 123 : 0;
            Every(512, time => trace.Connection(host, host.Address, clock, port == 0 ? trace.ClientPort() : port, 123, time, 0, 1, 76, 1, 76, protocol: 17), jitter: 0.02);
        }
    }

    private void Scrapes(FlowHost monitor)
    {
        foreach (var host in hosts.Skip(1))
        {
            Every(300, time =>
            {
                var port = trace.ClientPort();
                foreach (var at in new[] { monitor, host })
                    trace.Connection(at, monitor.Address, host.Address, port, 9100, time, 1, 8, 900, 12, 14_000);
            }, jitter: 0.001);
        }
        // Hosts that are gone are asked on.
        for (var gone = 0; gone < 5; gone++)
        {
            var address = new IPAddress([10, 0, 200, (byte)(10 + gone)]);
            Every(900, time => trace.Attempt(monitor, monitor.Address, address, trace.ClientPort(), 9100, time, isAccepted: true));
        }
        foreach (var host in hosts)
            Every(1800, time => trace.Records.Add(new FlowRecord(monitor, monitor.Address, host.Address, 0, 0, 1, 3, 252, time, time + 2, true, 0)));
    }

    /// <summary>The load balancer opens connections and drops them, from any port above 1023.</summary>
    private void HealthChecks(FlowHost balancer, FlowHost target)
    {
        Every(60, time =>
        {
            var port = trace.ClientPort(kind: 2);
            foreach (var at in new[] { balancer, target })
            {
                trace.Records.Add(new FlowRecord(at, balancer.Address, target.Address, port, 8080, 6, 3, 132, time, time, true, 6));
                trace.Records.Add(new FlowRecord(at, target.Address, balancer.Address, 8080, port, 6, 1, 44, time, time, true, 18));
            }
        }, jitter: 0.01);
    }

    private void WebServer(FlowHost host) => Every(40, time =>
    {
        var client = _random.Next(6) == 0 ? trace.PublicAddressV6() : trace.PublicAddress();
        var own = client.AddressFamily == host.Address.AddressFamily ? host.Address : host.AddressV6;
        var bytes = (long)(20_000 * Math.Exp(_random.NextDouble() * 5));
        trace.Connection(host, client, own, trace.ClientPort(_random.Next(3)), 443, time, _random.Next(1, 90), 6 + (bytes / 2800), 900 + (bytes / 50), 6 + (bytes / 1400), 1400 + bytes);
    });

    private void Crawler(FlowHost host) => Every(25, time =>
    {
        var site = trace.PublicAddress();
        var port = _random.Next(5) == 0 ? 80 : 443;
        if (_random.Next(20) == 0)
            trace.Attempt(host, host.Address, site, trace.ClientPort(), port, time, isAccepted: true);
        else
            Request(host, site, port, time);
    });

    private void Resolver(FlowHost host)
    {
        var servers = Enumerable.Range(0, 300).Select(_ => trace.PublicAddress()).ToArray();
        Every(15, time => trace.Connection(host, host.Address, servers[_random.Next(servers.Length)], trace.ClientPort(kind: 2), 53, time, 0, 1, _random.Next(60, 90), 1, _random.Next(90, 500), protocol: 17));
        foreach (var client in hosts.Where(client => client != host).Take(6))
            Every(300, time => trace.Connection(client, client.Address, host.Address, trace.ClientPort(), 53, time, 0, 1, 70, 1, 150, protocol: 17));
    }

    private void MailServer(FlowHost host)
    {
        Every(300, time => trace.Connection(host, trace.PublicAddress(), host.Address, trace.ClientPort(), 25, time, 8, 20, 9000, 18, 1800));
        Every(400, time => trace.Connection(host, host.Address, trace.PublicAddress(), trace.ClientPort(), 25, time, 8, 20, 9000, 18, 1800));
        foreach (var sender in hosts.Take(5))
        {
            var relay = _sites[2 + _random.Next(2)];
            Every(900, time => trace.Connection(sender, sender.Address, relay, trace.ClientPort(), _random.Next(2) == 0 ? 587 : 465, time, 5, 18, 8000, 16, 3000));
        }
    }

    /// <summary>At two in the morning: to a server of one's own, and to S3.</summary>
    private void Backups(FlowHost server)
    {
        for (var night = start + (2 * 3600); night < End; night += 86_400)
        {
            foreach (var host in hosts.Where(host => host != server).Take(5))
            {
                var gigabytes = 1 + (_random.NextDouble() * 8);
                trace.Connection(host, host.Address, server.Address, trace.ClientPort(), 445, night + _random.Next(1800), 1800, (long)(gigabytes * 7e5), (long)(gigabytes * 1e9), (long)(gigabytes * 3e5), (long)(gigabytes * 1.6e7));
                trace.Connection(
                    host, host.Address, new IPAddress([52, 218, (byte)_random.Next(256), 7]), trace.ClientPort(), 443, night + _random.Next(1800), 2400,
                    (long)(gigabytes * 7e5), (long)(gigabytes * 1e9), (long)(gigabytes * 3e5), (long)(gigabytes * 1.6e7), service: "S3");
            }
        }
    }

    /// <summary>Films for public clients over TCP, and calls over UDP with the other side talking too.</summary>
    private void Streams(FlowHost host)
    {
        Every(2400, time => trace.Connection(host, trace.PublicAddress(), host.Address, trace.ClientPort(kind: 2), 443, time, 1500, 90_000, 5_000_000, 200_000, 290_000_000));
        Every(7200, time =>
        {
            var peer = trace.PublicAddress();
            trace.Connection(host, host.Address, peer, trace.ClientPort(), 3478, time, 900, 45_000, 9_000_000, 45_000, 9_000_000, protocol: 17);
            trace.Connection(host, host.Address, _sites[5], trace.ClientPort(), 443, time, 600, 60_000, 3_600_000, 240_000, 310_000_000, protocol: 17);
        });
    }

    private void Databases(FlowHost application, FlowHost database)
    {
        foreach (var (port, rate) in new[] { (5432, 3_000), (6379, 40_000) })
        {
            Every(3600, time =>
            {
                var client = trace.ClientPort();
                foreach (var at in new[] { application, database })
                    trace.Connection(at, application.Address, database.Address, client, port, time, 3000, rate * 50L, rate * 50L * 95, rate * 50L, rate * 50L * 180);
            });
        }
    }

    private void Downloads()
    {
        foreach (var host in hosts.Take(10))
            Every(20_000, time => trace.Connection(host, host.Address, _sites[10 + _random.Next(5)], trace.ClientPort(), 443, time, 60, 60_000, 3_200_000, 250_000, 350_000_000));
    }

    private void ClosedPorts()
    {
        foreach (var host in hosts.Skip(5).Take(4))
        {
            var server = _random.Next(2) == 0 ? _sites[_random.Next(_sites.Length)] : hosts[0].Address;
            var port = _random.Next(2) == 0 ? 8443 : 5671;
            Every(300, time => trace.Attempt(host, host.Address, server, trace.ClientPort(), port, time));
        }
    }

    /// <summary>Strangers try ports of hosts with public addresses; nearly all is refused.</summary>
    private void Noise()
    {
        foreach (var host in hosts.Skip(2).Take(3))
        {
            Every(120, time => trace.Attempt(host, trace.PublicAddress(), host.Address, trace.ClientPort(kind: 2), _random.GetItems([22, 23, 80, 443, 445, 3389, 8080, 5555, 2323], 1)[0], time, isAccepted: false));
            Every(9000, time =>
            {
                var stranger = trace.PublicAddress();
                for (var i = 0; i < 8; i++)
                    trace.Attempt(host, stranger, host.Address, trace.ClientPort(kind: 2), _random.Next(1, 10_000), time + i, isAccepted: false);
            });
        }
    }

    private void Administration()
    {
        var office = trace.PublicAddress();
        Every(14_000, time => trace.Connection(hosts[3], office, hosts[3].Address, trace.ClientPort(), 22, time, 1200, 900, 90_000, 1100, 400_000));
        var git = trace.PublicAddress();
        Every(120, time => trace.Connection(hosts[13 % hosts.Length], hosts[13 % hosts.Length].Address, git, trace.ClientPort(), 22, time, 2, 22, 4200, 24, 5200), jitter: 0.02);
    }

    private void PassiveTransfers(FlowHost host)
    {
        var server = trace.PublicAddress();
        Every(5000, time =>
        {
            trace.Connection(host, host.Address, server, trace.ClientPort(), 21, time, 30, 30, 2000, 28, 3000);
            for (var i = 0; i < 4; i++)
                trace.Connection(host, host.Address, server, trace.ClientPort(), _random.Next(30_000, 31_000), time + i, 5, 40, 2400, 200, 250_000);
        });
    }

    private void Tunnel(FlowHost host)
    {
        var peer = trace.PublicAddress();
        for (var time = start; time < End; time += 600)
        {
            trace.Stream(host, host.Address, peer, 0, 0, 50, time, 600, 9_000, 700, 0);
            trace.Stream(host, peer, host.Address, 0, 0, 50, time, 600, 8_000, 600, 0);
        }
    }
}
