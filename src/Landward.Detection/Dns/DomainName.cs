using System.Collections.Frozen;
using System.Text;

namespace Landward.Detection.Dns;

/// <summary>Where a domain name divides into what somebody registered and what stands before it. Names are in lower case, without the trailing dot.</summary>
internal static class DomainName
{
    /// <summary>Second levels under which country registries sell names.</summary>
    private static readonly FrozenSet<string> RegistryLabels =
        new[] { "ac", "co", "com", "edu", "gob", "gov", "gv", "ltd", "me", "mil", "ne", "net", "nom", "or", "org", "plc", "sch" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Providers under whose names anybody gets one: what stands before them was chosen by the customer.</summary>
    private static readonly FrozenSet<string> DynamicDns = new[]
    {
        "3322.org", "bounceme.net", "chickenkiller.com", "ddns.net", "ddnsking.com", "ddnss.de", "duckdns.org", "dynserv.com", "dynu.net", "dyndns.biz",
        "dyndns.info", "dyndns.org", "dyndns.tv", "freeddns.org", "gotdns.ch", "gotdns.com", "homeip.net", "hopto.me", "hopto.org", "mooo.com", "myddns.me",
        "myftp.org", "myvnc.com", "no-ip.biz", "no-ip.info", "no-ip.org", "noip.me", "redirectme.net", "serveblog.net", "serveftp.com", "servegame.com",
        "servehttp.com", "strangled.net", "sytes.net", "webhop.net", "yi.org", "zapto.org",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Top levels that name nothing on the internet, or only addresses.</summary>
    private static readonly FrozenSet<string> InternalTopLevels = new[]
    {
        "arpa", "corp", "home", "internal", "intranet", "invalid", "lan", "local", "localdomain", "localhost", "onion", "private", "test",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Top levels of other roots that malware registers names below: EmerDNS and Namecoin.</summary>
    private static readonly string[] OtherRoots = ["bazar", "bit", "coin", "emc", "lib"];

    /// <summary>Those of the internet, made by <c>tools/generate-top-levels.mjs</c>.</summary>
    private static readonly FrozenSet<string> TopLevels = ReadTopLevels();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Registry = RegistryLabels.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Dynamic = DynamicDns.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Internal = InternalTopLevels.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Top = TopLevels.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>A name that is resolved inside a network or stands for an address (<c>.arpa</c>), or has a single label.</summary>
    public static bool IsInternal(ReadOnlySpan<byte> name)
    {
        var dot = name.LastIndexOf((byte)'.');
        return dot <= 0 || Contains(Internal, name[(dot + 1)..]);
    }

    /// <summary>
    /// Whether the top level is one of the internet, as it was known when this was built, or of another root: names below any other are
    /// those of some network, asked for where nobody knows them.
    /// </summary>
    public static bool IsOfInternet(ReadOnlySpan<byte> name) => Contains(Top, name[(name.LastIndexOf((byte)'.') + 1)..]);

    /// <summary>Where the registered domain starts: <c>example.co.uk</c> in <c>a.b.example.co.uk</c>; 0 when nothing stands before it.</summary>
    public static int RegisteredStart(ReadOnlySpan<byte> name)
    {
        var last = name.LastIndexOf((byte)'.');
        if (last <= 0)
            return 0;
        var second = Before(name, last);
        var isCountry = name.Length - last - 1 == 2;
        if (second > 0 && ((isCountry && Contains(Registry, name[second..last])) || Contains(Dynamic, name[second..])))
            return Before(name, second - 1);
        return second;
    }

    /// <summary>The label that was registered: <c>example</c>.</summary>
    public static ReadOnlySpan<byte> RegisteredLabel(ReadOnlySpan<byte> registered)
    {
        var dot = registered.IndexOf((byte)'.');
        return dot < 0 ? registered : registered[..dot];
    }

    /// <summary>Whether the name is the domain or lies below it.</summary>
    public static bool IsBelow(ReadOnlySpan<byte> name, ReadOnlySpan<byte> domain) =>
        name.EndsWith(domain) && (name.Length == domain.Length || name[name.Length - domain.Length - 1] == '.');

    /// <summary>The start of the label that ends before the dot at the position.</summary>
    private static int Before(ReadOnlySpan<byte> name, int dot) => name[..dot].LastIndexOf((byte)'.') + 1;

    private static bool Contains(FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> set, ReadOnlySpan<byte> text)
    {
        Span<char> characters = stackalloc char[32];
        return text.Length <= characters.Length && set.Contains(characters[..Encoding.Latin1.GetChars(text, characters)]);
    }

    private static FrozenSet<string> ReadTopLevels()
    {
        using var reader = new StreamReader(typeof(DomainName).Assembly.GetManifestResourceStream("top-levels.txt")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Concat(OtherRoots).ToFrozenSet(StringComparer.Ordinal);
    }
}
