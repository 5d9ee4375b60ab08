using System.Globalization;

namespace Landward.Tests.Detection.Dns;

/// <summary>Domains as people and companies choose them, and those of the web's machinery, which look like nothing.</summary>
internal sealed class ChosenNames(Random random)
{
    public static readonly string[] TopLevels = ["com", "net", "org", "info", "biz", "ru", "xyz", "top", "cc", "co.uk", "su", "ws", "de", "eu", "online", "club", "pw", "in", "site", "com.br"];

    /// <summary>None of these is among the words that the name model was made of in this form.</summary>
    private static readonly string[] English =
    [
        "harbor", "candle", "market", "silver", "garden", "rapid", "north", "cloud", "paper", "orange", "studio", "travel", "metal", "quiet", "bridge", "winter",
        "signal", "forest", "little", "planet", "copper", "daily", "simple", "motor", "family", "ocean", "castle", "yellow", "global", "system", "direct", "union",
    ];

    private static readonly string[] Foreign =
    [
        "wirtschaft", "pruefung", "schluessel", "zahnarzt", "werkstatt", "buecher", "przedszkole", "szczecin", "ksiegarnia", "zdrowie", "wyszukiwarka", "kuljetus", "huolto",
        "yritys", "rakennus", "bilgisayar", "cocuk", "haber", "saglik", "fietsen", "verzekering", "uitgeverij", "bouwbedrijf", "stroitelstvo", "magazin", "zapchasti", "vkhod",
        "yamamoto", "shinkansen", "takahashi", "ryokan", "fujisawa", "xinwen", "zhongguo", "guangzhou", "qiche", "jianshen", "nguyen", "dulich", "khachsan", "konyvesbolt", "egeszseg",
        "utazas", "obchod", "hypoteka", "zpravy", "cestovani", "vrijednost", "ljekarna", "assurances", "voyages", "boulangerie", "ristorante", "abbigliamento", "ferreteria", "lavadoras",
    ];

    private static readonly string[] Short = ["hq", "app", "24", "365", "it", "eu", "uk", "tv", "go", "my", "pro", "hd", "ssl", "cdn", "api", "lab", "dev", "web", "3d", "xl", "kfz", "abc", "bmw", "ngo", "llc", "gmbh"];

    private static readonly string[] Technical =
        ["kms", "sqs", "cdn", "img", "auth", "push", "metrics", "dynamo", "lambda", "sts", "edge", "cache", "api", "tls", "vpn", "grpc", "etcd", "helm", "psql", "json", "ftps", "xhr"];

    /// <summary>Real ones of delivery, advertising and measurement.</summary>
    private static readonly string[] Machinery =
    [
        "fbcdn.net", "ytimg.com", "2mdn.net", "gstatic.com", "ggpht.com", "twimg.com", "krxd.net", "rlcdn.com", "bttrack.com", "mktoresp.com", "adsrvr.org", "adnxs.com",
        "jsdelivr.net", "bkrtx.com", "pstmrk.it", "kxcdn.com", "hwcdn.net", "llnwd.net", "edgekey.net", "akadns.net", "msftncsi.com", "qq.com", "360buyimg.com", "bdstatic.com",
        "vkuseraudio.net", "tiqcdn.com", "demdex.net", "omtrdc.net", "nr-data.net", "gvt1.com", "cdn77.org", "b-cdn.net", "wp.com", "wpmucdn.com", "hsforms.net",
        "licdn.com", "bidswitch.net", "casalemedia.com", "rubiconproject.com", "moatads.com", "scorecardresearch.com", "crwdcntrl.net", "exelator.com", "tapad.com", "dpmsrv.com",
    ];

    /// <summary>What somebody registered.</summary>
    public string Domain() => random.Next(10) switch
    {
        < 5 => $"{Pick(English)}{(random.Next(4) == 0 ? "-" : string.Empty)}{Pick(English)}{Number()}.{Pick(TopLevels)}",
        < 7 => $"{Pick(Foreign)}{(random.Next(3) == 0 ? "-" : string.Empty)}{(random.Next(2) == 0 ? Pick(Foreign) : Pick(Short))}.{Pick(TopLevels)}",
        7 => $"{Pick(Short)}{Pick(English)}{Number()}.{Pick(TopLevels)}",
        8 => random.Next(2) == 0 ? $"{Pick(Foreign)}{Number()}.{Pick(TopLevels)}" : $"{Pick(Technical)}{Text("abcdefgh", random.Next(2))}{Pick(Technical)}{Number()}.{Pick(TopLevels)}",
        _ => random.Next(20) == 0 ? $"xn--{Pick(English)}-{Text("abcdefghijklmnopqrstuvwxyz0123456789", 4)}.{Pick(TopLevels)}" : $"{Pick(English)}{Pick(English)}{Pick(Short)}.{Pick(TopLevels)}",
    };

    public string MachineryDomain() => Pick(Machinery);

    public string Word() => Pick(English);

    /// <summary>A word with two letters exchanged or one left out, as typed in haste.</summary>
    public string Typo()
    {
        var word = $"{Pick(English)}{Pick(English)}".ToCharArray();
        var at = random.Next(word.Length - 1);
        (word[at], word[at + 1]) = (word[at + 1], word[at]);
        return $"{new string(word)}.{Pick(TopLevels)}";
    }

    public string Text(string alphabet, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => alphabet[random.Next(alphabet.Length)]));

    public T Pick<T>(T[] items) => items[random.Next(items.Length)];

    private string Number() => random.Next(6) == 0 ? random.Next(2030).ToString(CultureInfo.InvariantCulture) : string.Empty;
}
