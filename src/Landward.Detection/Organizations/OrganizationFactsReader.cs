using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Landward.Model;
using Landward.Rules.Yaml;

namespace Landward.Detection.Organizations;

/// <summary>Reads facts about the organization from YAML.</summary>
public static class OrganizationFactsReader
{
    /// <summary>An organization may have 10,000 accounts by default and 50,000 by request (AWS Organizations quotas).</summary>
    private const int MaxEntries = 50_000;

    /// <summary><c>ip-ranges.json</c> has about 2 MB.</summary>
    private const int MaxRangesFile = 32 * 1024 * 1024;

    private static readonly string[] Keys =
        ["accounts", "managementAccount", "breakGlass", "egress", "awsNetworks", "awsRanges", "trailBuckets", "vpcEndpoints"];

    private static readonly string[] AccountKeys = ["id", "name", "units", "tags"];

    /// <summary>Reads a file; null when it cannot be used, then there is a diagnostic.</summary>
    public static OrganizationFacts? ReadFile(string path, ICollection<Diagnostic> diagnostics)
    {
        try
        {
            if (new FileInfo(path).Length > 3L * YamlReader.MaxCharacters)
            {
                diagnostics.Add(DetectionDiagnostics.Facts("the file is too large", new SourceSpan(path, 1, 1)));
                return null;
            }
            return YamlReader.Read(File.ReadAllText(path), path, diagnostics) is { } document ? Read(document, path, diagnostics) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(DetectionDiagnostics.Facts(error.Message, new SourceSpan(path, 1, 1)));
            return null;
        }
    }

    /// <summary>Reads a document. Throws <see cref="FormatException"/> with what is wrong.</summary>
    /// <param name="file">Where relative names of files start; null where files are not allowed.</param>
    internal static OrganizationFacts Read(YamlValue document, string? file)
    {
        if (document is not YamlMapping map)
            throw new FormatException("facts are a mapping.");
        CheckKeys(map, Keys);
        var networks = Networks(map, "awsNetworks");
        if (RuleTexts.Optional(map, "awsRanges") is { } ranges)
        {
            if (file is null || networks is not null)
                throw new FormatException("`awsRanges` names a file and stands alone in a file of facts.");
            networks = Ranges(Path.Combine(Path.GetDirectoryName(file) ?? string.Empty, ranges));
        }
        return new OrganizationFacts
        {
            Accounts = map["accounts"] is { } accounts ? [.. Items(accounts, "accounts").Select(Account)] : null,
            ManagementAccount = RuleTexts.Optional(map, "managementAccount") is { } management ? Id(management) : null,
            BreakGlassPrincipals = Texts(map, "breakGlass"),
            EgressNetworks = Networks(map, "egress"),
            AwsNetworks = networks,
            TrailBuckets = Texts(map, "trailBuckets"),
            VpcEndpoints = Texts(map, "vpcEndpoints"),
        };
    }

    private static OrganizationFacts? Read(YamlValue document, string path, ICollection<Diagnostic> diagnostics)
    {
        try
        {
            return Read(document, path);
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            diagnostics.Add(DetectionDiagnostics.Facts(error.Message, document.Span));
            return null;
        }
    }

    private static AccountFacts Account(YamlValue node)
    {
        if (node is not YamlMapping map)
            throw new FormatException("an account is a mapping with an `id`.");
        CheckKeys(map, AccountKeys);
        var tags = map["tags"] switch
        {
            null => FrozenDictionary<string, string>.Empty,
            YamlMapping values => values.Entries.ToFrozenDictionary(entry => entry.Key, entry => RuleTexts.Text(entry.Value, "tags"), StringComparer.Ordinal),
            _ => throw new FormatException("`tags` must map keys to values."),
        };
        return new AccountFacts(
            Id(RuleTexts.Optional(map, "id") ?? throw new FormatException("an account needs an `id`.")),
            RuleTexts.Optional(map, "name"),
            [.. (Texts(map, "units") ?? []).SelectMany(Above).Distinct(StringComparer.Ordinal)],
            tags);
    }

    /// <summary><c>workloads/prod</c> stands in <c>workloads</c>, <c>workloads/prod</c> and, by its name, <c>prod</c>.</summary>
    private static IEnumerable<string> Above(string unit)
    {
        var names = unit.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return names.Concat(names.Select((_, i) => string.Join('/', names[..(i + 1)])));
    }

    private static string Id(string text) =>
        text.Length == 12 && text.All(char.IsAsciiDigit) ? text : throw new FormatException($"`{text}` is no account id of twelve digits (quote it).");

    private static IPNetwork[]? Networks(YamlMapping map, string key) => Texts(map, key)?.Select(Network).ToArray();

    private static IPNetwork Network(string text)
    {
        var slash = text.IndexOf('/');
        if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address))
            throw new FormatException($"`{text}` is no address and no CIDR block.");
        if (slash < 0)
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return IPNetwork.TryParse(text, out var network) ? network : throw new FormatException($"`{text}` is no CIDR block: its address has bits beyond the prefix, or the prefix is too long.");
    }

    /// <summary>The prefixes of AWS's <c>ip-ranges.json</c> ("AWS IP address ranges", Amazon VPC User Guide).</summary>
    private static IPNetwork[] Ranges(string path)
    {
        if (new FileInfo(path).Length > MaxRangesFile)
            throw new FormatException($"`{path}` is too large for AWS's address ranges.");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var prefixes = Prefixes(document.RootElement, "prefixes", "ip_prefix").Concat(Prefixes(document.RootElement, "ipv6_prefixes", "ipv6_prefix")).ToArray();
        return prefixes.Length > 0 ? [.. prefixes.Select(Network)] : throw new FormatException($"`{path}` has no address prefixes of AWS.");
    }

    private static IEnumerable<string> Prefixes(JsonElement root, string list, string member) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(list, out var items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray().SelectMany(item => EventPaths.Elements(item, member)).SelectMany(EventPaths.Scalars)
            : [];

    private static string[]? Texts(YamlMapping map, string key) =>
        map[key] is { } node ? [.. Items(node, key).Select(item => RuleTexts.Text(item, key))] : null;

    private static ImmutableArray<YamlValue> Items(YamlValue node, string key)
    {
        var items = node is YamlSequence list ? list.Items : [node];
        return items.Length <= MaxEntries ? items : throw new FormatException($"`{key}` has more than {MaxEntries} entries.");
    }

    private static void CheckKeys(YamlMapping map, string[] known)
    {
        foreach (var (key, _, _) in map.Entries)
        {
            if (!known.Contains(key))
                throw new FormatException($"`{key}` is not known in facts.{Suggestion.DidYouMean(key, known)}");
        }
    }
}
