using Landward.Detection;

namespace Landward.Tests.Detection;

public sealed class RuleListParserTests
{
    [Fact]
    public void Lists_are_values_with_commas_or_lines_of_a_file_and_may_be_repeated()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("roles.txt", "# for emergencies\n\narn:aws:iam::*:role/BreakGlass\n");
        var (lists, diagnostics) = RuleListParser.Parse(
            ["allowed_regions=eu-west-1, eu-central-1", "allowed_regions=us-east-1", $"guarded_roles=@{Path.Combine(directory.Path, "roles.txt")}"],
            ["allowed_regions", "guarded_roles"]);
        diagnostics.ShouldBeEmpty();
        lists["allowed_regions"].ShouldBe(["eu-west-1", "eu-central-1", "us-east-1"]);
        lists["guarded_roles"].ShouldBe(["arn:aws:iam::*:role/BreakGlass"]);
    }

    [Theory]
    [InlineData("allowed_regions")]
    [InlineData("=eu-west-1")]
    [InlineData("allowed_regions=")]
    [InlineData("allowed_regions=@/no/such/file")]
    public void A_list_that_cannot_be_read_is_left_out_with_a_diagnostic(string argument)
    {
        var (lists, diagnostics) = RuleListParser.Parse([argument], ["allowed_regions"]);
        diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3070");
        lists.ShouldBeEmpty();
    }

    [Fact]
    public void A_list_that_no_rule_needs_is_a_warning_with_the_name_that_was_meant()
    {
        var (_, diagnostics) = RuleListParser.Parse(["allowed_region=eu-west-1"], ["allowed_regions"]);
        diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3071");
        diagnostics[0].Detail.ShouldContain("allowed_regions");
    }

    [Fact]
    public void A_rule_is_inactive_until_the_list_it_needs_is_given()
    {
        var catalogue = DetectionCatalogue.Parse(
            """
            title: Mine
            id: mine
            logsource: {product: aws, service: cloudtrail}
            detection: {s: {eventName: X}, ours: {awsRegion|expand: '%our_regions%'}, condition: s and not ours}
            landward: {needs: [our_regions]}
            """,
            "mine.yaml");
        catalogue.Diagnostics.ShouldBeEmpty();
        catalogue.NeededLists.ShouldBe(["our_regions"]);
        catalogue.Waiting(new DetectionOptions()).ShouldHaveSingleItem().ShouldBe(("mine", "list our_regions"));
        var (lists, _) = RuleListParser.Parse(["our_regions=eu-west-1"], catalogue.NeededLists);
        catalogue.Waiting(new DetectionOptions { RuleLists = lists }).ShouldBeEmpty();
    }

    [Fact]
    public void A_placeholder_that_the_rule_does_not_need_by_name_is_refused() =>
        DetectionCatalogue.Parse(
            """
            title: Mine
            id: mine
            logsource: {product: aws, service: cloudtrail}
            detection: {s: {awsRegion|expand: '%our_regions%'}, condition: s}
            """,
            "mine.yaml").Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3006");
}
