using System.Collections.Immutable;
using Landward.Detection.Incidents;
using Landward.Model;

namespace Landward.Tests.Detection.Incidents;

public sealed class IncidentFolderTests
{
    private const string Alice = "arn:aws:iam::111122223333:user/alice";
    private const string Deploy = "arn:aws:iam::111122223333:role/deploy";
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Findings_of_a_principal_are_one_incident_with_the_worst_severity()
    {
        var incident = IncidentFolder.Fold([Found("a", 0, Alice, Severity.Low), Found("b", 2, Alice, Severity.High), Found("c", 5, Alice, Severity.Medium)]).ShouldHaveSingleItem();
        incident.Severity.ShouldBe(Severity.High);
        incident.Findings.Select(finding => finding.Id).ShouldBe(["a", "b", "c"]);
        incident.Subjects.ShouldBe([Alice]);
        incident.LastSeen.ShouldBe(Start.AddHours(5));
    }

    [Fact]
    public void A_key_links_principals_and_an_instance_links_logs()
    {
        var incidents = IncidentFolder.Fold(
        [
            Found("a", 0, Alice, key: "AKIA1"), Found("b", 1, Deploy, key: "AKIA1"), Found("c", 2, null, instance: "i-1"), Found("d", 3, Deploy, instance: "i-1"),
            Found("e", 3, "arn:aws:iam::111122223333:role/other"),
        ]);
        incidents.Select(incident => string.Join(',', incident.Findings.Select(finding => finding.Id))).Order().ShouldBe(["a,b,c,d", "e"]);
    }

    [Fact]
    public void A_pause_of_more_than_a_day_ends_an_incident()
    {
        IncidentFolder.Fold([Found("a", 0, Alice), Found("b", 24, Alice), Found("c", 49, Alice)])
            .Select(incident => incident.Findings.Length).ShouldBe([2, 1]);
    }

    [Fact]
    public void Findings_without_anything_in_common_stay_alone()
    {
        IncidentFolder.Fold([Found("a", 0, null), Found("b", 0, null), Found("c", 0, "ec2.amazonaws.com"), Found("d", 0, "ec2.amazonaws.com")]).Length.ShouldBe(4);
        IncidentFolder.Fold([]).ShouldBeEmpty();
    }

    [Fact]
    public void The_order_of_findings_does_not_matter()
    {
        Finding[] findings = [.. Enumerable.Range(0, 60).Select(i => Found($"f{i:D2}", i * 7 % 90, i % 3 == 0 ? Alice : Deploy, key: i % 5 == 0 ? $"AKIA{i % 4}" : null))];
        var folded = IncidentFolder.Fold(findings).Select(Describe).ToArray();
        new Random(3).Shuffle(findings);
        IncidentFolder.Fold(findings).Select(Describe).ShouldBe(folded);
    }

    private static string Describe(Incident incident) => $"{incident.Id} {string.Join(',', incident.Findings.Select(finding => finding.Id))}";

    private static Finding Found(string id, int hour, string? principal, Severity severity = Severity.Medium, string? key = null, string? instance = null) => new()
    {
        Id = id,
        Type = "Discovery:IAMUser/Test",
        Title = id,
        Description = id,
        Severity = severity,
        Generator = "test",
        Account = "111122223333",
        Region = "eu-west-1",
        Principal = principal,
        Resources = instance is null ? [] : [new FindingResource("AWS::EC2::Instance", instance)],
        FirstSeen = Start.AddHours(hour),
        LastSeen = Start.AddHours(hour),
        Facts = key is null ? ImmutableSortedDictionary<string, string>.Empty : ImmutableSortedDictionary<string, string>.Empty.Add("accessKeyId", key),
    };
}
