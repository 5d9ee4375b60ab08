using System.Collections.Immutable;
using Landward.Rules.Yaml;

namespace Landward.Detection.Organizations;

/// <summary>Reads the <c>org:</c> part of a <c>landward:</c> block.</summary>
internal static class OrganizationQuestionParser
{
    private static readonly string[] Keys =
    [
        "foreignAccount", "ownAccount", "policy", "grants", "unit", "exceptUnit", "tag", "exceptTag", "managementAccount", "breakGlass",
        "ownAddress", "awsAddress", "trailBucket", "ownEndpoint",
    ];

    /// <summary>Throws <see cref="FormatException"/> with what is wrong.</summary>
    public static OrganizationQuestion? Parse(YamlMapping block)
    {
        if (block["org"] is not { } node)
            return null;
        if (node is not YamlMapping map)
            throw new FormatException("`org` must be a mapping.");
        foreach (var (key, _, _) in map.Entries)
        {
            if (!Keys.Contains(key))
                throw new FormatException($"`{key}` is not known in `org`.{Model.Suggestion.DidYouMean(key, Keys)}");
        }
        var foreign = Texts(map, "foreignAccount");
        var own = Texts(map, "ownAccount");
        var policies = Texts(map, "policy");
        PolicyGrantee? grants = RuleTexts.Optional(map, "grants") switch
        {
            null => null,
            "public" => PolicyGrantee.Public,
            "foreign" => PolicyGrantee.Foreign,
            var other => throw new FormatException($"`grants: {other}` must be `public` or `foreign`."),
        };
        if (policies.IsEmpty != grants is null)
            throw new FormatException("`org` needs `policy` together with `grants`.");
        if (new[] { foreign, own, policies }.Count(paths => !paths.IsEmpty) > 1)
            throw new FormatException("`org` asks for one of `foreignAccount`, `ownAccount` and `policy`.");
        var conditions = Conditions(map).ToImmutableArray();
        return foreign.IsEmpty && own.IsEmpty && policies.IsEmpty && conditions.IsEmpty
            ? throw new FormatException("`org` asks for nothing.")
            : new OrganizationQuestion(foreign, policies, grants, own, conditions);
    }

    private static IEnumerable<OrganizationCondition> Conditions(YamlMapping map)
    {
        foreach (var (key, predicate, expected) in new[]
                 {
                     ("unit", OrganizationPredicate.Unit, true), ("exceptUnit", OrganizationPredicate.Unit, false), ("trailBucket", OrganizationPredicate.TrailBucket, true),
                 })
        {
            if (Texts(map, key) is { IsEmpty: false } values)
                yield return new OrganizationCondition(predicate, values, expected);
        }
        foreach (var (key, expected) in new[] { ("tag", true), ("exceptTag", false) })
        {
            if (map[key] is { } tags)
                yield return new OrganizationCondition(OrganizationPredicate.Tag, Tags(tags, key), expected);
        }
        foreach (var (key, predicate) in new[]
                 {
                     ("managementAccount", OrganizationPredicate.ManagementAccount), ("breakGlass", OrganizationPredicate.BreakGlass),
                     ("ownAddress", OrganizationPredicate.OwnAddress), ("awsAddress", OrganizationPredicate.AwsAddress), ("ownEndpoint", OrganizationPredicate.OwnEndpoint),
                 })
        {
            if (RuleTexts.Optional(map, key) is { } text)
                yield return new OrganizationCondition(predicate, [], bool.TryParse(text, out var expected) ? expected : throw new FormatException($"`{key}` must be true or false."));
        }
    }

    /// <summary>Any of the tags: <c>{env: [prod, staging]}</c>.</summary>
    private static ImmutableArray<string> Tags(YamlValue node, string key) => node is YamlMapping { Entries.Length: > 0 } map
        ? [.. map.Entries.SelectMany(entry => Texts(entry.Value, key).Select(value => $"{entry.Key}={value}"))]
        : throw new FormatException($"`{key}` must map tag keys to values.");

    private static ImmutableArray<string> Texts(YamlMapping map, string key) => map[key] is { } node ? Texts(node, key) : [];

    private static ImmutableArray<string> Texts(YamlValue node, string key) =>
        node is YamlSequence list ? [.. list.Items.Select(item => RuleTexts.Text(item, key))] : [RuleTexts.Text(node, key)];
}
