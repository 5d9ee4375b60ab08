using Landward.Rules.Yaml;

namespace Landward.LandingZone.Specification;

internal sealed partial class SpecReader
{
    private static SecuritySpec ReadSecurity(YamlMapping? map, string homeRegion)
    {
        var baseline = Map(map, "baseline");
        return new SecuritySpec
        {
            CloudTrail = ReadSetting(map, "cloudTrail", ReadCloudTrail),
            Config = ReadSetting(map, "config", config => new ConfigSpec(config["aggregator"] is not null)),
            GuardDuty = ReadSetting(map, "guardDuty", ReadGuardDuty),
            SecurityHub = ReadSetting(map, "securityHub", hub => new SecurityHubSpec(
                [.. Texts(hub["standards"]).Where(SecurityStandards.IsStandard).Distinct().Order(StringComparer.Ordinal)],
                Text(hub, "homeRegion") ?? homeRegion)),
            AccessAnalyzer = ReadSetting(map, "accessAnalyzer", analyzer => new AccessAnalyzerSpec(
                analyzer["external"] is not null,
                Number(Map(analyzer, "unused"), "days"))),
            S3PublicAccessBlock = Switch(baseline, "s3PublicAccessBlock"),
            EbsEncryption = Switch(baseline, "ebsEncryption"),
            ImdsTokensRequired = Text(baseline, "imdsv2") switch { "required" => true, "optional" => false, _ => null },
        };
    }

    private static MonitoringSpec ReadMonitoring(YamlMapping? map) => new()
    {
        Alarms = map?["alarms"] switch
        {
            YamlSequence list => Setting<AlarmsSpec>.Managed(new AlarmsSpec([.. Texts(list).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)])),
            YamlScalar scalar when Switch(scalar) is false => Setting<AlarmsSpec>.Off,
            _ => default,
        },
    };

    private static CloudTrailSpec ReadCloudTrail(YamlMapping map)
    {
        var retention = Text(map, "retention") is { } text && Durations.TryParse(text, out var parsed) ? (int?)parsed.TotalDays : null;
        return new CloudTrailSpec(Switch(map, "organization") ?? true, retention);
    }

    private static GuardDutySpec ReadGuardDuty(YamlMapping map) => new(
        (Text(map, "autoEnable") ?? "all").ToUpperInvariant(),
        [.. Texts(map["plans"]).Select(SecurityStandards.Feature).OfType<string>().Distinct().Order(StringComparer.Ordinal)]);

    private static Setting<T> ReadSetting<T>(YamlMapping? map, string key, Func<YamlMapping, T> read)
        where T : class => map?[key] switch
        {
            YamlMapping value => Setting<T>.Managed(read(value)),
            YamlScalar scalar when Switch(scalar) is false => Setting<T>.Off,
            _ => default,
        };
}
