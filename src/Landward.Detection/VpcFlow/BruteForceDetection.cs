using System.Globalization;
using System.Runtime.InteropServices;
using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>
/// Many short connections to a port where one logs in (GuardDuty's SSHBruteForce, RDPBruteForce, WinRMBruteForce): a failed login is a
/// complete connection of a few kilobytes; refused attempts and transfers of files are none.
/// </summary>
internal sealed class BruteForceDetection : FlowDetection
{
    private readonly HashSet<int> _ports;
    private readonly FlowSide _side;
    private readonly int _attempts;
    private readonly uint _window;
    private readonly int _attemptsPerDay;
    private readonly long _bytes;

    public BruteForceDetection(NativeParameters parameters)
    {
        _ports = [.. FlowSides.Ports(parameters)];
        if (_ports.Count == 0)
            throw new FormatException("`parameters.ports` must name the ports where one logs in.");
        _side = FlowSides.Read(parameters);
        _attempts = parameters.Count("attempts", 20);
        _window = (uint)parameters.Duration("window", TimeSpan.FromMinutes(10)).TotalSeconds;
        _attemptsPerDay = parameters.Count("attemptsPerDay", 50);
        _bytes = (long)parameters.Number("mostBytes", 30_000, 100, 1e12);
    }

    public override void Find(FlowFindings findings)
    {
        var table = findings.Traffic.Conversations;
        var groups = new Dictionary<(int, FlowAddress), List<int>>();
        foreach (var i in findings.WithPorts(_ports))
        {
            ref readonly var key = ref table.Key(i);
            if (FlowTags.ProtocolOf(key.Tag) != FlowOrientation.Tcp)
                continue;
            var isOwn = findings.Owners.Of(key) == FlowOwn.From;
            if (isOwn != (_side == FlowSide.Actor) || findings.Traffic.Lists.IsTrusted(key.From))
                continue;
            var remote = isOwn ? key.To : key.From;
            if (!groups.TryGetValue((key.Interface, remote), out var list))
                groups.Add((key.Interface, remote), list = []);
            list.Add(i);
        }
        foreach (var ((@interface, remote), entries) in groups)
        {
            // There are no more connections than rows.
            if (entries.Sum(entry => table.Sum(entry).Samples.Count) >= Math.Min(_attempts, _attemptsPerDay))
                Judge(findings, @interface, remote, entries);
        }
    }

    private void Judge(FlowFindings findings, int @interface, FlowAddress remote, List<int> entries)
    {
        var table = findings.Traffic.Conversations;
        var attempts = new List<uint>();
        foreach (var entry in entries)
        {
            foreach (var connection in findings.Connections.Of([entry]))
            {
                if (connection.Bytes <= _bytes)
                    attempts.Add(connection.Start);
            }
        }
        attempts.Sort();
        var fast = Most(attempts, _window);
        // Slow guessing is told from regular work only where it comes from the internet.
        var slow = _side == FlowSide.Target && remote.IsPublic ? Most(attempts, 86_400) : 0;
        if (fast < _attempts && slow < _attemptsPerDay)
            return;
        var key = table.Key(entries[0]);
        var (client, server) = (key.From, key.To);
        var (number, time) = fast >= _attempts
            ? (fast, $"{(_window / 60).ToString(CultureInfo.InvariantCulture)} minutes")
            : (slow, "a day");
        var port = FlowTags.PortOf(key.Tag).ToString(CultureInfo.InvariantCulture);
        findings.Add(
            @interface, remote.ToString(), remote, table, CollectionsMarshal.AsSpan(entries),
            $"Seen: {client} made at least {number.ToString(CultureInfo.InvariantCulture)} short connections to port {port} of {server} within {time}.",
            ("port", port), ("attempts", number.ToString(CultureInfo.InvariantCulture)));
    }

    private static int Most(List<uint> sorted, uint window)
    {
        int most = 0, left = 0;
        for (var right = 0; right < sorted.Count; right++)
        {
            while (sorted[right] - sorted[left] >= window)
                left++;
            most = Math.Max(most, right - left + 1);
        }
        return most;
    }
}
