using System.Globalization;
using System.Text;

namespace Landward.Tests.Detection.Dns;

/// <summary>
/// A day of resolver queries of an organization, from a seed, with attacks planted on some of its instances. What an instance does
/// besides (browsing, mail, crawling, monitoring, delivery networks) looks as much like an attack as honest traffic does.
/// </summary>
internal sealed class DnsTraffic
{
    public const string Generated = "Trojan:EC2/DGADomainRequest.B";
    public const string Tunnel = "Trojan:EC2/DNSDataExfiltration";
    public const string Rebinding = "UnauthorizedAccess:EC2/MetadataDNSRebind";
    public const string Blackhole = "Trojan:EC2/BlackholeTraffic!DNS";

    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";
    private const string Hexadecimal = "0123456789abcdef";
    private const string Base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private readonly Random _random;
    private readonly List<(long Time, string Line)> _lines = [];
    private readonly Dictionary<(string Type, string Instance), string> _truth = [];
    private readonly ChosenNames _names;
    private Action<string>? _trade;

    private DnsTraffic(int seed)
    {
        _random = new Random(seed);
        _names = new ChosenNames(_random);
        Start = new DateTimeOffset(2026, 3, 2 + (seed % 20), _random.Next(24), _random.Next(60), 0, TimeSpan.Zero).ToUnixTimeSeconds();
    }

    /// <summary>The log, one query a line, by time.</summary>
    public IEnumerable<string> Lines => _lines.OrderBy(line => line.Time).Select(line => line.Line);

    /// <summary>Which instance did what, and how.</summary>
    public IReadOnlyDictionary<(string Type, string Instance), string> Truth => _truth;

    public long Start { get; }

    /// <summary>Address blocks of black holes.</summary>
    public IReadOnlyList<string> BlackholeList { get; } = ["192.0.2.64/26"];

    public static DnsTraffic Generate(int seed)
    {
        var traffic = new DnsTraffic(seed);
        var honest = new HonestHost(traffic, traffic._names, traffic._random);
        Action<string>[] trades = [honest.Mail, honest.Crawl, honest.Browse, honest.Monitor, honest.CallHome, honest.CheckLinks, honest.AskOldNames, honest.Browse];
        for (var i = 0; i < 40; i++)
        {
            var instance = traffic.Instance();
            honest.AskEverydayNames(instance);
            traffic._trade = i % 10 < trades.Length ? trades[i % 10] : null;
            traffic._trade?.Invoke(instance);
            switch (traffic._random.Next(8))
            {
                case 0 or 1:
                    traffic.Generate(instance);
                    break;
                case 2 or 3:
                    traffic.Exfiltrate(instance);
                    break;
                case 4:
                    traffic.Rebind(instance);
                    break;
                case 5:
                    traffic.Sink(instance);
                    break;
                default:
                    break;
            }
        }
        return traffic;
    }

    private void Generate(string instance)
    {
        var names = GeneratedNames.Choose(_random);
        // Words and what can be pronounced take more of them to tell.
        var count = (int)(_random.Next(names.IsOfWords ? 40 : 12, 60) * Math.Pow(5, _random.NextDouble()));
        var missing = 0.6 + (0.4 * _random.NextDouble());
        // A black hole answers for all of a family that is known; what can be read aloud is then told by nothing.
        var isSunk = !names.IsReadable && count >= 30 && _random.Next(6) == 0;
        var failure = _random.Next(8) == 0 && !names.IsOfWords ? "SERVFAIL" : "NXDOMAIN";
        var (start, length) = Period(300, 12 * 3600);
        var topLevels = _random.Next(2) == 0 ? ChosenNames.TopLevels : [Pick(ChosenNames.TopLevels)];
        if (_random.Next(10) == 0)
            topLevels = ["ddns.net", "dyndns.org", "hopto.org"];
        var before = _random.Next(4) == 0 ? "www." : string.Empty;
        for (var i = 0; i < count; i++)
        {
            var name = $"{before}{names.Next()}.{Pick(topLevels)}";
            var time = start + (long)(length * _random.NextDouble());
            if (isSunk)
                Ask(instance, time, name, answers: ["203.0.113.80"]);
            else
                Ask(instance, time, name, _random.Next(4) == 0 ? "AAAA" : "A", _random.NextDouble() < missing ? _random.Next(3) == 0 ? failure : "NXDOMAIN" : "NOERROR");
        }
        Plant(Generated, instance, $"{count} {names.Of} over {length / 60:0} min, missing {(isSunk ? "sunk" : missing.ToString("0.00", CultureInfo.InvariantCulture))} like {before}{names.Next()}.{topLevels[0]}");
    }

    private void Exfiltrate(string instance)
    {
        var domain = $"{(_random.Next(2) == 0 ? "t." : string.Empty)}{_names.Word()}{_random.Next(100)}.{Pick(ChosenNames.TopLevels)}";
        var alphabet = Pick([Base32, Hexadecimal, Base64]);
        var labels = _random.Next(1, 4);
        var size = _random.Next(16, 64);
        // Up to 60,000 characters leave, at least 6,000, in however many queries and hours that takes.
        var count = Math.Max(80, (int)(6000 * Math.Pow(10, _random.NextDouble())) / (labels * size));
        var (start, length) = Period(120, 20 * 3600);
        Plant(Tunnel, instance, $"{count} names of {labels} times {size} over {length / 60:0} min below {domain}");
        var type = Pick(["TXT", "A", "NULL", "CNAME", "MX", "AAAA"]);
        for (var i = 0; i < count; i++)
        {
            var payload = string.Join('.', Enumerable.Range(0, labels).Select(_ => _names.Text(alphabet, size)));
            Ask(instance, start + (long)(length * _random.NextDouble()), $"{payload}.{domain}", type, _random.Next(4) == 0 ? "NXDOMAIN" : "NOERROR");
        }
    }

    private void Rebind(string instance)
    {
        Plant(Rebinding, instance, "one answer");
        var name = $"{_names.Word()}.{_names.Domain()}";
        Ask(instance, Anywhere(), name, "A", answers: _random.Next(2) == 0 ? ["198.51.100.4", "169.254.169.254"] : ["169.254.169.254"]);
    }

    private void Sink(string instance)
    {
        Plant(Blackhole, instance, "one answer");
        Ask(instance, Anywhere(), _names.Domain(), "A", answers: [$"192.0.2.{_random.Next(64, 128)}"]);
    }

    public void Ask(string instance, long time, string name, string type = "A", string rcode = "NOERROR", string[]? answers = null)
    {
        answers ??= rcode == "NOERROR" ? [$"198.51.100.{_random.Next(256)}"] : [];
        var line = new StringBuilder(400);
        line.Append(CultureInfo.InvariantCulture, $$"""{"version":"1.100000","account_id":"111122223333","region":"eu-west-1","vpc_id":"vpc-0a1b2c3d","query_timestamp":"{{DateTimeOffset.FromUnixTimeSeconds(time):yyyy-MM-dd'T'HH:mm:ss'Z'}}","query_name":"{{name}}.","query_type":"{{type}}","query_class":"IN","rcode":"{{rcode}}","answers":[""")
            .AppendJoin(',', answers.Select(answer => $$"""{"Rdata":"{{answer}}","Type":"{{type}}","Class":"IN"}"""))
            .Append(CultureInfo.InvariantCulture, $$"""],"srcaddr":"10.1.2.3","srcport":"{{_random.Next(1024, 65536)}}","transport":"UDP","srcids":{"instance":"{{instance}}"}""")
            .Append('}');
        _lines.Add((time, line.ToString()));
    }

    private (long Start, double Length) Period(int least, int most)
    {
        var length = least * Math.Pow((double)most / least, _random.NextDouble());
        return (Start + (long)((86_400 - length) * _random.NextDouble()), length);
    }

    public long Anywhere(int rest = 0) => Start + _random.Next(86_400 - rest);

    private void Plant(string type, string instance, string how) => _truth.Add((type, instance), $"{how}, beside {_trade?.Method.Name ?? "nothing"}");

    private string Instance() => $"i-0{_names.Text(Hexadecimal, 16)}";

    private T Pick<T>(T[] items) => _names.Pick(items);
}
