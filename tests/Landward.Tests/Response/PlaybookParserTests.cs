using Landward.Findings;
using Landward.Findings.SecurityHub;
using Landward.Model;
using Landward.Response.Playbooks;
using Landward.Tests.Findings;
using Landward.Tests.Storage;

namespace Landward.Tests.Response;

public sealed class PlaybookParserTests
{
    private const string Valid =
        """
        id: mine
        title: T
        description: D
        trigger: { severity: [HIGH] }
        inputs: { bucketName: The bucket. }
        steps:
          - { id: close, action: s3-block-public-access, with: { bucketName: bucketName } }
        """;

    [Fact]
    public void A_playbook_is_read()
    {
        var (playbook, diagnostics) = PlaybookParser.Parse(Valid, "mine.yaml");
        diagnostics.ShouldBeEmpty();
        playbook!.Approval.ShouldBe(PlaybookApproval.Approve);
        playbook.Steps.ShouldHaveSingleItem().Facts["bucketName"].ShouldBe("bucketName");
    }

    [Theory]
    [InlineData("id: mine", "id: Not Kebab", "LW6030", "lower-case")]
    [InlineData("title: T", "titel: T", "LW6030", "Did you mean `title`")]
    [InlineData("s3-block-public-access", "s3-block-public-acces", "LW6031", "Did you mean `s3-block-public-access`")]
    [InlineData("with: { bucketName: bucketName }", "with: { bucketName: bucket }", "LW6030", "`bucket` is not declared")]
    [InlineData("with: { bucketName: bucketName }", "with: { bucket: bucketName }", "LW6030", "no parameter `bucket`")]
    [InlineData("{ severity: [HIGH] }", "{ severity: HIGH }", "LW6020", "object or an array")]
    [InlineData("{ severity: [HIGH] }", "{ severity: [{ prefiks: H }] }", "LW6020", "Unrecognized match type")]
    [InlineData("title: T", "title: T\napproval: maybe", "LW6030", "`manual`, `approve`")]
    [InlineData("id: mine", "id: [", "LW3301", "")]
    public void What_is_wrong_is_said_with_its_place(string good, string bad, string code, string detail)
    {
        var (playbook, diagnostics) = PlaybookParser.Parse(Valid.Replace(good, bad), "mine.yaml");
        playbook.ShouldBeNull();
        diagnostics.ShouldContain(diagnostic => diagnostic.Code == code && diagnostic.Detail.Contains(detail) && diagnostic.Span!.File == "mine.yaml");
    }

    [Fact]
    public void Every_playbook_of_the_catalogue_is_valid()
    {
        var (catalogue, diagnostics) = PlaybookCatalogue.Load([]);
        diagnostics.ShouldBeEmpty();
        catalogue.Playbooks.Select(playbook => playbook.Id).ShouldBe(
            ["close-open-security-group", "close-public-bucket", "contain-leaked-key", "detach-policy", "leaked-access-key", "restart-trail", "revoke-role-sessions"]);
    }

    [Fact]
    public void A_users_playbook_adds_and_never_replaces()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.yaml"), Valid);
        File.WriteAllText(folder.File("b.yaml"), Valid.Replace("id: mine", "id: restart-trail"));
        File.WriteAllText(folder.File("c.yaml"), "nonsense");
        var (catalogue, diagnostics) = PlaybookCatalogue.Load([folder.Path, folder.File("missing")]);
        catalogue.Find("mine").ShouldNotBeNull();
        catalogue.Find("restart-trail")!.Origin.ShouldBe("catalog/playbooks/restart-trail.yaml");
        diagnostics.Select(diagnostic => diagnostic.Code).Order().ShouldBe(["LW6030", "LW6030", "LW6032"]);
    }

    [Theory]
    [InlineData("AKIAX", Severity.High, true)]
    [InlineData("ASIAX", Severity.High, false)]
    [InlineData("AKIAX", Severity.Low, false)]
    public void Triggers_match_findings(string key, Severity severity, bool matches)
    {
        var finding = SampleFinding.LeakedKey with { Severity = severity, Facts = SampleFinding.LeakedKey.Facts.SetItem("accessKeyId", key) };
        var record = FindingLifecycle.Import(null, new FindingImport { Finding = finding, ProductArn = Asff.ProductArn(finding.Account, finding.Region), CreatedAt = finding.FirstSeen, UpdatedAt = finding.LastSeen });
        PlaybookCatalogue.Load([]).Catalogue.Matching(record, unit: null).Any(playbook => playbook.Id == "contain-leaked-key").ShouldBe(matches);
    }
}
