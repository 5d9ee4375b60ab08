using System.Diagnostics;
using System.Text.Json.Nodes;
using Landward.Policy;

namespace Landward.Benchmarks;

/// <summary>
/// How long the prover takes to compare two policies of 40 statements: several wildcards in each ARN, conditions, a quarter
/// Denies. Compared with itself, without one statement, and with one statement widened; parsing is not counted.
/// </summary>
internal static class InclusionProofs
{
    private const int Statements = 40;
    private const int WarmUp = 300;
    private const int Runs = 500;

    public static async Task RunAsync(TextWriter output, CancellationToken cancel)
    {
        var all = Enumerable.Range(0, Statements).Select(Statement).ToArray();
        var policy = Parse(all);
        var fewer = Parse([.. all.Where((_, index) => index != 21)]);
        var narrower = Parse([.. all, Deny("s3:PutObject", "arn:aws:s3:::team-*-5-*/*/data/secret/*")]);
        var wider = all.ToArray();
        wider[17] = wider[17].Replace("-17-*/*/", "-*/", StringComparison.Ordinal);
        await output.WriteLineAsync($"{Statements} statements each; median of {Runs} after {WarmUp} to warm up");
        foreach (var (name, newer, older) in ((string, PolicyDocument, PolicyDocument)[])
        [
            ("the same", policy, policy),
            ("reversed", Parse([.. all.Reverse()]), policy),
            ("one Deny more", narrower, policy),
            ("without one Deny", Parse([.. all.Where((_, index) => index != 16)]), policy),
            ("the existing one without one Allow", policy, fewer),
            ("one Allow widened", Parse(wider), policy),
            ("one Allow narrowed", policy, Parse(wider)),
        ])
        {
            cancel.ThrowIfCancellationRequested();
            await output.WriteLineAsync(Measure(name, newer, older));
        }
    }

    private static string Measure(string name, PolicyDocument newer, PolicyDocument older)
    {
        Verdict? verdict = null;
        for (var i = 0; i < WarmUp; i++)
            verdict = PolicyProver.NoNewAccess(newer, older, PolicyKind.Identity);
        var times = new double[Runs];
        for (var i = 0; i < Runs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            verdict = PolicyProver.NoNewAccess(newer, older, PolicyKind.Identity);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(times);
        return $"  {name,-36} {verdict!.GetType().Name,-10} {times[Runs / 2],7:0.000} ms  (95 of 100: {times[Runs * 95 / 100]:0.000} ms)";
    }

    private static string Statement(int index)
    {
        var team = $"team-*-{index}-*";
        if (index % 4 == 0)
            return Deny(index % 8 == 0 ? "s3:PutObject" : "s3:Get*", $"arn:aws:s3:::team-*-{index + 1}-*/*/protected/*", index);
        return new JsonObject
        {
            ["Sid"] = $"S{index}",
            ["Effect"] = "Allow",
            ["Action"] = new JsonArray($"s3:Get*{index}*", "s3:PutObject", $"dynamodb:*Item{index % 5}*", "sqs:Send*"),
            ["Resource"] = new JsonArray($"arn:aws:s3:::{team}/*/data/*", $"arn:aws:dynamodb:*:111122223333:table/{team}", $"arn:aws:sqs:eu-*:*:{team}-queue"),
            ["Condition"] = Condition(index),
        }.ToJsonString();
    }

    private static JsonObject Condition(int index) => (index % 5) switch
    {
        0 => new JsonObject { ["StringEquals"] = new JsonObject { ["aws:PrincipalOrgID"] = "o-example" } },
        1 => new JsonObject { ["StringLike"] = new JsonObject { ["aws:PrincipalTag/team"] = new JsonArray($"t{index}-*", "shared-*") } },
        2 => new JsonObject { ["IpAddress"] = new JsonObject { ["aws:SourceIp"] = new JsonArray($"10.{index}.0.0/16", "192.0.2.0/24") } },
        3 => new JsonObject { ["ArnLike"] = new JsonObject { ["aws:PrincipalArn"] = $"arn:aws:iam::*:role/{index}/*" }, ["Bool"] = new JsonObject { ["aws:SecureTransport"] = "true" } },
        _ => new JsonObject { ["DateLessThan"] = new JsonObject { ["aws:CurrentTime"] = "2030-01-01" }, ["StringNotEquals"] = new JsonObject { ["aws:RequestedRegion"] = new JsonArray("us-east-1", "us-west-2") } },
    };

    private static string Deny(string action, string resource, int index = 99) => new JsonObject
    {
        ["Sid"] = $"S{index}",
        ["Effect"] = "Deny",
        ["Action"] = new JsonArray(action, "iam:*"),
        ["Resource"] = resource,
        ["Condition"] = new JsonObject { ["ArnNotLike"] = new JsonObject { ["aws:PrincipalArn"] = new JsonArray("arn:aws:iam::*:role/landward/*", $"arn:aws:iam::*:role/admin-{index % 3}-*") } },
    }.ToJsonString();

    private static PolicyDocument Parse(string[] statements) =>
        PolicyDocument.Parse($$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""").Document!;
}
