using System.Collections.Frozen;
using System.Text;

namespace Landward.Detection.Dns;

/// <summary>Where a domain name divides into what somebody registered and what stands before it. Names are in lower case, without the trailing dot.</summary>
internal static class DomainName
{
    /// <summary>Second levels under which country registries sell names.</summary>
    private static readonly FrozenSet<ulong> Registry = Set(
        ["ac", "co", "com", "edu", "gob", "gov", "gv", "ltd", "me", "mil", "ne", "net", "nom", "or", "org", "plc", "sch"]);

    /// <summary>Providers under whose names anybody gets one: what stands before them was chosen by the customer.</summary>
    private static readonly FrozenSet<ulong> DynamicDns = Set(
    [
        "3322.org", "bounceme.net", "chickenkiller.com", "ddns.net", "ddnsking.com", "ddnss.de", "duckdns.org", "dynserv.com", "dynu.net", "dyndns.biz",
        "dyndns.info", "dyndns.org", "dyndns.tv", "freeddns.org", "gotdns.ch", "gotdns.com", "homeip.net", "hopto.me", "hopto.org", "mooo.com", "myddns.me",
        "myftp.org", "myvnc.com", "no-ip.biz", "no-ip.info", "no-ip.org", "noip.me", "redirectme.net", "serveblog.net", "serveftp.com", "servegame.com",
        "servehttp.com", "strangled.net", "sytes.net", "webhop.net", "yi.org", "zapto.org",
    ]);

    /// <summary>Top levels that name nothing on the internet, or only addresses.</summary>
    private static readonly FrozenSet<ulong> InternalTopLevels = Set(
    [
        "arpa", "corp", "home", "internal", "intranet", "invalid", "lan", "local", "localdomain", "localhost", "onion", "private", "test",
    ]);

    /// <summary>Top levels of other roots that malware registers names below: EmerDNS and Namecoin.</summary>
    private static readonly string[] OtherRoots = ["bazar", "bit", "coin", "emc", "lib"];

    /// <summary>Those of the internet, made by <c>tools/generate-top-levels.mjs</c>.</summary>
    private static readonly FrozenSet<ulong> TopLevels = ReadTopLevels();

    /// <summary>A name that is resolved inside a network or stands for an address (<c>.arpa</c>), or has a single label.</summary>
    public static bool IsInternal(ReadOnlySpan<byte> name)
    {
        var dot = name.LastIndexOf((byte)'.');
        return dot <= 0 || Contains(InternalTopLevels, name[(dot + 1)..]);
    }

    /// <summary>
    /// Whether the top level is one of the internet, as it was known when this was built, or of another root: names below any other are
    /// those of some network, asked for where nobody knows them.
    /// </summary>
    public static bool IsOfInternet(ReadOnlySpan<byte> name) => Contains(TopLevels, name[(name.LastIndexOf((byte)'.') + 1)..]);

    /// <summary>Where the registered domain starts: <c>example.co.uk</c> in <c>a.b.example.co.uk</c>; 0 when nothing stands before it.</summary>
    public static int RegisteredStart(ReadOnlySpan<byte> name)
    {
        var last = name.LastIndexOf((byte)'.');
        if (last <= 0)
            return 0;
        var second = Before(name, last);
        var isCountry = name.Length - last - 1 == 2;
        if (second > 0 && ((isCountry && Contains(Registry, name[second..last])) || Contains(DynamicDns, name[second..])))
            return Before(name, second - 1);
        return second;
    }

    /// <summary>The label that was registered: <c>example</c>.</summary>
    public static ReadOnlySpan<byte> RegisteredLabel(ReadOnlySpan<byte> registered)
    {
        var dot = registered.IndexOf((byte)'.');
        return dot < 0 ? registered : registered[..dot];
    }

    /// <summary>The start of the label that ends before the dot at the position.</summary>
    private static int Before(ReadOnlySpan<byte> name, int dot) => name[..dot].LastIndexOf((byte)'.') + 1;

    /// <summary>Names stand in sets as their hashes: a query is asked about several, and hashing is less than transcoding.</summary>
    private static bool Contains(FrozenSet<ulong> set, ReadOnlySpan<byte> text) => set.Contains(KeyedHash.Of(text));

    private static FrozenSet<ulong> Set(IEnumerable<string> names) => names.Select(name => KeyedHash.Of(Encoding.ASCII.GetBytes(name))).ToFrozenSet();

    private static FrozenSet<ulong> ReadTopLevels()
    {
        using var reader = new StreamReader(typeof(DomainName).Assembly.GetManifestResourceStream("top-levels.txt")!);
        return Set(reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Concat(OtherRoots));
    }
}
