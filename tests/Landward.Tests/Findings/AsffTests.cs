using System.Text;
using System.Text.Json.Nodes;
using Landward.Findings;
using Landward.Findings.SecurityHub;
using Landward.Model;

namespace Landward.Tests.Findings;

public sealed class AsffTests
{
    [Fact]
    public void A_finding_survives_the_way_there_and_back()
    {
        var record = Created(SampleFinding.LeakedKey) with
        {
            Workflow = WorkflowStatus.Notified,
            Compliance = ComplianceStatus.NotAvailable,
            Verification = VerificationState.BenignPositive,
            Note = new FindingNote("text", "me", SampleFinding.Start),
        };
        var (import, diagnostics) = AsffReader.Read(Asff.Write(record));
        diagnostics.ShouldBeEmpty();
        var back = FindingLifecycle.Import(null, import!);
        FindingJson.Write(back.Finding).ToJsonString().ShouldBe(FindingJson.Write(record.Finding).ToJsonString());
        (back.Workflow, back.Compliance, back.Verification, back.Note, back.ProductArn, back.CreatedAt, back.UpdatedAt)
            .ShouldBe((record.Workflow, record.Compliance, record.Verification, record.Note, record.ProductArn, record.CreatedAt, record.UpdatedAt));
    }

    [Fact]
    public void Required_members_and_labels_are_there()
    {
        var json = Asff.Write(Created(SampleFinding.LeakedKey));
        foreach (var member in new[] { "SchemaVersion", "Id", "ProductArn", "GeneratorId", "AwsAccountId", "CreatedAt", "UpdatedAt", "Title", "Description", "Resources" })
            json[member].ShouldNotBeNull(member);
        json["Severity"]!["Label"]!.GetValue<string>().ShouldBe("HIGH");
        json["Severity"]!["Normalized"]!.GetValue<int>().ShouldBe(70);
        json["Types"]![0]!.GetValue<string>().ShouldBe("TTPs/Initial Access/UnauthorizedAccess:IAMUser-LeakedKey");
        json["Resources"]![0]!["Type"]!.GetValue<string>().ShouldBe("AwsIamUser");
        json["Resources"]![1]!["Type"]!.GetValue<string>().ShouldBe("AwsIamAccessKey");
        json["CreatedAt"]!.GetValue<string>().ShouldBe("2026-01-02T03:04:05Z");
    }

    [Fact]
    public void A_finding_without_resources_names_its_account()
    {
        var resource = Asff.Write(Created(SampleFinding.LeakedKey with { Resources = [] }))["Resources"]![0]!;
        resource["Type"]!.GetValue<string>().ShouldBe("AwsAccount");
        resource["Id"]!.GetValue<string>().ShouldBe("AWS::::Account:222233334444");
    }

    [Fact]
    public void Limits_of_the_format_are_kept_and_nothing_is_lost()
    {
        var finding = SampleFinding.LeakedKey with
        {
            Title = new string('é', 300),
            Description = new string('d', 5000),
            Resources = [.. Enumerable.Range(0, 40).Select(i => new FindingResource("AWS::S3::Bucket", $"arn:aws:s3:::bucket-{i}"))],
        };
        var json = Asff.Write(Created(finding));
        json["Title"]!.GetValue<string>().Length.ShouldBe(256);
        json["Description"]!.GetValue<string>().Length.ShouldBe(1024);
        json["Resources"]!.AsArray().Count.ShouldBe(32);
        var fields = json["ProductFields"]!.AsObject();
        fields.Count.ShouldBeLessThanOrEqualTo(50);
        fields.ShouldAllBe(pair => pair.Value!.GetValue<string>().Length <= 2048 && pair.Key.Length <= 128);
        FindingJson.Write(AsffReader.Read(json).Import!.Finding).ToJsonString().ShouldBe(FindingJson.Write(finding).ToJsonString());
    }

    [Fact]
    public void Too_much_evidence_for_the_format_loses_its_middle_only()
    {
        var finding = SampleFinding.WithEvents([.. Enumerable.Range(0, 900)]);
        var json = Asff.Write(Created(finding));
        Encoding.UTF8.GetByteCount(json.ToJsonString()).ShouldBeLessThan(240 * 1024);
        var read = AsffReader.Read(json).Import!.Finding;
        read.Count.ShouldBe(900);
        read.Evidence[0].EventId.ShouldBe("event-0");
        read.Evidence[^1].EventId.ShouldBe("event-899");
    }

    [Fact]
    public void For_an_import_the_provider_speaks_under_its_own_member()
    {
        var record = FindingLifecycle.Update(Created(SampleFinding.LeakedKey), new FindingUpdate { Fields = new ProviderFields { Severity = Severity.Low } });
        var json = Asff.WriteForImport(record);
        json.ContainsKey("Severity").ShouldBeFalse();
        json.ContainsKey("Workflow").ShouldBeFalse();
        json["FindingProviderFields"]!["Severity"]!["Label"]!.GetValue<string>().ShouldBe("HIGH");
    }

    [Fact]
    public void Another_products_finding_is_read_from_the_standard_members()
    {
        var json = JsonNode.Parse("""
            {"SchemaVersion":"2018-10-08","Id":"x","ProductArn":"arn:aws:securityhub:us-east-1::product/aws/guardduty","GeneratorId":"g",
             "AwsAccountId":"222233334444","CreatedAt":"2026-01-02T03:04:05.123456789+01:00","UpdatedAt":"2026-01-02T03:04:05Z","Title":"t","Description":"d",
             "Severity":{"Normalized":69},"Types":["TTPs/Discovery"],"Resources":[{"Type":"AwsS3Bucket","Id":"arn:aws:s3:::b"}]}
            """)!.AsObject();
        var (import, diagnostics) = AsffReader.Read(json);
        diagnostics.ShouldBeEmpty();
        import!.Finding.Severity.ShouldBe(Severity.Medium);
        import.Finding.Region.ShouldBe("us-east-1");
        import.CreatedAt.ShouldBe(new DateTimeOffset(2026, 1, 2, 2, 4, 5, TimeSpan.Zero).AddTicks(1234567));
    }

    [Theory]
    [InlineData("Id", null)]
    [InlineData("AwsAccountId", "12")]
    [InlineData("ProductArn", "no arn")]
    [InlineData("CreatedAt", "yesterday")]
    [InlineData("UpdatedAt", "2026-01-02T03:04:05+19:00")]
    [InlineData("UpdatedAt", "2026-01-02T03:04:05.1234567890Z")]
    [InlineData("UpdatedAt", "2026-01-02T03:04:05")]
    [InlineData("SchemaVersion", "2017")]
    [InlineData("RecordState", "GONE")]
    public void A_wrong_member_is_named(string member, string? value)
    {
        var json = Asff.Write(Created(SampleFinding.LeakedKey));
        if (value is null)
            json.Remove(member);
        else
            json[member] = value;
        var (import, diagnostics) = AsffReader.Read(json);
        import.ShouldBeNull();
        diagnostics.ShouldContain(diagnostic => diagnostic.Code == "LW6010" && diagnostic.Address == member);
    }

    [Fact]
    public async Task Exports_are_json_that_other_programs_read()
    {
        var records = new[] { Created(SampleFinding.LeakedKey), Created(SampleFinding.LeakedKey with { Id = "other" }) };
        using var asff = new StringWriter();
        await FindingExporter.WriteAsffAsync(records, asff, CancellationToken.None);
        JsonNode.Parse(asff.ToString())!.AsArray().Count.ShouldBe(2);
        using var none = new StringWriter();
        await FindingExporter.WriteAsffAsync([], none, CancellationToken.None);
        JsonNode.Parse(none.ToString())!.AsArray().ShouldBeEmpty();
        using var lines = new StringWriter();
        await FindingExporter.WriteJsonLinesAsync(records, lines, CancellationToken.None);
        lines.ToString().TrimEnd().Split('\n').Select(line => JsonNode.Parse(line)!["id"]!.GetValue<string>()).ShouldBe([SampleFinding.LeakedKey.Id, "other"]);
    }

    private static FindingRecord Created(Finding finding) => FindingLifecycle.Import(null, new FindingImport
    {
        Finding = finding,
        ProductArn = Asff.ProductArn(finding.Account, finding.Region),
        CreatedAt = SampleFinding.Start,
        UpdatedAt = SampleFinding.Start.AddMinutes(9),
    });
}
