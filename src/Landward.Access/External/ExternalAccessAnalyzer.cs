using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Landward.Access.External;

/// <summary>What to analyse.</summary>
/// <param name="IncludeServices">Also report AWS services that may act on behalf of anybody's resource. Access Analyzer does not.</param>
public sealed record ExternalAccessOptions(ZoneOfTrust Zone = ZoneOfTrust.Organization, bool IncludeServices = false);

/// <param name="Findings">Ordered by severity, then resource, principal and condition.</param>
/// <param name="Resources">Resources analysed, roles included.</param>
/// <param name="Questions">Satisfiability questions asked.</param>
/// <param name="Partial">Something could not be read or decided.</param>
public sealed record ExternalAccessReport(ImmutableArray<ExternalFinding> Findings, int Resources, int Questions, bool Partial);

/// <summary>
/// Finds who outside the zone of trust gets in to which resource, as IAM Access Analyzer's external access analyzers do. Pure.
/// </summary>
public static class ExternalAccessAnalyzer
{
    /// <exception cref="FormatException">A policy of the organization is no policy document.</exception>
    public static ExternalAccessReport Analyze(AccessSnapshot snapshot, ExternalAccessOptions options, CancellationToken cancellationToken)
    {
        var world = new AnalysisWorld(snapshot);
        var resources = snapshot.Resources.Where(IsAnalyzed).Concat(Roles(snapshot)).ToList();
        var findings = new ConcurrentBag<ExternalFinding>();
        var questions = 0;
        Parallel.ForEach(resources, new ParallelOptions { CancellationToken = cancellationToken }, resource =>
        {
            var analysis = new ResourceFindings(world, resource, options);
            foreach (var finding in analysis.Find())
                findings.Add(finding);
            Interlocked.Add(ref questions, analysis.Questions);
        });
        var errors = UnreadFindings.Of(snapshot.Unread);
        var all = findings.Concat(errors)
            .OrderByDescending(finding => finding.Severity)
            .ThenBy(finding => finding.Resource, StringComparer.Ordinal)
            .ThenBy(finding => finding.Id, StringComparer.Ordinal);
        return new ExternalAccessReport([.. all], resources.Count, questions, !snapshot.Unread.IsEmpty || findings.Any(finding => finding.Error is not null));
    }

    // Access points are analysed with their bucket.
    private static bool IsAnalyzed(AccessResource resource) => resource.Type is not ("AWS::S3::AccessPoint" or "AWS::S3::MultiRegionAccessPoint" or "AWS::IAM::Role");

    private static IEnumerable<AccessResource> Roles(AccessSnapshot snapshot) => snapshot.Principals
        .Where(principal => principal.Trust is not null)
        .Select(role => new AccessResource { Arn = role.Arn, Type = "AWS::IAM::Role", Account = role.Account, Region = "us-east-1", Policy = role.Trust, Tags = role.Tags });
}
