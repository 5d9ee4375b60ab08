using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Landward.Access;
using Landward.Logs;
using Landward.Model;
using Landward.Policy;

namespace Landward.Benchmarks.Impact;

/// <summary>
/// What one new service control policy at the root would break: recorded calls, gzip as CloudTrail delivers them, are reduced to
/// classes and replayed, and its effect on every possible request is proved. The number of calls is LANDWARD_CALLS, 10 million when unset.
/// </summary>
internal static class ImpactOfOnePolicy
{
    private const string Guard = """
        {"Version":"2012-10-17","Statement":[
          {"Sid":"KeepTables","Effect":"Deny","Action":["dynamodb:Delete*","dynamodb:DescribeTable"],"Resource":"arn:aws:dynamodb:*:*:table/orders-1*"},
          {"Sid":"OfficeOnly","Effect":"Deny","Action":"secretsmanager:GetSecretValue","Resource":"*","Condition":{"NotIpAddress":{"aws:SourceIp":"10.0.0.0/11"}}}]}
        """;

    private const string Worker = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*","dynamodb:*","lambda:*","ec2:*","kms:*","secretsmanager:*","logs:*","cloudtrail:Lookup*"],"Resource":"*"}]}
        """;

    private const string FullAccess = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    public static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var calls = int.TryParse(Environment.GetEnvironmentVariable("LANDWARD_CALLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 10_000_000;
        var folder = Directory.CreateTempSubdirectory("landward-impact-").FullName;
        try
        {
            var writing = Stopwatch.StartNew();
            var distinct = await new RecordedCallsFolder(seed: 7).WriteAsync(folder, calls, cancellationToken);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"wrote {calls:N0} calls of {distinct:N0} (principal, action, resource) in {writing.Elapsed.TotalSeconds:F0} s"));
            await MeasureAsync(output, folder, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(TextWriter output, string folder, CancellationToken cancellationToken)
    {
        using var process = Process.GetCurrentProcess();
        var (clock, cpu) = (Stopwatch.StartNew(), process.TotalProcessorTime);
        var before = Organization();
        var after = PolicyChange.Apply(before, [new PolicyChange.Attach("root", PolicyType.ServiceControlPolicy, "guard", Guard)]).Snapshot!;
        var history = await HistoryReader.ReadAsync(LogFiles.Find([folder]).Sources, ReplayScope.OptionsFor(before, after), IamFacts.Current, cancellationToken);
        var read = clock.Elapsed;
        var replay = new CallReplay(before, after, IamFacts.Current).Run(history);
        var replayed = clock.Elapsed;
        var change = AccessComparison.Compare(before, after, new ComparisonBudget());
        process.Refresh();
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            | Step | Seconds | |
            |---|---|---|
            | read | {read.TotalSeconds:F1} | {history.Events:N0} events to {history.Calls.Length:N0} classes |
            | replay | {(replayed - read).TotalSeconds:F1} | {replay.Calls.Length:N0} classes broken or in doubt, {replay.Calls.Sum(call => call.Call.Count):N0} calls |
            | prove | {(clock.Elapsed - replayed).TotalSeconds:F1} | {change.Classes.Length:N0} classes of {change.Classes.Sum(item => item.Count):N0} principals change |
            | all | {clock.Elapsed.TotalSeconds:F1} | {(process.TotalProcessorTime - cpu).TotalSeconds:F1} s of processor time, {process.PeakWorkingSet64 / 1e6:F0} MB at most |
            """));
    }

    private static AccessSnapshot Organization()
    {
        var worker = new AttachedPolicy(PolicyDocument.Parse(Worker).Document!, "worker", PolicyKind.Identity);
        var all = new OrganizationPolicy("p-FullAWSAccess", "FullAWSAccess", PolicyType.ServiceControlPolicy, FullAccess, AwsManaged: true);
        string Id(int account) => (100_000_000_000L + account).ToString(CultureInfo.InvariantCulture);
        var accounts = Enumerable.Range(0, RecordedCallsFolder.Accounts).Select(account => new AccessAccount(
            AccountId.Parse(Id(account)),
            $"account-{account}",
            [.. Enumerable.Range(0, RecordedCallsFolder.RolesPerAccount).Select(role => new AccessPrincipal { Principal = Principal.FromArn($"arn:aws:iam::{Id(account)}:role/app/worker-{role}")!, Identity = [worker] })]));
        return new AccessSnapshot
        {
            Organization = new Organization(
                "o-bench00000",
                AccountId.Parse(Id(0)),
                [new OrganizationalUnit("r-root", "Root", string.Empty, null, [all])],
                [.. Enumerable.Range(0, RecordedCallsFolder.Accounts).Select(account => new OrganizationAccount(AccountId.Parse(Id(account)), $"account-{account}", $"a{account}@example.com", "ACTIVE", "r-root", FrozenDictionary<string, string>.Empty, [all]))],
                FrozenDictionary<string, ImmutableArray<AccountId>>.Empty),
            Accounts = [.. accounts],
        };
    }
}
