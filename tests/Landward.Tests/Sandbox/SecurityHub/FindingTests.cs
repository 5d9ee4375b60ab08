using System.Text.Json.Nodes;
using Landward.Sandbox.Services.SecurityHub;

namespace Landward.Tests.Sandbox.SecurityHub;

public sealed class FindingTests
{
    private readonly MemberSandbox _sandbox = new(SecurityHubService.AddTo);

    public FindingTests()
    {
        _sandbox.Management.Call("securityhub", "EnableOrganizationAdminAccount", new { AdminAccountId = _sandbox.Audit });
        Audit.Call("securityhub", "CreateMembers", new { AccountDetails = new[] { new { AccountId = _sandbox.Workload } } });
    }

    private SandboxClient Audit => _sandbox.As(_sandbox.Audit);

    private SandboxClient Workload => _sandbox.As(_sandbox.Workload);

    private JsonObject Finding(string id = "f", string updated = "2026-01-01T00:00:00Z", string region = "eu-west-1") => new()
    {
        ["SchemaVersion"] = "2018-10-08",
        ["Id"] = id,
        ["ProductArn"] = $"arn:aws:securityhub:{region}:{_sandbox.Workload}:product/{_sandbox.Workload}/default",
        ["GeneratorId"] = "landward",
        ["AwsAccountId"] = _sandbox.Workload,
        ["CreatedAt"] = "2026-01-01T00:00:00Z",
        ["UpdatedAt"] = updated,
        ["Title"] = "A user was made",
        ["Description"] = "By an unusual principal",
        ["Types"] = new JsonArray("TTPs/Persistence"),
        ["Severity"] = new JsonObject { ["Label"] = "HIGH" },
        ["Resources"] = new JsonArray(new JsonObject { ["Type"] = "AwsIamUser", ["Id"] = "arn:aws:iam::1:user/x" }),
    };

    private JsonObject Import(params JsonObject[] findings) => Workload.Call("securityhub", "BatchImportFindings", new JsonObject { ["Findings"] = new JsonArray([.. findings]) });

    private JsonObject Stored(string id = "f") =>
        (JsonObject)Workload.Call("securityhub", "GetFindings", new { Filters = new { Id = new[] { new { Value = id, Comparison = "EQUALS" } } } })["Findings"]!.AsArray().ShouldHaveSingleItem()!;

    private void Update(object change)
    {
        var input = System.Text.Json.JsonSerializer.SerializeToNode(change)!.AsObject();
        input["FindingIdentifiers"] = new JsonArray(new JsonObject { ["Id"] = "f", ["ProductArn"] = Finding()["ProductArn"]!.ToString() });
        Workload.Call("securityhub", "BatchUpdateFindings", input)["UnprocessedFindings"]!.AsArray().ShouldBeEmpty();
    }

    private List<string> Ids(SandboxClient client, string filters) =>
        [.. client.Call("securityhub", "GetFindings", $$"""{"Filters":{{filters}},"SortCriteria":[{"Field":"Id","SortOrder":"asc"}]}""")["Findings"]!.AsArray().Select(finding => finding!["Id"]!.ToString())];

    [Fact]
    public void An_import_is_seen_by_account_and_administrator_and_announced_to_both()
    {
        Import(Finding())["SuccessCount"]!.GetValue<int>().ShouldBe(1);
        var stored = Stored();
        (stored["Severity"]!["Normalized"]!.GetValue<int>(), stored["Workflow"]!["Status"]!.ToString(), stored["RecordState"]!.ToString()).ShouldBe((70, "NEW", "ACTIVE"));
        Ids(Audit, "{}").ShouldBe(["f"]);
        _sandbox.Harness.Events.Select(busEvent => (busEvent.Account, busEvent.DetailType)).ShouldBe([(_sandbox.Workload, "Security Hub Findings - Imported"), (_sandbox.Audit, "Security Hub Findings - Imported")]);
    }

    [Theory]
    [InlineData("2026-01-01T00:00:00Z", "A user was made")]
    [InlineData("2025-12-31T00:00:00Z", "A user was made")]
    [InlineData("2026-01-01T00:00:01Z", "Changed")]
    public void Only_a_newer_import_changes_a_finding(string updated, string title)
    {
        Import(Finding());
        var again = Finding(updated: updated);
        again["Title"] = "Changed";
        Import(again)["SuccessCount"]!.GetValue<int>().ShouldBe(1);
        Stored()["Title"]!.ToString().ShouldBe(title);
    }

    [Fact]
    public void An_import_leaves_alone_what_the_customer_set()
    {
        Import(Finding());
        Update(new { Workflow = new { Status = "SUPPRESSED" }, Severity = new { Label = "LOW" }, Note = new { Text = "known", UpdatedBy = "me" } });
        Stored()["UpdatedAt"]!.ToString().ShouldBe("2026-01-01T00:00:00Z");
        var again = Finding(updated: "2026-01-02T00:00:00Z");
        again["Severity"] = new JsonObject { ["Label"] = "CRITICAL" };
        again["Workflow"] = new JsonObject { ["Status"] = "NEW" };
        Import(again);
        var stored = Stored();
        (stored["Workflow"]!["Status"]!.ToString(), stored["Severity"]!["Label"]!.ToString(), stored["Note"]!["Text"]!.ToString(), stored["FindingProviderFields"]!["Severity"]!["Label"]!.ToString())
            .ShouldBe(("SUPPRESSED", "LOW", "known", "CRITICAL"));
    }

    [Fact]
    public void Provider_fields_fill_the_top_level_of_a_new_finding()
    {
        var finding = Finding();
        finding["FindingProviderFields"] = new JsonObject { ["Severity"] = new JsonObject { ["Label"] = "MEDIUM" } };
        Import(finding);
        Stored()["Severity"]!["Label"]!.ToString().ShouldBe("MEDIUM");
    }

    [Fact]
    public void A_resolved_finding_is_new_again_when_it_is_active_again()
    {
        var archived = Finding();
        archived["RecordState"] = "ARCHIVED";
        Import(archived);
        Update(new { Workflow = new { Status = "RESOLVED" } });
        Import(Finding(updated: "2026-01-02T00:00:00Z"));
        Stored()["Workflow"]!["Status"]!.ToString().ShouldBe("NEW");
    }

    [Theory]
    [InlineData("Title", "", "InvalidInput")]
    [InlineData("AwsAccountId", "999999999999", "InvalidInput")]
    [InlineData("UpdatedAt", "yesterday", "InvalidInput")]
    [InlineData("SchemaVersion", "2017-01-01", "InvalidInput")]
    [InlineData("ProductArn", "arn:aws:securityhub:eu-west-1::product/aws/guardduty", "InvalidAccess")]
    [InlineData("ProductArn", "arn:aws:securityhub:us-east-1::product/aws/guardduty", "InvalidInput")]
    public void A_bad_finding_fails_alone(string field, string value, string code)
    {
        var bad = Finding("bad");
        bad[field] = value;
        var output = Import(Finding("good"), bad);
        (output["SuccessCount"]!.GetValue<int>(), output["FailedFindings"]![0]!["Id"]!.ToString(), output["FailedFindings"]![0]!["ErrorCode"]!.ToString()).ShouldBe((1, "bad", code));
    }

    [Theory]
    [InlineData("""{"Id":[{"Value":"a","Comparison":"PREFIX"}]}""", "a1 a2")]
    [InlineData("""{"Id":[{"Value":"a1","Comparison":"EQUALS"},{"Value":"b1","Comparison":"EQUALS"}]}""", "a1 b1")]
    [InlineData("""{"Id":[{"Value":"a","Comparison":"PREFIX"},{"Value":"a1","Comparison":"NOT_EQUALS"}]}""", "a2")]
    [InlineData("""{"Id":[{"Value":"1","Comparison":"CONTAINS"}]}""", "a1 b1")]
    [InlineData("""{"Id":[{"Value":"1","Comparison":"NOT_CONTAINS"}]}""", "a2")]
    [InlineData("""{"SeverityLabel":[{"Value":"HIGH","Comparison":"EQUALS"}],"ResourceType":[{"Value":"AwsIam","Comparison":"PREFIX"}]}""", "a1 a2 b1")]
    [InlineData("""{"UserDefinedFields":[{"Key":"team","Value":"x","Comparison":"EQUALS"}]}""", "")]
    [InlineData("""{"ProductFields":[{"Key":"team","Value":"a1","Comparison":"EQUALS"}]}""", "a1")]
    [InlineData("""{"ProductFields":[{"Key":"team","Value":"a1","Comparison":"NOT_EQUALS"}]}""", "a2 b1")]
    [InlineData("""{"UpdatedAt":[{"Start":"2026-01-01T00:00:00Z","End":"2026-01-01T12:00:00Z"}]}""", "a1 a2 b1")]
    [InlineData("""{"UpdatedAt":[{"DateRange":{"Value":1,"Unit":"DAYS"}}]}""", "")]
    [InlineData("""{"SeverityNormalized":[{"Gte":70}]}""", "a1 a2 b1")]
    public void Filters_choose_as_the_service_does(string filters, string expected)
    {
        foreach (var id in (string[])["a1", "a2", "b1"])
        {
            var finding = Finding(id);
            finding["ProductFields"] = new JsonObject { ["team"] = id };
            Import(finding);
        }
        _sandbox.Harness.Advance(TimeSpan.FromDays(30));
        Ids(Workload, filters).ShouldBe(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("""{"Id":[{"Value":"a","Comparison":"EQUALS"},{"Value":"b","Comparison":"NOT_EQUALS"}]}""")]
    [InlineData("""{"Id":[{"Value":"a","Comparison":"CONTAINS"},{"Value":"b","Comparison":"NOT_CONTAINS"}]}""")]
    [InlineData("""{"NoSuchField":[{"Value":"a","Comparison":"EQUALS"}]}""")]
    public void Filters_that_contradict_themselves_are_refused(string filters) =>
        Workload.Fails("securityhub", "GetFindings", $$"""{"Filters":{{filters}}}""").Code.ShouldBe("InvalidInputException");

    [Fact]
    public void The_home_region_sees_linked_regions()
    {
        Workload.In("us-east-1").Call("securityhub", "EnableSecurityHub", new { EnableDefaultStandards = false });
        Workload.In("us-east-1").Call("securityhub", "BatchImportFindings", new JsonObject { ["Findings"] = new JsonArray(Finding("far", region: "us-east-1")) })["SuccessCount"]!.GetValue<int>().ShouldBe(1);
        Ids(Audit, "{}").ShouldBeEmpty();
        Audit.Call("securityhub", "CreateFindingAggregator", new { RegionLinkingMode = "ALL_REGIONS" });
        Ids(Audit, "{}").ShouldBe(["far"]);
    }

    [Fact]
    public void Pages_cover_each_finding_once()
    {
        Import([.. Enumerable.Range(0, 25).Select(number => Finding($"f{number:D2}"))]);
        var seen = new List<string>();
        var input = new JsonObject { ["MaxResults"] = 10 };
        do
        {
            var page = Workload.Call("securityhub", "GetFindings", input);
            seen.AddRange(page["Findings"]!.AsArray().Select(finding => finding!["Id"]!.ToString()));
            input["NextToken"] = page["NextToken"]?.ToString();
        }
        while (input["NextToken"] is not null);
        seen.Distinct(StringComparer.Ordinal).Count().ShouldBe(25);
        seen.Count.ShouldBe(25);
    }
}
