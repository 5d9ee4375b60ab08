using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Landward.Model;

namespace Landward.Detection;

/// <summary>
/// Findings of one caller that together are an attack. Sources of the types and the idea: "GuardDuty Extended Threat Detection", Amazon
/// GuardDuty User Guide; AWS publishes no thresholds, these are Landward's.
/// </summary>
/// <remarks>
/// Compromised credentials: findings of medium and higher, one of them high, cover at least four purposes within a day. Compromised data:
/// within a day the caller raised something that is not about S3, and at least two different findings about one and the same bucket, one
/// of which takes data out, destroys it or opens it.
/// </remarks>
internal static class AttackSequences
{
    public const string Credentials = "attack-sequence-compromised-credentials";
    public const string Data = "attack-sequence-compromised-data";
    private const int LeastPurposes = 4;
    private const int LeastDataSignals = 2;
    private const string Bucket = "AWS::S3::Bucket";
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    public static IEnumerable<Finding> Of(IEnumerable<Finding> findings, int maxEvidence)
    {
        var callers = findings
            .Where(finding => finding.Severity >= Severity.Medium && finding.Principal is not null)
            .GroupBy(finding => (finding.Account, finding.Principal))
            .OrderBy(group => group.Key.Account, StringComparer.Ordinal).ThenBy(group => group.Key.Principal, StringComparer.Ordinal)
            .Select(group => group.OrderBy(finding => finding.FirstSeen).ThenBy(finding => finding.Id, StringComparer.Ordinal).ToArray());
        foreach (var signals in callers)
        {
            if (Widest(signals) is { IsEmpty: false } stages && stages.Any(signal => signal.Severity >= Severity.High))
                yield return OfCredentials(stages, maxEvidence);
            var elsewhere = Array.FindAll(signals, signal => !BucketsOf(signal).Any());
            var buckets = signals.SelectMany(signal => BucketsOf(signal).Distinct(StringComparer.Ordinal).Select(bucket => (bucket, signal)))
                .GroupBy(item => item.bucket, item => item.signal, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal);
            foreach (var bucket in buckets)
            {
                if (Around(elsewhere, [.. bucket]) is { IsEmpty: false } attack)
                    yield return OfData(bucket.Key, attack, maxEvidence);
            }
        }
    }

    private static IEnumerable<string> BucketsOf(Finding finding) =>
        finding.Resources.Where(resource => resource.Type == Bucket).Select(resource => resource.Id);

    /// <summary>What a caller did to a bucket, and what they did elsewhere within a day of it; nothing when that is no attack.</summary>
    /// <param name="elsewhere">By time.</param>
    /// <param name="data">By time.</param>
    private static ImmutableArray<Finding> Around(Finding[] elsewhere, Finding[] data)
    {
        if (data.Select(signal => signal.Generator).Distinct(StringComparer.Ordinal).Count() < LeastDataSignals
            || !data.Any(signal => Purpose(signal) is "Exfiltration" or "Impact" or "Policy"))
        {
            return [];
        }
        var near = new List<Finding>();
        var next = 0;
        foreach (var signal in data)
        {
            for (next = Math.Max(next, FirstAt(elsewhere, signal.FirstSeen - Window)); next < elsewhere.Length && elsewhere[next].FirstSeen <= signal.FirstSeen + Window; next++)
                near.Add(elsewhere[next]);
        }
        return near.Count == 0 ? [] : [.. near.Concat(data).OrderBy(signal => signal.FirstSeen).ThenBy(signal => signal.Id, StringComparer.Ordinal)];
    }

    /// <summary>The first of the findings that is not before the time.</summary>
    private static int FirstAt(Finding[] ordered, DateTimeOffset time)
    {
        var (low, high) = (0, ordered.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ordered[middle].FirstSeen < time)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

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

    /// <summary>The part of the type before the colon; GuardDuty has more words for two of them.</summary>
    private static string Purpose(Finding finding) => finding.Type[..finding.Type.IndexOf(':')] switch
    {
        "Stealth" or "DefenseImpairment" => "DefenseEvasion",
        "UnauthorizedAccess" => "CredentialAccess",
        var purpose => purpose,
    };

    private static Finding OfCredentials(ImmutableArray<Finding> signals, int maxEvidence)
    {
        var first = signals[0];
        var purposes = signals.Select(Purpose).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return ToFinding(signals, maxEvidence, Credentials, string.Empty) with
        {
            Type = "AttackSequence:IAM/CompromisedCredentials",
            Title = "Credentials used for several stages of an attack",
            Description = $"Within a day {first.Principal} raised {signals.Length} findings of {purposes.Length} purposes: {string.Join(", ", purposes)}. "
                + "Disable the credentials first, then follow the findings one by one.",
        };
    }

    private static Finding OfData(string bucket, ImmutableArray<Finding> signals, int maxEvidence)
    {
        var finding = ToFinding(signals, maxEvidence, Data, bucket);
        return finding with
        {
            Type = "AttackSequence:S3/CompromisedData",
            Title = "Credentials used to take or destroy the data of a bucket",
            Description = $"Within a day {finding.Principal} raised {signals.Length} findings, of which several are about the bucket {bucket}. "
                + "Deny the caller first, then see which objects were read, opened or destroyed.",
            Resources = finding.Resources.Insert(0, new FindingResource(Bucket, bucket)),
        };
    }

    private static Finding ToFinding(ImmutableArray<Finding> signals, int maxEvidence, string generator, string subject)
    {
        var first = signals[0];
        var key = subject.Length == 0 ? string.Join('\n', generator, first.Account, first.Principal) : string.Join('\n', generator, first.Account, first.Principal, subject);
        return new Finding
        {
            Id = $"{generator}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]}",
            Type = string.Empty,
            Title = string.Empty,
            Description = string.Empty,
            Severity = Severity.Critical,
            Generator = generator,
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
            Count = (int)Math.Min(int.MaxValue, signals.Sum(signal => (long)signal.Count)),
            Evidence = [.. signals.Select(signal => signal.Evidence[0]).DistinctBy(evidence => evidence.EventId).Take(maxEvidence)],
            Facts = first.Facts,
        };
    }
}
