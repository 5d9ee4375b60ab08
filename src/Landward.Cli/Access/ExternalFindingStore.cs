using System.Collections.Immutable;
using Landward.Access;
using Landward.Access.External;
using Landward.Findings;
using Landward.Findings.SecurityHub;
using Landward.Model;

namespace Landward.Cli.Access;

/// <summary>
/// External access findings in the hub, with Access Analyzer's lifecycle: ACTIVE and ARCHIVED are the record's state, RESOLVED is
/// an archived record whose workflow is RESOLVED.
/// </summary>
internal sealed class ExternalFindingStore(FindingStore store, TimeProvider time)
{
    /// <param name="resolve">The findings are all there are: those the hub has beside them are resolved, unless their resource could not be read.</param>
    /// <param name="regions">The Regions that were read; empty: those that something was found in.</param>
    public async Task SaveAsync(ImmutableArray<ExternalFinding> findings, AccessSnapshot snapshot, ImmutableArray<string> regions, bool resolve, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var known = store.ListAll(new FindingQuery { Type = "Policy:*", RecordState = null })
            .Where(record => record.Finding.Generator == HubFindings.Generator)
            .ToDictionary(record => record.Finding.Id, StringComparer.Ordinal);
        await store.ImportAsync(findings.Select(finding => Import(finding, known.GetValueOrDefault(finding.Id), now)), cancellationToken);
        if (!resolve)
            return;
        var read = (regions.IsEmpty ? snapshot.Resources.Select(resource => resource.Region) : regions).ToHashSet(StringComparer.Ordinal);
        var current = findings.Select(finding => finding.Id).ToHashSet(StringComparer.Ordinal);
        var gone = known.Values
            .Where(record => !current.Contains(record.Finding.Id) && record.Workflow != WorkflowStatus.Resolved && WasRead(record.Finding, snapshot, read))
            .ToList();
        await store.ImportAsync(
            gone.Select(record => new FindingImport { Finding = record.Finding, ProductArn = record.ProductArn, CreatedAt = record.CreatedAt, UpdatedAt = now, RecordState = RecordState.Archived }),
            cancellationToken);
        await store.UpdateAsync(gone.Select(record => record.Finding.Id), new FindingUpdate { Workflow = WorkflowStatus.Resolved }, cancellationToken);
    }

    private static FindingImport Import(ExternalFinding finding, FindingRecord? known, DateTimeOffset now) => new()
    {
        Finding = finding.ToFinding(now) with { FirstSeen = known?.Finding.FirstSeen ?? now },
        ProductArn = Asff.ProductArn(finding.ResourceOwnerAccount, finding.Region),
        CreatedAt = known?.CreatedAt ?? now,
        UpdatedAt = now,
        RecordState = finding.Status == ExternalFindingStatus.Active ? RecordState.Active : RecordState.Archived,
    };

    // A finding is over when its resource was looked for and did not show it: the account, the Region and the resource were read.
    private static bool WasRead(Finding finding, AccessSnapshot snapshot, IReadOnlyCollection<string> regions) =>
        snapshot.Accounts.Any(account => account.Id.Value == finding.Account)
        && (finding.Resources is [{ Type: "AWS::IAM::Role" or "AWS::S3::Bucket" }, ..] || regions.Contains(finding.Region))
        && !snapshot.Unread.Any(source => source.Account == finding.Account && (source.Resource is null || finding.Resources.Any(resource => resource.Id == source.Resource)));
}
