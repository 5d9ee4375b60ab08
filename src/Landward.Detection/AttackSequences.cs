using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Landward.Model;

namespace Landward.Detection;

/// <summary>
/// One caller whose findings of medium and higher cover at least four purposes within a day: not a slip, but somebody who works their
/// way through an account. Source of the type and the idea: "GuardDuty Extended Threat Detection", Amazon GuardDuty User Guide.
/// </summary>
internal static class AttackSequences
{
    public const string Generator = "attack-sequence-compromised-credentials";
    private const string Type = "AttackSequence:IAM/CompromisedCredentials";
    private const int LeastPurposes = 4;
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    public static IEnumerable<Finding> Of(IEnumerable<Finding> findings, int maxEvidence) =>
        findings
            .Where(finding => finding.Severity >= Severity.Medium && finding.Principal is not null)
            .GroupBy(finding => (finding.Account, finding.Principal))
            .Select(group => Widest([.. group.OrderBy(finding => finding.FirstSeen).ThenBy(finding => finding.Id, StringComparer.Ordinal)]))
            .Where(signals => signals.Length > 0)
            .Select(signals => ToFinding(signals, maxEvidence));

    /// <summary>The signals of every window of a day that covers enough purposes; none when there is no such window.</summary>
    private static ImmutableArray<Finding> Widest(Finding[] signals)
    {
        var members = ImmutableArray.CreateBuilder<Finding>();
        var purposes = new Dictionary<string, int>(StringComparer.Ordinal);
        int left = 0, reported = 0;
        for (var right = 0; right < signals.Length; right++)
        {
            var entering = Purpose(signals[right]);
            purposes[entering] = purposes.GetValueOrDefault(entering) + 1;
            for (; signals[right].FirstSeen - signals[left].FirstSeen > Window; left++)
            {
                var leaving = Purpose(signals[left]);
                if (--purposes[leaving] == 0)
                    purposes.Remove(leaving);
            }
            if (purposes.Count < LeastPurposes)
                continue;
            for (reported = Math.Max(reported, left); reported <= right; reported++)
                members.Add(signals[reported]);
        }
        return members.ToImmutable();
    }

    /// <summary>The part of the type before the colon; GuardDuty has two more words for two of them.</summary>
    private static string Purpose(Finding finding) => finding.Type[..finding.Type.IndexOf(':')] switch
    {
        "Stealth" => "DefenseEvasion",
        "UnauthorizedAccess" => "CredentialAccess",
        var purpose => purpose,
    };

    private static Finding ToFinding(ImmutableArray<Finding> signals, int maxEvidence)
    {
        var first = signals[0];
        var purposes = signals.Select(Purpose).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var key = string.Join('\n', Generator, first.Account, first.Principal);
        return new Finding
        {
            Id = $"{Generator}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]}",
            Type = Type,
            Title = "Credentials used for several stages of an attack",
            Description = $"Within a day {first.Principal} raised {signals.Length} findings of {purposes.Length} purposes: {string.Join(", ", purposes)}. "
                + "Disable the credentials first, then follow the findings one by one.",
            Severity = Severity.Critical,
            Generator = Generator,
            Techniques = [.. signals.SelectMany(signal => signal.Techniques).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Tactics = [.. signals.SelectMany(signal => signal.Tactics).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Account = first.Account,
            Region = first.Region,
            Principal = first.Principal,
            Resources = first.Facts.TryGetValue("accessKeyId", out var accessKey) && accessKey.StartsWith("AKIA", StringComparison.Ordinal)
                ? [new FindingResource("AWS::IAM::AccessKey", accessKey)]
                : [new FindingResource(first.Principal!.Contains(":user/", StringComparison.Ordinal) ? "AWS::IAM::User" : "AWS::IAM::Role", first.Principal)],
            FirstSeen = signals.Min(signal => signal.FirstSeen),
            LastSeen = signals.Max(signal => signal.LastSeen),
            Count = signals.Sum(signal => signal.Count),
            Evidence = [.. signals.Select(signal => signal.Evidence[0]).DistinctBy(evidence => evidence.EventId).Take(maxEvidence)],
            Facts = first.Facts,
        };
    }
}
