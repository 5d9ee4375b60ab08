namespace Landward.Tests.Detection.Dns;

/// <summary>What instances do besides: as much like an attack as honest traffic is.</summary>
internal sealed class HonestHost(DnsTraffic traffic, ChosenNames names, Random random)
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";
    private const string Hexadecimal = "0123456789abcdef";
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";

    private static readonly string[] Everyday =
    [
        "sqs.eu-west-1.amazonaws.com", "logs.eu-west-1.amazonaws.com", "sts.amazonaws.com", "my-bucket-7f3a9c.s3.eu-west-1.amazonaws.com",
        "registry.npmjs.org", "pypi.org", "github.com", "api.github.com", "deb.debian.org", "security.ubuntu.com", "api.stripe.com", "hooks.slack.com",
        "ip-10-1-2-3.eu-west-1.compute.internal", "db.prod.internal", "kubernetes.default.svc.cluster.local", "4.3.2.10.in-addr.arpa",
        "d1x2q9zkwv7p3a.cloudfront.net", "e8652.dscd.akamaiedge.net", "login.microsoftonline.com", "time.aws.com", "api.openai.com", "www.bbc.co.uk",
        "k8s-prod-web-3f9c1d2a7b-1029384756.eu-west-1.elb.amazonaws.com", "a1b2c3d4e5f6g7.execute-api.eu-west-1.amazonaws.com", "x7q2kd9wz.azurewebsites.net",
    ];

    public void AskEverydayNames(string instance)
    {
        for (var i = random.Next(20, 200); i > 0; i--)
            traffic.Ask(instance, traffic.Anywhere(), names.Pick(Everyday));
    }

    /// <summary>A mail server asks block lists for senders' addresses, and policies below senders' domains, most of which have none.</summary>
    public void Mail(string instance)
    {
        for (var i = random.Next(200, 600); i > 0; i--)
        {
            var time = traffic.Anywhere();
            // Spammers invent domains of senders too.
            var isForged = random.Next(20) == 0;
            var domain = isForged ? $"{names.Text(Letters, random.Next(6, 12))}.{names.Pick(ChosenNames.TopLevels)}" : names.Domain();
            traffic.Ask(instance, time, $"{random.Next(256)}.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}.zen.spamhaus.org", rcode: random.Next(10) == 0 ? "NOERROR" : "NXDOMAIN");
            traffic.Ask(instance, time, domain, "MX", random.Next(isForged ? 3 : 12) == 0 ? "NXDOMAIN" : "NOERROR");
            traffic.Ask(instance, time, $"_dmarc.{domain}", "TXT", random.Next(3) == 0 ? "NOERROR" : "NXDOMAIN");
            traffic.Ask(instance, time, $"{domain}.multi.uribl.com", rcode: random.Next(10) == 0 ? "NOERROR" : "NXDOMAIN");
        }
    }

    /// <summary>A crawler meets thousands of sites; some are gone.</summary>
    public void Crawl(string instance)
    {
        var gone = random.Next(3, 15);
        for (var i = random.Next(500, 3000); i > 0; i--)
            traffic.Ask(instance, traffic.Anywhere(), (random.Next(2) == 0 ? "www." : string.Empty) + names.Domain(), rcode: random.Next(100) < gone ? "NXDOMAIN" : "NOERROR");
    }

    /// <summary>One that looks after old links finds a fifth of them dead, all within an hour.</summary>
    public void CheckLinks(string instance)
    {
        var start = traffic.Anywhere(3600);
        for (var i = random.Next(50, 300); i > 0; i--)
            traffic.Ask(instance, start + random.Next(3600), names.Domain(), rcode: random.Next(100) < 20 ? "NXDOMAIN" : "NOERROR");
    }

    /// <summary>A desktop's browser asks for names that cannot exist to see whether a network lies, and for the machinery of web pages.</summary>
    public void Browse(string instance)
    {
        for (var i = random.Next(10, 60); i > 0; i--)
        {
            var time = traffic.Anywhere();
            traffic.Ask(instance, time, names.Text(Letters, random.Next(7, 16)), rcode: "NXDOMAIN");
            traffic.Ask(instance, time, $"{names.Text(Letters, random.Next(7, 16))}.eu-west-1.compute.internal", rcode: "NXDOMAIN");
            traffic.Ask(instance, time, $"{names.Text(Letters, random.Next(7, 16))}.corp.harborcandle.com", rcode: "NXDOMAIN");
            traffic.Ask(instance, time, $"r{random.Next(1, 9)}---sn-{names.Text(Base32, 8)}.googlevideo.com");
            traffic.Ask(instance, time, $"www.{names.Domain()}");
            traffic.Ask(instance, time, $"{names.Text(Hexadecimal, 16)}.{names.MachineryDomain()}");
            if (random.Next(12) == 0)
                traffic.Ask(instance, time, names.Typo(), rcode: random.Next(3) == 0 ? "NOERROR" : "NXDOMAIN");
        }
    }

    /// <summary>A monitor asks every minute for a name with the time in it, so that no cache answers.</summary>
    public void Monitor(string instance)
    {
        for (var time = traffic.Start; time < traffic.Start + 86_400; time += 60)
            traffic.Ask(instance, time, $"t{time}.probe.{names.Word()}.example");
    }

    /// <summary>Virus scanners ask whether hashes are known, and installed programs call home under their ids, below a domain each.</summary>
    public void CallHome(string instance)
    {
        var id = names.Text(Hexadecimal, 32);
        for (var i = random.Next(50, 150); i > 0; i--)
        {
            traffic.Ask(instance, traffic.Anywhere(), $"{names.Text(Hexadecimal, 32)}.avqs.mcafee.com", rcode: random.Next(3) == 0 ? "NOERROR" : "NXDOMAIN");
            traffic.Ask(instance, traffic.Anywhere(), $"{id}.{names.Word()}.telemetry.example");
            traffic.Ask(instance, traffic.Anywhere(), $"{names.Text(Hexadecimal, 24)}.edge.delivery.example");
        }
    }

    /// <summary>A server of an old network still asks for hosts under its company's name, which is nobody's on the internet.</summary>
    public void AskOldNames(string instance)
    {
        for (var i = random.Next(20, 80); i > 0; i--)
            traffic.Ask(instance, traffic.Anywhere(), $"{names.Word()}-{names.Pick(["srv", "db", "pc", "nas"])}{random.Next(100):00}.{names.Pick(["acmecorp", "hq"])}", rcode: "NXDOMAIN");
    }
}
