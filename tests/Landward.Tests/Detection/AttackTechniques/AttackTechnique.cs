using System.Globalization;
using System.Text.Json.Nodes;

namespace Landward.Tests.Detection.AttackTechniques;

/// <summary>A technique as the calls of its own small log.</summary>
/// <param name="Calls">Lines of <c>techniques.txt</c>.</param>
internal sealed record AttackTechnique(string Tactic, string Name, IReadOnlyList<string> Calls)
{
    private const string Resource = "attack-techniques.txt";

    public static IReadOnlyList<AttackTechnique> All { get; } = Read();

    /// <summary>The records of a log in which the caller does nothing else.</summary>
    public IReadOnlyList<JsonObject> Records(AttackCaller caller)
    {
        var records = new List<JsonObject>();
        foreach (var call in Calls)
        {
            var (times, rest) = Times(call);
            for (var round = 1; round <= times; round++)
                records.Add(Record(caller, rest.Replace("{n}", round.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), records.Count));
        }
        return records;
    }

    private static JsonObject Record(AttackCaller caller, string call, int position)
    {
        var parts = call.Split(' ', 3);
        var (rest, error) = Cut(parts[2], " ! ");
        var (request, response) = Cut(rest, " -> ");
        var source = parts[0] + ".amazonaws.com";
        var record = new JsonObject
        {
            ["eventVersion"] = "1.11",
            ["userIdentity"] = caller.Identity.DeepClone(),
            ["eventTime"] = new DateTime(2026, 3, 10, 12, 0, 0, DateTimeKind.Utc).AddSeconds(position * 3).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["eventSource"] = source,
            ["eventName"] = parts[1],
            ["awsRegion"] = parts[0] is "iam" or "organizations" or "route53" ? "us-east-1" : "eu-west-1",
            ["sourceIPAddress"] = "203.0.113.66",
            ["userAgent"] = "aws-sdk-go-v2/1.31.0 ua/2.0 os/linux lang/go#1.23.1",
            ["requestParameters"] = JsonNode.Parse(request),
            ["responseElements"] = response is null || error is not null ? null : JsonNode.Parse(response),
            ["requestID"] = $"request-{position}",
            ["eventID"] = $"event-{position}",
            ["eventType"] = "AwsApiCall",
            ["recipientAccountId"] = AttackCaller.Account,
            ["eventCategory"] = "Management",
            ["tlsDetails"] = new JsonObject { ["tlsVersion"] = "TLSv1.3", ["clientProvidedHostHeader"] = source.Replace(".amazonaws", ".eu-west-1.amazonaws", StringComparison.Ordinal) },
        };
        if (error is not null)
        {
            record["errorCode"] = error;
            record["errorMessage"] = $"not authorized to perform: {parts[0]}:{parts[1]} on resource {position}";
        }
        return record;
    }

    private static (int Times, string Call) Times(string call)
    {
        var end = call.IndexOf("x ", StringComparison.Ordinal);
        return end > 0 && int.TryParse(call[..end], CultureInfo.InvariantCulture, out var times) ? (times, call[(end + 2)..]) : (1, call);
    }

    private static (string Before, string? After) Cut(string text, string at) =>
        text.Split(at, 2) is [var before, var after] ? (before, after) : (text, null);

    private static List<AttackTechnique> Read()
    {
        using var reader = new StreamReader(typeof(AttackTechnique).Assembly.GetManifestResourceStream(Resource)!);
        var techniques = new List<AttackTechnique>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == ' ')
                techniques[^1] = techniques[^1] with { Calls = [.. techniques[^1].Calls, line.Trim()] };
            else if (Cut(line, ": ") is (var tactic, { } name))
                techniques.Add(new AttackTechnique(tactic, name, []));
        }
        return techniques;
    }
}
