using System.Collections.Immutable;
using Landward.Model;
using Landward.Rules.Yaml;

namespace Landward.LandingZone.Specification;

/// <summary>
/// A document to records. Its shape was checked before, so what does not fit is skipped here without a second report.
/// </summary>
internal sealed partial class SpecReader(string file, SpecFiles files, ICollection<Diagnostic> diagnostics)
{
    public Spec Read(YamlMapping document)
    {
        var organization = ReadOrganization(Map(document, "organization"));
        return new Spec
        {
            File = file,
            Target = Text(document, "target") is "aws" ? SpecTarget.Aws : SpecTarget.Sandbox,
            Organization = organization,
            Units = [.. ReadUnits(Map(document, "units"), string.Empty, UnitKind.Custom)],
            Accounts = [.. ReadAccounts(Map(document, "accounts"))],
            Access = ReadAccess(Map(document, "access")),
            Guardrails = [.. ReadGuardrails(document["guardrails"])],
            Security = ReadSecurity(Map(document, "security"), organization.HomeRegion),
            Monitoring = ReadMonitoring(Map(document, "monitoring")),
            Document = SpecParser.DocumentOf(document),
        };
    }

    private static OrganizationSpec ReadOrganization(YamlMapping? map)
    {
        var home = Text(map, "homeRegion") ?? string.Empty;
        var management = Map(map, "management");
        return new OrganizationSpec
        {
            HomeRegion = home,
            Regions = [.. Texts(map?["regions"]).Distinct(StringComparer.Ordinal)],
            DenyOtherRegions = Switch(map, "denyOtherRegions"),
            ManagementName = Text(management, "name") ?? OrganizationSpec.ManagementKey,
            ManagementEmail = Text(management, "email") ?? string.Empty,
            UnmanagedAccounts = Text(map, "unmanagedAccounts") switch
            {
                "allow" => UnmanagedAccounts.Allow,
                "deny" => UnmanagedAccounts.Deny,
                _ => UnmanagedAccounts.Warn,
            },
        };
    }

    private static IEnumerable<UnitSpec> ReadUnits(YamlMapping? map, string parent, UnitKind inherited)
    {
        foreach (var entry in map?.Entries ?? [])
        {
            var path = parent.Length == 0 ? entry.Key : parent + "/" + entry.Key;
            var unit = entry.Value as YamlMapping;
            var kind = Text(unit, "kind") switch { "core" => UnitKind.Core, "custom" => UnitKind.Custom, _ => inherited };
            yield return new UnitSpec(path, Text(unit, "name") ?? entry.Key, kind, Text(unit, "moved"), entry.KeySpan);
            foreach (var child in ReadUnits(Map(unit, "units"), path, kind))
                yield return child;
        }
    }

    private static IEnumerable<AccountSpec> ReadAccounts(YamlMapping? map)
    {
        foreach (var entry in map?.Entries ?? [])
        {
            if (entry.Value is not YamlMapping account)
                continue;
            var role = Text(account, "role") switch
            {
                "logArchive" => AccountRole.LogArchive,
                "audit" => AccountRole.Audit,
                "sharedServices" => AccountRole.SharedServices,
                _ => AccountRole.Workload,
            };
            var tags = (Map(account, "tags")?.Entries ?? [])
                .Where(tag => tag.Value is YamlScalar)
                .ToImmutableSortedDictionary(tag => tag.Key, tag => ((YamlScalar)tag.Value).Text, StringComparer.Ordinal);
            yield return new AccountSpec(
                entry.Key,
                Text(account, "name") ?? entry.Key,
                Text(account, "email") ?? string.Empty,
                Text(account, "unit") ?? string.Empty,
                role,
                tags,
                Switch(account, "preventDestroy") ?? false,
                entry.KeySpan);
        }
    }

    private static IEnumerable<GuardrailSelection> ReadGuardrails(YamlValue? value)
    {
        foreach (var item in Items(value).OfType<YamlMapping>())
        {
            ControlGuidance? guidance = Text(item, "guidance") switch
            {
                "mandatory" => ControlGuidance.Mandatory,
                "stronglyRecommended" => ControlGuidance.StronglyRecommended,
                "elective" => ControlGuidance.Elective,
                _ => null,
            };
            ControlBehavior? behavior = Text(item, "behavior") switch
            {
                "preventive" => ControlBehavior.Preventive,
                "detective" => ControlBehavior.Detective,
                "proactive" => ControlBehavior.Proactive,
                _ => null,
            };
            var selection = new GuardrailSelection(guidance, Text(item, "id"), Text(item, "standard"), behavior, Text(item, "directory"), [.. Texts(item["units"])], item.Span);
            if (selection is not { Guidance: null, Id: null, Standard: null, Directory: null, Behavior: null })
                yield return selection;
        }
    }

    internal static Selector ReadSelector(YamlValue? value)
    {
        if (value is YamlScalar { Text: "all" })
            return new Selector { All = true };
        if (value is not YamlMapping map)
            return new Selector();
        return new Selector
        {
            All = map.Entries is [{ Key: "except" }],
            Units = [.. Texts(map["unit"])],
            Accounts = [.. Texts(map["account"])],
            Tags = (Map(map, "tag")?.Entries ?? []).ToImmutableSortedDictionary(tag => tag.Key, tag => Texts(tag.Value).ToImmutableArray(), StringComparer.Ordinal),
            Except = map["except"] is { } except ? ReadSelector(except) : null,
        };
    }

    private static YamlMapping? Map(YamlMapping? map, string key) => map?[key] as YamlMapping;

    private static string? Text(YamlMapping? map, string key) => (map?[key] as YamlScalar)?.Text;

    private static int? Number(YamlMapping? map, string key) => int.TryParse(Text(map, key), out var number) ? number : null;

    private static bool? Switch(YamlMapping? map, string key) => map?[key] is YamlScalar scalar ? Switch(scalar) : null;

    private static bool? Switch(YamlScalar scalar) => scalar switch
    {
        { Quoted: false, Text: "on" or "true" } => true,
        { Quoted: false, Text: "off" or "false" } => false,
        _ => null,
    };

    private static IEnumerable<YamlValue> Items(YamlValue? value) => value is YamlSequence list ? list.Items : [];

    private static IEnumerable<string> Texts(YamlValue? value) => value switch
    {
        YamlScalar scalar => [scalar.Text],
        YamlSequence list => list.Items.OfType<YamlScalar>().Select(scalar => scalar.Text),
        _ => [],
    };
}
