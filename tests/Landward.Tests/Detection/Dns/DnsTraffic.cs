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

    private const string Letters = "abcdefghijklmnopqrstuvwxyz";
    private const string Vowels = "aeiou";
    private const string Consonants = "bcdfghjklmnprstvwz";
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";
    private const string Base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static readonly string[] TopLevels = ["com", "net", "org", "info", "biz", "ru", "xyz", "top", "cc", "co.uk", "su", "ws"];

    /// <summary>None of these is among the words that the name model was made of in this form.</summary>
    private static readonly string[] Words =
    [
        "harbor", "candle", "market", "silver", "garden", "rapid", "north", "cloud", "paper", "orange", "studio", "travel", "metal", "quiet", "bridge", "winter",
        "signal", "forest", "little", "planet", "copper", "daily", "simple", "motor", "family", "ocean", "castle", "yellow", "global", "system", "direct", "union",
    ];

    private static readonly string[] Everyday =
    [
        "sqs.eu-west-1.amazonaws.com", "logs.eu-west-1.amazonaws.com", "sts.amazonaws.com", "my-bucket-7f3a9c.s3.eu-west-1.amazonaws.com",
        "registry.npmjs.org", "pypi.org", "github.com", "api.github.com", "deb.debian.org", "security.ubuntu.com", "api.stripe.com", "hooks.slack.com",
        "ip-10-1-2-3.eu-west-1.compute.internal", "db.prod.internal", "kubernetes.default.svc.cluster.local", "4.3.2.10.in-addr.arpa",
        "d1x2q9zkwv7p3a.cloudfront.net", "e8652.dscd.akamaiedge.net", "login.microsoftonline.com", "time.aws.com", "api.openai.com", "www.bbc.co.uk",
    ];

    private readonly Random _random;
    private readonly List<(long Time, string Line)> _lines = [];
    private readonly HashSet<(string Type, string Instance)> _truth = [];
    private readonly long _start;

    private DnsTraffic(int seed)
    {
        _random = new Random(seed);
        _start = new DateTimeOffset(2026, 3, 2 + (seed % 20), _random.Next(24), _random.Next(60), 0, TimeSpan.Zero).ToUnixTimeSeconds();
    }

    /// <summary>The log, one query a line, by time.</summary>
    public IEnumerable<string> Lines => _lines.OrderBy(line => line.Time).Select(line => line.Line);

    /// <summary>Which instance did what.</summary>
    public IReadOnlySet<(string Type, string Instance)> Truth => _truth;

    /// <summary>Address blocks of black holes.</summary>
    public IReadOnlyList<string> BlackholeList { get; } = ["192.0.2.64/26"];

    public static DnsTraffic Generate(int seed)
    {
        var traffic = new DnsTraffic(seed);
        for (var i = 0; i < 40; i++)
        {
            var instance = traffic.Instance();
            traffic.AskEverydayNames(instance);
            switch (i % 10)
            {
                case 0:
                    traffic.Mail(instance);
                    break;
                case 1:
                    traffic.Crawl(instance);
                    break;
                case 2:
                    traffic.Browse(instance);
                    break;
                case 3:
                    traffic.Monitor(instance);
                    break;
                default:
                    break;
            }
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

    private void AskEverydayNames(string instance)
    {
        for (var i = _random.Next(20, 200); i > 0; i--)
            Ask(instance, Anywhere(), Pick(Everyday));
    }

    /// <summary>A mail server asks block lists for senders' addresses, and policies below senders' domains, most of which have none.</summary>
    private void Mail(string instance)
    {
        for (var i = _random.Next(200, 600); i > 0; i--)
        {
            var time = Anywhere();
            var domain = ChosenDomain();
            Ask(instance, time, $"{_random.Next(256)}.{_random.Next(256)}.{_random.Next(256)}.{_random.Next(256)}.zen.spamhaus.org", rcode: _random.Next(10) == 0 ? "NOERROR" : "NXDOMAIN");
            Ask(instance, time, domain, "MX", _random.Next(12) == 0 ? "NXDOMAIN" : "NOERROR");
            Ask(instance, time, $"_dmarc.{domain}", "TXT", _random.Next(3) == 0 ? "NOERROR" : "NXDOMAIN");
        }
    }

    /// <summary>A crawler meets thousands of sites; some are gone.</summary>
    private void Crawl(string instance)
    {
        for (var i = _random.Next(500, 3000); i > 0; i--)
            Ask(instance, Anywhere(), (_random.Next(2) == 0 ? "www." : string.Empty) + ChosenDomain(), rcode: _random.Next(100) < 8 ? "NXDOMAIN" : "NOERROR");
    }

    /// <summary>A desktop's browser asks for names that cannot exist to see whether a network lies, and for hosts of delivery networks.</summary>
    private void Browse(string instance)
    {
        for (var i = _random.Next(10, 60); i > 0; i--)
        {
            var time = Anywhere();
            Ask(instance, time, Text(Letters, _random.Next(7, 16)), rcode: "NXDOMAIN");
            Ask(instance, time, $"{Text(Letters, _random.Next(7, 16))}.eu-west-1.compute.internal", rcode: "NXDOMAIN");
            Ask(instance, time, $"r{_random.Next(1, 9)}---sn-{Text(Base32, 8)}.googlevideo.com");
            Ask(instance, time, $"www.{ChosenDomain()}");
        }
    }

    /// <summary>A monitor asks every minute for a name with the time in it, so that no cache answers.</summary>
    private void Monitor(string instance)
    {
        for (var time = _start; time < _start + 86_400; time += 60)
            Ask(instance, time, $"t{time}.probe.{Words[0]}.example");
    }

    private void Generate(string instance)
    {
        _truth.Add((Generated, instance));
        var style = _random.Next(6);
        var count = style < 4 ? _random.Next(10, 200) : _random.Next(50, 300);
        var missing = 0.7 + (0.3 * _random.NextDouble());
        var (start, length) = Period(300, 12 * 3600);
        var topLevels = _random.Next(2) == 0 ? TopLevels : [Pick(TopLevels)];
        for (var i = 0; i < count; i++)
        {
            var label = style switch
            {
                0 => Text(Letters, _random.Next(8, 20)),
                1 => Text("0123456789abcdef", _random.Next(12, 33)),
                2 => Text(Letters + "0123456789", _random.Next(9, 24)),
                3 => Text(Consonants + Consonants + Vowels, _random.Next(10, 18)),
                4 => string.Concat(Enumerable.Range(0, _random.Next(4, 7)).Select(_ => $"{Consonants[_random.Next(Consonants.Length)]}{Vowels[_random.Next(Vowels.Length)]}")),
                _ => Pick(Words) + Pick(Words) + (_random.Next(3) == 0 ? Pick(Words) : string.Empty),
            };
            Ask(instance, start + (long)(length * _random.NextDouble()), $"{label}.{Pick(topLevels)}", rcode: _random.NextDouble() < missing ? "NXDOMAIN" : "NOERROR");
        }
    }

    private void Exfiltrate(string instance)
    {
        _truth.Add((Tunnel, instance));
        var domain = $"{(_random.Next(2) == 0 ? "t." : string.Empty)}{Pick(Words)}{_random.Next(100)}.{Pick(TopLevels)}";
        var alphabet = Pick([Base32, "0123456789abcdef", Base64]);
        var labels = _random.Next(1, 4);
        var size = _random.Next(16, 64);
        // At least 8,000 characters leave, in however many queries and hours that takes.
        var count = Math.Max(_random.Next(160, 1500), 8000 / (labels * size));
        var (start, length) = Period(120, 20 * 3600);
        var type = Pick(["TXT", "A", "NULL", "CNAME", "MX", "AAAA"]);
        for (var i = 0; i < count; i++)
        {
            var payload = string.Join('.', Enumerable.Range(0, labels).Select(_ => Text(alphabet, size)));
            Ask(instance, start + (long)(length * _random.NextDouble()), $"{payload}.{domain}", type, _random.Next(4) == 0 ? "NXDOMAIN" : "NOERROR");
        }
    }

    private void Rebind(string instance)
    {
        _truth.Add((Rebinding, instance));
        var name = $"{Pick(Words)}.{ChosenDomain()}";
        Ask(instance, Anywhere(), name, "A", answers: _random.Next(2) == 0 ? ["198.51.100.4", "169.254.169.254"] : ["169.254.169.254"]);
    }

    private void Sink(string instance)
    {
        _truth.Add((Blackhole, instance));
        Ask(instance, Anywhere(), ChosenDomain(), "A", answers: [$"192.0.2.{_random.Next(64, 128)}"]);
    }

    private void Ask(string instance, long time, string name, string type = "A", string rcode = "NOERROR", string[]? answers = null)
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
        return (_start + (long)((86_400 - length) * _random.NextDouble()), length);
    }

    private long Anywhere() => _start + _random.Next(86_400);

    private string ChosenDomain() => $"{Pick(Words)}{(_random.Next(4) == 0 ? "-" : string.Empty)}{Pick(Words)}{(_random.Next(6) == 0 ? _random.Next(2030).ToString(CultureInfo.InvariantCulture) : string.Empty)}.{Pick(TopLevels)}";

    private string Instance() => $"i-0{Text("0123456789abcdef", 16)}";

    private string Text(string alphabet, int length) => string.Create(length, (_random, alphabet), static (span, state) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = state.alphabet[state._random.Next(state.alphabet.Length)];
    });

    private T Pick<T>(T[] items) => items[_random.Next(items.Length)];
}
