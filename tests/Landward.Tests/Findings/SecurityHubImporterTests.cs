using System.Text;
using System.Text.Json.Nodes;
using Landward.Findings;
using Landward.Findings.SecurityHub;

namespace Landward.Tests.Findings;

public sealed class SecurityHubImporterTests
{
    private readonly List<(string Account, string Region, JsonArray Findings)> _batches = [];
    private Func<string, JsonArray, JsonObject> _answer = (_, findings) => new JsonObject { ["SuccessCount"] = findings.Count, ["FailedCount"] = 0 };

    [Fact]
    public async Task Batches_hold_at_most_a_hundred_findings_of_one_account_and_region()
    {
        var records = Enumerable.Range(0, 250).Select(i => Record($"a{i}", "222233334444", "eu-west-1"))
            .Concat(Enumerable.Range(0, 3).Select(i => Record($"b{i}", "222233334444", "us-east-1")))
            .Append(Record("c", "111122223333", "eu-west-1"));
        var result = await Import(records);
        result.Accepted.ShouldBe(254);
        result.Partial.ShouldBeFalse();
        _batches.Select(batch => (batch.Account, batch.Region, batch.Findings.Count)).ShouldBe(
        [
            ("111122223333", "eu-west-1", 1),
            ("222233334444", "eu-west-1", 100),
            ("222233334444", "eu-west-1", 100),
            ("222233334444", "eu-west-1", 50),
            ("222233334444", "us-east-1", 3),
        ]);
    }

    [Fact]
    public async Task Batches_stay_under_the_size_limit()
    {
        var records = Enumerable.Range(0, 99).Select(i => Record($"a{i}", "222233334444", "eu-west-1", evidence: 400)).ToList();
        (await Import(records)).Accepted.ShouldBe(99);
        _batches.Count.ShouldBeGreaterThan(1);
        _batches.ShouldAllBe(batch => Encoding.UTF8.GetByteCount(batch.Findings.ToJsonString(null)) <= 6 * 1024 * 1024);
    }

    [Fact]
    public async Task A_refused_finding_is_reported_and_the_rest_is_accepted()
    {
        _answer = (_, findings) => new JsonObject
        {
            ["SuccessCount"] = findings.Count - 1,
            ["FailedCount"] = 1,
            ["FailedFindings"] = new JsonArray(new JsonObject { ["Id"] = "a1", ["ErrorCode"] = "InvalidInput", ["ErrorMessage"] = "no" }),
        };
        var result = await Import([Record("a0", "222233334444", "eu-west-1"), Record("a1", "222233334444", "eu-west-1")]);
        (result.Accepted, result.Failed, result.Partial).ShouldBe((1, 1, true));
        var diagnostic = result.Diagnostics.ShouldHaveSingleItem();
        diagnostic.Code.ShouldBe("LW6011");
        diagnostic.Detail.ShouldContain("`a1`");
    }

    [Fact]
    public async Task An_account_that_fails_does_not_stop_the_others()
    {
        _answer = (account, findings) => account == "111122223333"
            ? throw new HttpRequestException("connection refused")
            : new JsonObject { ["SuccessCount"] = findings.Count };
        var result = await Import([Record("a", "111122223333", "eu-west-1"), Record("b", "222233334444", "eu-west-1"), Record("c", "nobody", "eu-west-1")]);
        (result.Accepted, result.Failed).ShouldBe((1, 2));
        result.Diagnostics.ShouldAllBe(diagnostic => diagnostic.Code == "LW6012");
        result.Diagnostics.ShouldContain(diagnostic => diagnostic.Detail.Contains("connection refused"));
    }

    [Fact]
    public async Task A_finding_over_the_size_limit_is_not_sent()
    {
        var huge = Record("a", "222233334444", "eu-west-1") with
        {
            UserDefinedFields = Enumerable.Range(0, 300).ToDictionary(i => $"k{i}", _ => new string('x', 1000)).ToSorted(),
            Current = ProviderFields.None,
            Provider = new ProviderFields { RelatedFindings = [.. Enumerable.Range(0, 300).Select(i => new RelatedFinding("arn", new string('x', 1000)))] },
        };
        var result = await Import([huge, Record("b", "222233334444", "eu-west-1")]);
        (result.Accepted, result.Failed).ShouldBe((1, 1));
        result.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW6013");
    }

    private Task<SecurityHubImportResult> Import(IEnumerable<FindingRecord> records) =>
        new SecurityHubImporter((account, region) => (service, operation, input, _) =>
        {
            (service, operation).ShouldBe(("securityhub", "BatchImportFindings"));
            var findings = input!["Findings"]!.AsArray();
            _batches.Add((account.Value, region, findings));
            return Task.FromResult(_answer(account.Value, findings));
        }).ImportAsync(records, CancellationToken.None);

    private static FindingRecord Record(string id, string account, string region, int evidence = 1)
    {
        var finding = SampleFinding.WithEvents([.. Enumerable.Range(0, evidence)]) with { Id = id, Account = account, Region = region };
        return FindingLifecycle.Import(null, new FindingImport
        {
            Finding = finding,
            ProductArn = Asff.ProductArn(account, region),
            CreatedAt = SampleFinding.Start,
            UpdatedAt = SampleFinding.Start,
        });
    }
}
