using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Landward.Model;

namespace Landward.Detection.Incidents;

/// <summary>
/// Folds findings into incidents. Two findings belong together when they share a principal, an access key, a session or an instance and
/// no more than a day lies between them; whatever belongs to one of them belongs to both.
/// </summary>
public static class IncidentFolder
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(24);

    /// <summary>The incidents, the most severe first, then by time and id. Every finding is in exactly one.</summary>
    public static ImmutableArray<Incident> Fold(IEnumerable<Finding> findings)
    {
        var ordered = findings.OrderBy(finding => finding.FirstSeen).ThenBy(finding => finding.Id, StringComparer.Ordinal).ToArray();
        var parents = Enumerable.Range(0, ordered.Length).ToArray();
        var latest = new Dictionary<string, (int Finding, DateTimeOffset LastSeen)>(StringComparer.Ordinal);
        for (var i = 0; i < ordered.Length; i++)
        {
            foreach (var subject in Subjects(ordered[i]))
            {
                var lastSeen = ordered[i].LastSeen;
                if (latest.TryGetValue(subject, out var before) && ordered[i].FirstSeen - before.LastSeen <= Pause)
                {
                    Join(parents, before.Finding, i);
                    lastSeen = before.LastSeen > lastSeen ? before.LastSeen : lastSeen;
                }
                latest[subject] = (i, lastSeen);
            }
        }
        return
        [
            .. Enumerable.Range(0, ordered.Length)
                .GroupBy(i => Root(parents, i))
                .Select(group => Create([.. group.Select(i => ordered[i])]))
                .OrderByDescending(incident => incident.Severity)
                .ThenBy(incident => incident.FirstSeen)
                .ThenBy(incident => incident.Id, StringComparer.Ordinal),
        ];
    }

    private static Incident Create(ImmutableArray<Finding> findings)
    {
        var subjects = findings.SelectMany(Subjects)
            .GroupBy(subject => subject, StringComparer.Ordinal)
            .OrderByDescending(group => group.Key.StartsWith("arn:", StringComparison.Ordinal))
            .ThenByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Key)
            .ToImmutableArray();
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(findings[0].Id)))[..24];
        return new Incident(
            $"incident/{id}",
            subjects.IsEmpty ? [$"account {findings[0].Account}"] : subjects,
            findings.Max(finding => finding.Severity),
            findings);
    }

    /// <summary>What holds findings together. A service is nobody's session: its findings stay alone.</summary>
    private static IEnumerable<string> Subjects(Finding finding)
    {
        if (finding.Principal is { } principal && principal.StartsWith("arn:", StringComparison.Ordinal))
            yield return principal;
        if (finding.Facts.TryGetValue("accessKeyId", out var key) && key.Length > 0)
            yield return key;
        foreach (var resource in finding.Resources)
        {
            if (resource.Type is "AWS::EC2::Instance" && resource.Id.StartsWith("i-", StringComparison.Ordinal))
                yield return resource.Id;
        }
    }

    private static void Join(int[] parents, int one, int other) => parents[Root(parents, other)] = Root(parents, one);

    private static int Root(int[] parents, int item)
    {
        while (parents[item] != item)
            item = parents[item] = parents[parents[item]];
        return item;
    }
}
