using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Landward.Detection;
using Landward.Detection.Baselines;
using Landward.Detection.Scenes;
using Landward.Logs;

namespace Landward.Tests.Detection.Baselines;

/// <summary>Events that repeat their caller's last one are counted together; the rows are those of counting each by itself.</summary>
public sealed class BaselineObserverTests
{
    private const uint Start = 1_772_323_200;

    [Theory]
    [InlineData(3, RepeatedCalls.Capacity)]
    [InlineData(200, RepeatedCalls.Capacity)]
    [InlineData(3, 2)]
    public async Task Rows_are_those_of_counting_every_event_by_itself(int networks, int calls)
    {
        for (var round = 0; round < LongSuite.Times(3); round++)
        {
            var random = new Random(LongSuite.Seed + round);
            var counted = Start + (uint)random.Next(4000);
            var events = Enumerable.Range(0, 1500).Select(i => Event(random, i, networks)).ToArray();
            var table = new PrincipalTable();
            var scenes = new SceneTable();
            var observer = new BaselineObserver(table, Locations.Empty, counted, calls);
            var naive = new Dictionary<(string, BaselineDimension, string), (uint First, uint Last, uint Count)>();
            await using var reader = new CloudTrailReader(BaselineWorld.Source("test", events));
            foreach (var @event in events)
            {
                (await reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
                observer.Observe(reader.Current, scenes.Find(reader.Current));
                observer.SeeApi(reader.Current);
                var time = Time(@event);
                foreach (var (dimension, text) in Values(@event))
                {
                    var row = naive.TryGetValue((Name(@event), dimension, text), out var known) ? known : (First: uint.MaxValue, Last: 0, Count: 0);
                    naive[(Name(@event), dimension, text)] = (Math.Min(row.First, time), Math.Max(row.Last, time), row.Count + (time > counted ? 1u : 0u));
                    // Between events first times are known, too.
                    if (observer.Current!.Find(dimension) is { Overflowed: false } set)
                        observer.Current.FirstOf(dimension, set.Row(set.Find(PrincipalTable.KeyOf(text)))).ShouldBe(naive[(Name(@event), dimension, text)].First);
                }
            }
            table.Complete();
            table.All.Count.ShouldBe(naive.Keys.Select(key => key.Item1).Distinct().Count());
            foreach (var principal in table.All)
            {
                principal.First.ShouldBe(naive.Where(pair => pair.Key.Item1 == principal.Text).Min(pair => pair.Value.First));
                foreach (var dimension in new[] { BaselineDimension.Region, BaselineDimension.Account, BaselineDimension.UserAgent, BaselineDimension.Network, BaselineDimension.Api })
                    Check(principal.Find(dimension), [.. naive.Where(pair => pair.Key.Item1 == principal.Text && pair.Key.Item2 == dimension).Select(pair => (pair.Key.Item3, pair.Value))]);
            }
        }
    }

    private static void Check(ValueSet? set, (string Text, (uint First, uint Last, uint Count) Row)[] expected)
    {
        var rows = set?.Oldest().ToArray() ?? [];
        if (set is { Overflowed: true })
        {
            rows.Select(row => (row.Text, row.First)).ShouldBe(expected.OrderBy(row => row.Row.First).ThenBy(row => row.Text, StringComparer.Ordinal).Take(64).Select(row => (row.Text, row.Row.First)));
            return;
        }
        rows.Select(row => (row.Text, (row.First, row.Last, row.Count))).OrderBy(row => row.Text, StringComparer.Ordinal)
            .ShouldBe(expected.OrderBy(row => row.Text, StringComparer.Ordinal));
    }

    private static JsonObject Event(Random random, int number, int networks)
    {
        var user = random.Next(3);
        var time = Start + (uint)(number * 5) + (uint)random.Next(random.Next(10) == 0 ? 5000 : 10);
        var network = random.Next(6) == 0 ? random.Next(networks) : user;
        var @event = new JsonObject
        {
            ["eventID"] = $"{number}",
            ["eventTime"] = DateTimeOffset.FromUnixTimeSeconds(time).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["eventSource"] = "ec2.amazonaws.com",
            ["eventName"] = random.Next(4) == 0 ? "StopInstances" : "RunInstances",
            ["awsRegion"] = random.Next(20) switch { 0 => "eu-west-2", 1 => new string('r', 70), 2 => string.Empty, _ => "eu-west-1" },
            ["sourceIPAddress"] = random.Next(20) == 0 ? "nowhere" : $"52.{network}.{random.Next(3)}.1",
            ["userAgent"] = random.Next(20) switch { 0 => null, 1 => "Boto3/1", 2 => $"long/{new string('x', 200)}", _ => $"aws-cli/2.{random.Next(3)}" },
            ["recipientAccountId"] = random.Next(30) == 0 ? "444455556666" : "111122223333",
            ["userIdentity"] = new JsonObject { ["type"] = "IAMUser", ["arn"] = $"arn:aws:iam::111122223333:user/u{user}" },
        };
        if (random.Next(15) == 0)
            @event["userIdentity"]!["invokedBy"] = "ecs.amazonaws.com";
        return @event;
    }

    private static string Name(JsonObject @event) => (string)@event["userIdentity"]!["arn"]!;

    private static uint Time(JsonObject @event) =>
        (uint)DateTimeOffset.Parse((string)@event["eventTime"]!, CultureInfo.InvariantCulture).ToUnixTimeSeconds();

    private static IEnumerable<(BaselineDimension Dimension, string Text)> Values(JsonObject @event)
    {
        if ((string)@event["awsRegion"]! is { Length: > 0 and <= 64 } region)
            yield return (BaselineDimension.Region, region);
        yield return (BaselineDimension.Account, (string)@event["recipientAccountId"]!);
        yield return (BaselineDimension.Api, $"ec2:{(string)@event["eventName"]!}");
        if (@event["userIdentity"]!["invokedBy"] is not null)
            yield break;
        var family = new byte[UserAgentFamily.MaxLength];
        if (UserAgentFamily.Write(Encoding.UTF8.GetBytes((string?)@event["userAgent"] ?? string.Empty), family) is > 0 and var length)
            yield return (BaselineDimension.UserAgent, Encoding.UTF8.GetString(family, 0, length));
        if (((string)@event["sourceIPAddress"]!).Split('.') is [var first, var second, ..])
            yield return (BaselineDimension.Network, $"{first}.{second}.0.0/16");
    }
}
