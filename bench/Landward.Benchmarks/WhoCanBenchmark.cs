using System.Diagnostics;
using System.Globalization;
using Landward.Access;
using Landward.Tests.Access.Generated;

namespace Landward.Benchmarks;

/// <summary>who-can for one action and resource over a generated organization of 1,000 accounts with 200 principals each.</summary>
internal static class WhoCanBenchmark
{
    private const int Accounts = 1_000;
    private const int Principals = 200;
    private const int Seed = 1;

    public static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var before = Memory();
        var started = Stopwatch.GetTimestamp();
        var generator = new OrganizationGenerator(Seed, Accounts, Principals);
        var snapshot = generator.Build();
        var generated = Stopwatch.GetElapsedTime(started);
        started = Stopwatch.GetTimestamp();
        var view = new AccessView(snapshot);
        var loaded = Stopwatch.GetElapsedTime(started);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{snapshot.Accounts.Length:N0} accounts, {snapshot.Principals.Count():N0} principals, {snapshot.Resources.Length:N0} resources, {generator.Policies.DistinctDocuments:N0} distinct documents (seed {Seed})"));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"generated and parsed in {generated.TotalSeconds:0.00} s, view loaded in {loaded.TotalSeconds:0.00} s, {(Memory() - before) / 1e6:N0} MB held"));
        await output.WriteLineAsync("question                                                        first s   cpu s  best s     rows  conditional");
        var account = generator.Accounts[500];
        foreach (var (action, resource) in new[]
        {
            ("s3:GetObject", $"arn:aws:s3:::example-{account}-shared/report"),
            ("kms:Decrypt", $"arn:aws:kms:eu-west-1:{account}:key/{account}-0000-4000-8000-000000000001"),
            ("secretsmanager:GetSecretValue", $"arn:aws:secretsmanager:eu-west-1:{account}:secret:database-AbCdEf"),
            ("sqs:SendMessage", $"arn:aws:sqs:eu-west-1:{account}:app0"),
            ("ec2:RunInstances", "*"),
            ("iam:CreateAccessKey", "*"),
            ("cloudtrail:StopLogging", "*"),
            ("sts:AssumeRole", $"arn:aws:iam::{account}:role/ci/Deploy"),
        })
        {
            cancellationToken.ThrowIfCancellationRequested();
            var question = new WhoCanQuestion(action, resource);
            var times = new List<double>();
            WhoCanAnswer? answer = null;
            var cpu = Environment.CpuUsage.TotalTime;
            var firstCpu = TimeSpan.Zero;
            for (var run = 0; run < 3; run++)
            {
                started = Stopwatch.GetTimestamp();
                answer = WhoCanEvaluator.Answer(view, question);
                times.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
                firstCpu = run == 0 ? Environment.CpuUsage.TotalTime - cpu : firstCpu;
            }
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{action + " " + resource[..Math.Min(resource.Length, 32)],-62}  {times[0],7:0.000} {firstCpu.TotalSeconds,7:0.000} {times.Min(),7:0.000}  {answer!.Access.Length,7:N0}  {answer.Access.Count(row => row.Certainty == AccessCertainty.Conditional),7:N0}"));
        }
    }

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);
}
