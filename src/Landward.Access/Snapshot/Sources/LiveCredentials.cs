using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Policy;

namespace Landward.Access;

/// <summary>Passwords and access keys of the users of one account, with their last use.</summary>
internal sealed class LiveCredentials(AwsClient client, string account, TimeProvider time, ConcurrentBag<UnreadSource> unread)
{
    private const int Parallel = 4;
    private const int MaxPolls = 20;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    public async Task<ImmutableArray<AccessPrincipal>> FillAsync(ImmutableArray<AccessPrincipal> principals, CancellationToken cancellationToken)
    {
        if (!principals.Any(principal => principal.Principal.Kind == PrincipalKind.User))
            return principals;
        var report = await ReportAsync(cancellationToken);
        var filled = new AccessPrincipal[principals.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        await System.Threading.Tasks.Parallel.ForAsync(0, principals.Length, options, async (index, cancel) =>
        {
            var principal = report?.Fill(principals[index], keys: false) ?? principals[index];
            filled[index] = principal.Principal.Kind == PrincipalKind.User && report?.MayHaveKeys(principal.Arn) != false
                ? principal with { AccessKeys = await KeysAsync(principal.Principal.Name, cancel) }
                : principal;
        });
        return [.. filled];
    }

    private async Task<CredentialReport?> ReportAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (var poll = 0; poll < MaxPolls; poll++)
            {
                if ((string?)(await client.CallAsync("iam", "GenerateCredentialReport", null, cancellationToken))["State"] == "COMPLETE")
                    return CredentialReport.Decode((string?)(await client.CallAsync("iam", "GetCredentialReport", null, cancellationToken))["Content"]);
                await Task.Delay(PollInterval, time, cancellationToken);
            }
            unread.Add(new UnreadSource(account, client.Region, "iam:GetCredentialReport", "The report is still being made."));
        }
        catch (Exception failure) when (failure is AwsApiException or HttpRequestException)
        {
            unread.Add(new UnreadSource(account, client.Region, "iam:GetCredentialReport", failure.Message));
        }
        return null;
    }

    private async Task<ImmutableArray<AccessKey>> KeysAsync(string user, CancellationToken cancellationToken)
    {
        try
        {
            var keys = await client.ListAsync("iam", "ListAccessKeys", new JsonObject { ["UserName"] = user }, "AccessKeyMetadata", cancellationToken);
            var read = ImmutableArray.CreateBuilder<AccessKey>(keys.Count);
            foreach (var key in keys.OfType<JsonObject>())
            {
                var id = JsonFields.Text(key, "AccessKeyId") ?? string.Empty;
                var used = await client.CallAsync("iam", "GetAccessKeyLastUsed", new JsonObject { ["AccessKeyId"] = id }, cancellationToken);
                read.Add(new AccessKey(
                    id,
                    JsonFields.Text(key, "Status") == "Active",
                    JsonFields.Time(key, "CreateDate"),
                    used["AccessKeyLastUsed"] is JsonObject last ? JsonFields.Time(last, "LastUsedDate") : null));
            }
            return read.ToImmutable();
        }
        catch (Exception failure) when (failure is AwsApiException or HttpRequestException)
        {
            unread.Add(new UnreadSource(account, client.Region, "iam:ListAccessKeys", $"{user}: {failure.Message}"));
            return [];
        }
    }
}
