using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Detection.Organizations;
using Landward.Rules.Yaml;

namespace Landward.Detection;

/// <summary>
/// Inline tests: <c>{name, match, event | events, repeat, every, facts, history, lists, countries}</c>. An event only states what matters; who called, when, where and the
/// event's id are filled in, for resolver queries as well. <c>repeat</c> writes the events again and again, <c>every</c> so many seconds, with <c>{n}</c> in texts
/// replaced by the round. <c>history</c> are events of each of the 20 days before.
/// </summary>
internal static class RuleTestParser
{
    private const int MaxEvents = 2000;
    private const int MaxSeconds = 365 * 86_400;

    /// <summary>The days before a test on which its history happens: more than a principal is learned for.</summary>
    private const int HistoryDays = 20;

    private static readonly DateTime Start = new(2026, 1, 5, 9, 0, 0, DateTimeKind.Utc);
    private static readonly string[] Keys = ["name", "match", "event", "events", "repeat", "every", "facts", "lists", "ruleLists", "history", "countries"];

    public static ImmutableArray<RuleTest> Parse(YamlValue? node) => node switch
    {
        null => [],
        YamlSequence list => [.. list.Items.Select(ParseTest)],
        _ => throw new FormatException("`tests` must be a list."),
    };

    private static RuleTest ParseTest(YamlValue node, int number)
    {
        if (node is not YamlMapping test)
            throw new FormatException("a test must be a mapping.");
        foreach (var key in test.Entries.Select(entry => entry.Key))
        {
            if (!Keys.Contains(key))
                throw new FormatException($"`{key}` is not known in a test.{Model.Suggestion.DidYouMean(key, Keys)}");
        }
        var matches = RuleTexts.Optional(test, "match") switch
        {
            "true" => true,
            "false" => false,
            _ => throw new FormatException("a test needs `match: true` or `match: false`."),
        };
        var written = test["events"] is YamlSequence list
            ? list.Items
            : [test["event"] ?? throw new FormatException("a test needs `event` or `events`.")];
        var rounds = Number(test, "repeat", 1);
        var every = Number(test, "every", 1);
        if ((long)rounds * written.Length > MaxEvents)
            throw new FormatException($"a test may have {MaxEvents} events.");
        if ((long)rounds * every > MaxSeconds)
            throw new FormatException("the events of a test must lie within a year.");
        var facts = test["facts"] is { } known ? OrganizationFactsReader.Read(known, file: null) : OrganizationFacts.None;
        var events = ImmutableArray.CreateBuilder<JsonObject>();
        AddHistory(test, number, events);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var item in written)
            {
                var @event = YamlJson.ToJson(item) as JsonObject ?? throw new FormatException("an event must be a mapping.");
                Number(@event, round);
                events.Add(Complete(@event, number, events.Count, Start.AddSeconds((long)round * every)));
            }
        }
        return new RuleTest(RuleTexts.Optional(test, "name") ?? $"test {number + 1}", matches, events.ToImmutable(), facts, RuleTestLists.Parse(test["lists"]))
        {
            RuleLists = ParseRuleLists(test["ruleLists"]),
            Locations = RuleTestCountries.Parse(test["countries"]),
        };
    }

    /// <summary>What the callers of a test usually do: the events of <c>history</c>, once a day.</summary>
    private static void AddHistory(YamlMapping test, int number, ImmutableArray<JsonObject>.Builder events)
    {
        if (test["history"] is not { } node)
            return;
        YamlValue[] items = node is YamlSequence list ? [.. list.Items] : [node];
        if (items.Length * HistoryDays > MaxEvents)
            throw new FormatException($"a test may have {MaxEvents} events.");
        for (var day = HistoryDays; day > 0; day--)
        {
            foreach (var item in items)
            {
                var @event = YamlJson.ToJson(item) as JsonObject ?? throw new FormatException("an event must be a mapping.");
                Number(@event, HistoryDays - day);
                events.Add(Complete(@event, number, events.Count, Start.AddDays(-day).AddSeconds(events.Count)));
            }
        }
    }

    private static ImmutableSortedDictionary<string, ImmutableArray<string>> ParseRuleLists(YamlValue? node) => node switch
    {
        null => ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty,
        YamlMapping map => map.Entries.ToImmutableSortedDictionary(
            entry => entry.Key,
            entry => entry.Value is YamlSequence list
                ? list.Items.Select(item => RuleTexts.Text(item, entry.Key)).ToImmutableArray()
                : throw new FormatException($"`ruleLists.{entry.Key}` must be a list."),
            StringComparer.Ordinal),
        _ => throw new FormatException("`ruleLists` must be a mapping of names to lists."),
    };

    private static int Number(YamlMapping test, string key, int otherwise) =>
        RuleTexts.Optional(test, key) is not { } text
            ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                ? number
                : throw new FormatException($"`{key}: {text}` must be a positive number.");

    private static void Number(JsonNode? node, int round)
    {
        switch (node)
        {
            case JsonObject @object:
                foreach (var member in @object.Select(pair => pair.Value).ToArray())
                    Number(member, round);
                break;
            case JsonArray array:
                foreach (var item in array.ToArray())
                    Number(item, round);
                break;
            case JsonValue scalar when scalar.TryGetValue<string>(out var text) && text.Contains("{n}", StringComparison.Ordinal):
                scalar.ReplaceWith(text.Replace("{n}", round.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
                break;
            default:
                break;
        }
    }

    private static JsonObject Complete(JsonObject @event, int test, int index, DateTime time)
    {
        if (@event.ContainsKey("query_name"))
            return CompleteQuery(@event, time);
        Default("eventVersion", "1.11");
        Default("eventID", $"00000000-0000-4000-8000-{test:D4}{index:D8}");
        Default("eventTime", time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        Default("awsRegion", "eu-west-1");
        Default("sourceIPAddress", "198.51.100.7");
        Default("recipientAccountId", "111122223333");
        if (!@event.ContainsKey("userIdentity"))
        {
            @event["userIdentity"] = new JsonObject
            {
                ["type"] = "IAMUser",
                ["principalId"] = "AIDAEXAMPLE",
                ["arn"] = "arn:aws:iam::111122223333:user/alice",
                ["accountId"] = "111122223333",
                ["accessKeyId"] = "AKIAIOSFODNN7EXAMPLE",
                ["userName"] = "alice",
            };
        }
        return @event;

        void Default(string name, string value)
        {
            if (!@event.ContainsKey(name))
                @event[name] = value;
        }
    }

    private static JsonObject CompleteQuery(JsonObject query, DateTime time)
    {
        query.TryAdd("version", "1.100000");
        query.TryAdd("account_id", "111122223333");
        query.TryAdd("region", "eu-west-1");
        query.TryAdd("vpc_id", "vpc-0123456789abcdef0");
        query.TryAdd("query_timestamp", time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        query.TryAdd("query_type", "A");
        query.TryAdd("rcode", "NOERROR");
        query.TryAdd("srcaddr", "10.0.0.7");
        query.TryAdd("srcids", new JsonObject { ["instance"] = "i-0123456789abcdef0" });
        return query;
    }
}
