using System.Collections.Immutable;
using Landward.Access.External;

namespace Landward.Tests.Access.External;

public class ArchiveRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly ExternalFinding Finding = new()
    {
        Id = "1",
        Resource = "arn:aws:s3:::data",
        ResourceType = "AWS::S3::Bucket",
        Region = "eu-west-1",
        ResourceOwnerAccount = "222222222222",
        Principal = ImmutableSortedDictionary<string, string>.Empty.Add("AWS", "999988887777"),
        Condition = ImmutableSortedDictionary<string, string>.Empty.Add("aws:userid", "AROAEXAMPLE:*"),
    };

    [Theory]
    [InlineData("resource: { eq: 'arn:aws:s3:::data' }", true)]
    [InlineData("resource: { eq: ['arn:aws:s3:::other', 'arn:aws:s3:::data'] }", true)]
    [InlineData("resource: { eq: 'arn:aws:s3:::dat' }", false)]
    [InlineData("resource: { contains: ':dat' }", true)]
    [InlineData("resource: { neq: ['arn:aws:s3:::other'] }", true)]
    [InlineData("resource: { neq: ['arn:aws:s3:::other', 'arn:aws:s3:::data'] }", false)]
    [InlineData("resourceType: { eq: 'AWS::S3::Bucket' }\n      isPublic: { eq: 'true' }", false)]
    [InlineData("resourceType: { eq: 'AWS::S3::Bucket' }\n      isPublic: { eq: 'false' }", true)]
    [InlineData("resourceOwnerAccount: { eq: '222222222222' }", true)]
    [InlineData("principal.AWS: { eq: '999988887777' }", true)]
    [InlineData("principal.Federated: { exists: true }", false)]
    [InlineData("principal.Federated: { exists: false }", true)]
    [InlineData("principal.Federated: { neq: 'x' }", true)]
    [InlineData("principal.Federated: { contains: 'x' }", false)]
    [InlineData("condition.aws:UserId: { contains: AROA }", true)]
    [InlineData("condition.aws:SourceIp: { exists: false }", true)]
    [InlineData("error: { exists: true }", false)]
    public void Criteria_are_all_met_by_one_of_their_values(string filter, bool archived)
    {
        var rules = Read(filter);
        rules.Diagnostics.ShouldBeEmpty();
        var finding = rules.Apply([Finding])[0];
        finding.Status.ShouldBe(archived ? ExternalFindingStatus.Archived : ExternalFindingStatus.Active);
        finding.ArchivedBy.ShouldBe(archived ? "known" : null);
    }

    [Fact]
    public void An_expired_rule_archives_nothing_and_is_reported()
    {
        var rules = Read("resourceType: { eq: 'AWS::S3::Bucket' }", "expires: 2026-11-22");
        rules.Apply([Finding])[0].Status.ShouldBe(ExternalFindingStatus.Active);
        rules.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW2522");
        Read("resourceType: { eq: 'AWS::S3::Bucket' }", "expires: 2026-11-23").Apply([Finding])[0].Status.ShouldBe(ExternalFindingStatus.Archived);
    }

    [Theory]
    [InlineData("resourcetype: { eq: x }", "LW2521")]
    [InlineData("id: { eq: x }", "LW2521")]
    [InlineData("resource: { like: x }", "LW2520")]
    [InlineData("resource: { eq: [] }", "LW2520")]
    [InlineData("resource: x", "LW2520")]
    [InlineData("resource: { exists: maybe }", "LW2520")]
    public void A_rule_that_is_not_right_is_left_out(string filter, string code)
    {
        var rules = Read(filter);
        rules.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe(code);
        rules.Apply([Finding])[0].Status.ShouldBe(ExternalFindingStatus.Active);
    }

    [Theory]
    [InlineData("archiveRules:\n  - { name: a, owner: b, filter: { resource: { eq: x } } }")]
    [InlineData("archiveRules:\n  - { name: a, owner: b, reason: c }")]
    [InlineData("archiveRules:\n  - { name: a, owner: b, reason: c, filter: {} }")]
    [InlineData("archiveRules:\n  - { name: a, owner: b, reason: c, until: 2027-01-01, filter: { resource: { eq: x } } }")]
    [InlineData("rules: []")]
    public void Owner_reason_and_filter_are_required(string text) =>
        ArchiveRules.Read(text, "rules.yaml", Now).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW2520");

    private static ArchiveRules Read(string filter, string? more = null) => ArchiveRules.Read(
        $"archiveRules:\n  - name: known\n    owner: platform@example.com\n    reason: agreed\n{(more is null ? string.Empty : $"    {more}\n")}    filter:\n      {filter}\n", "rules.yaml", Now);
}
