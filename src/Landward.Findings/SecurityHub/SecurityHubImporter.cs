using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Landward.Model;

namespace Landward.Findings.SecurityHub;

/// <summary>What Security Hub took.</summary>
public sealed record SecurityHubImportResult(int Accepted, int Failed, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>True when a finding did not arrive; every one of them is named in a diagnostic.</summary>
    public bool Partial => Failed > 0;
}

/// <summary>
/// Hands findings to Security Hub with BatchImportFindings, each in its own account and Region as the service demands. One account
/// that fails never stops the others.
/// </summary>
/// <param name="callerFor">Calls with the credentials of an account in a Region.</param>
public sealed class SecurityHubImporter(Func<AccountId, string, AwsCall> callerFor)
{
    public async Task<SecurityHubImportResult> ImportAsync(IEnumerable<FindingRecord> records, CancellationToken cancellationToken)
    {
        var tally = new Tally();
        var places = records
            .GroupBy(record => (record.Finding.Account, record.Finding.Region))
            .OrderBy(place => place.Key.Account, StringComparer.Ordinal)
            .ThenBy(place => place.Key.Region, StringComparer.Ordinal);
        foreach (var place in places)
        {
            if (!AccountId.TryParse(place.Key.Account, out var account))
            {
                tally.Fail(place.Count(), FindingDiagnostics.ImportFailed, "findings could not be imported into an account", $"`{place.Key.Account}` is not an AWS account id, so its findings were not sent to Security Hub.");
                continue;
            }
            var call = callerFor(account, place.Key.Region);
            foreach (var batch in Batches(place, tally))
                await SendAsync(call, account, place.Key.Region, batch, tally, cancellationToken);
        }
        return tally.Result;
    }

    private static IEnumerable<List<JsonObject>> Batches(IEnumerable<FindingRecord> records, Tally tally)
    {
        var batch = new List<JsonObject>();
        var batchBytes = 0;
        foreach (var record in records)
        {
            var document = Asff.WriteForImport(record);
            var bytes = Encoding.UTF8.GetByteCount(document.ToJsonString());
            if (bytes > AsffLimits.FindingBytes)
            {
                tally.Fail(1, FindingDiagnostics.TooLarge, "a finding is too large for Security Hub", $"The finding `{record.Finding.Id}` takes {bytes} bytes in the AWS Security Finding Format; Security Hub takes {AsffLimits.FindingBytes}.");
                continue;
            }
            if (batch.Count == AsffLimits.BatchFindings || batchBytes + bytes > AsffLimits.BatchBytes)
            {
                yield return batch;
                (batch, batchBytes) = ([], 0);
            }
            batch.Add(document);
            batchBytes += bytes + 1;
        }
        if (batch.Count > 0)
            yield return batch;
    }

    private static async Task SendAsync(AwsCall call, AccountId account, string region, List<JsonObject> batch, Tally tally, CancellationToken cancellationToken)
    {
        JsonObject answer;
        try
        {
            answer = await call("securityhub", "BatchImportFindings", new JsonObject { ["Findings"] = new JsonArray([.. batch]) }, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            tally.Fail(
                batch.Count,
                FindingDiagnostics.ImportFailed,
                "findings could not be imported into an account",
                $"Security Hub of account `{account}` in `{region}` did not take {batch.Count} findings: {error.Message}");
            return;
        }
        var failed = answer["FailedFindings"] as JsonArray ?? [];
        foreach (var failure in failed.OfType<JsonObject>())
        {
            tally.Fail(
                1,
                FindingDiagnostics.NotAccepted,
                "Security Hub refused a finding",
                $"Security Hub of account `{account}` in `{region}` refused the finding `{failure["Id"]}`: {failure["ErrorCode"]}, {failure["ErrorMessage"]}.");
        }
        tally.Accepted += batch.Count - failed.Count;
    }

    private sealed class Tally
    {
        private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        private int _failed;

        public int Accepted { get; set; }

        public SecurityHubImportResult Result => new(Accepted, _failed, _diagnostics.ToImmutable());

        public void Fail(int findings, string code, string summary, string detail)
        {
            _failed += findings;
            _diagnostics.Add(Diagnostic.Warning(code, summary, detail));
        }
    }
}
