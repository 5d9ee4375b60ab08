using Landward.Detection;
using Landward.Model;

namespace Landward.Tests.Detection;

public sealed class AttackSequencesTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Discovery Persistence Exfiltration Impact", Severity.High, true)]
    [InlineData("Discovery Persistence Exfiltration Impact", Severity.Medium, false)]
    [InlineData("Discovery Persistence Exfiltration", Severity.High, false)]
    [InlineData("Stealth DefenseImpairment DefenseEvasion Discovery Impact", Severity.High, false)]
    public void Credentials_are_compromised_when_findings_of_four_purposes_come_together_and_one_is_high(string purposes, Severity worst, bool expected)
    {
        var findings = purposes.Split(' ').Select((purpose, i) => Finding($"{purpose}:IAMUser/X", i, i == 0 ? worst : Severity.Medium)).ToArray();
        var sequences = AttackSequences.Of(findings, 20).Where(finding => finding.Generator == AttackSequences.Credentials).ToArray();
        sequences.Length.ShouldBe(expected ? 1 : 0);
        if (expected)
        {
            sequences[0].Type.ShouldBe("AttackSequence:IAM/CompromisedCredentials");
            sequences[0].Severity.ShouldBe(Severity.Critical);
            sequences[0].Evidence.Length.ShouldBe(findings.Length);
        }
    }

    [Theory]
    [InlineData("Discovery:IAMUser/A;Policy:S3/B@logs;Impact:S3/C@logs", "logs")]
    [InlineData("Discovery:IAMUser/A;Policy:S3/B@logs;Impact:S3/C@other", "")]
    [InlineData("Policy:S3/B@logs;Impact:S3/C@logs", "")]
    [InlineData("Discovery:IAMUser/A;Impact:S3/C@logs", "")]
    [InlineData("Discovery:IAMUser/A;Discovery:S3/B@logs;DefenseEvasion:S3/C@logs", "")]
    [InlineData("Discovery:IAMUser/A;Discovery:S3/B@logs;Exfiltration:S3/C@logs", "logs")]
    public void Data_is_compromised_when_a_caller_with_other_findings_turns_to_one_bucket(string signals, string bucket)
    {
        var findings = signals.Split(';').Select((signal, i) => Finding(signal.Split('@')[0], i, Severity.Medium, signal.Contains('@') ? signal.Split('@')[1] : null)).ToArray();
        var sequences = AttackSequences.Of(findings, 20).Where(finding => finding.Generator == AttackSequences.Data).ToArray();
        string.Join(',', sequences.Select(sequence => sequence.Resources[0].Id)).ShouldBe(bucket);
        sequences.ShouldAllBe(sequence => sequence.Type == "AttackSequence:S3/CompromisedData" && sequence.Severity == Severity.Critical);
    }

    [Fact]
    public void What_lies_more_than_a_day_apart_is_no_sequence()
    {
        var findings = new[] { Finding("Discovery:IAMUser/A", 0, Severity.High), Finding("Policy:S3/B", 25, Severity.High, "logs"), Finding("Impact:S3/C", 26, Severity.High, "logs") };
        AttackSequences.Of(findings, 20).ShouldBeEmpty();
    }

    [Fact]
    public void A_sequence_counts_as_many_events_as_a_number_holds()
    {
        var findings = "Discovery Persistence Exfiltration Impact".Split(' ').Select((purpose, i) => Finding($"{purpose}:IAMUser/X", i, Severity.High) with { Count = int.MaxValue }).ToArray();
        AttackSequences.Of(findings, 20).ShouldHaveSingleItem().Count.ShouldBe(int.MaxValue);
    }

    private static Finding Finding(string type, int hour, Severity severity, string? bucket = null) => new()
    {
        Id = $"{type}/{hour}",
        Type = type,
        Title = type,
        Description = type,
        Severity = severity,
        Generator = type,
        Account = "111122223333",
        Region = "eu-west-1",
        Principal = "arn:aws:iam::111122223333:user/mallory",
        Resources = bucket is null ? [] : [new FindingResource("AWS::S3::Bucket", bucket)],
        FirstSeen = Start.AddHours(hour),
        LastSeen = Start.AddHours(hour),
        Evidence = [new Evidence($"{type}-{hour}", Start.AddHours(hour), "s", "X", null, "a.json")],
    };
}
