using Landward.Policy;

namespace Landward.Access.External;

/// <summary>The findings of one resource, over all its ways in.</summary>
internal sealed class ResourceFindings(AnalysisWorld world, AccessResource resource, ExternalAccessOptions options)
{
    private readonly ResourceAnalysis _analysis = new(world, resource, options.Zone);
    private readonly FindingShape _shape = new(world, resource);

    public int Questions => _analysis.Questions;

    public IEnumerable<ExternalFinding> Find()
    {
        var canonical = world.Canonical.ForResource();
        var raw = Grants(canonical).SelectMany(grant => Blocked(grant, [.. _analysis.Of(grant)])).ToList();
        var merged = raw.GroupBy(finding => _shape.Key(finding), StringComparer.Ordinal).Select(group => _shape.Merge([.. group]));
        var services = options.IncludeServices && resource.Type != "AWS::IAM::Role"
            ? GrantSources.Of(resource, canonical).SelectMany(grant => _analysis.Of(grant, services: true))
                .Where(finding => finding.Answer is GrantAnswer.Granted)
                .GroupBy(finding => _shape.Key(finding), StringComparer.Ordinal)
                .Select(group => _shape.Merge([.. group], ExternalFindingType.ServiceAccessWithoutSource))
            : [];
        return merged.Concat(services).Concat(DanglingPrincipals());
    }

    private IEnumerable<AccessGrant> Grants(CanonicalUsers canonical) => resource.Type == "AWS::S3::Bucket"
        ? BucketGrants.Of(resource, world.AccessPointsOf(resource), _analysis.Trusted, canonical, world.BlockOf(resource).IgnorePublicAcls)
        : GrantSources.Of(resource, canonical);

    // "RestrictPublicBuckets ... restricts access to an access point or bucket with a public policy to only AWS service principals and
    // authorized users within the bucket owner's account": it shuts out all other accounts too, once the policy is public.
    private IEnumerable<RawFinding> Blocked(AccessGrant grant, List<RawFinding> findings)
    {
        if (!resource.Type.StartsWith("AWS::S3", StringComparison.Ordinal) || !Restricts(grant))
            return findings;
        if (grant.Source.Type == BucketGrants.AccessPointAccountSource)
        {
            // The bucket then answers the access point owner's account alone.
            return findings.Select(finding => finding with
            {
                Abstraction = finding.Abstraction.Find(Predicate.PrincipalCoordinate) is null
                    ? finding.Abstraction.With(new Predicate(Predicate.PrincipalCoordinate, "AWS", string.Empty, grant.Source.Detail!))
                    : finding.Abstraction,
            });
        }
        // Where it is undecided whether the policy is public, nothing is taken back.
        return grant.Source.Type != BucketGrants.AclSource && findings.Exists(FindingShape.IsPublic) && !findings.Exists(finding => finding.Answer is GrantAnswer.Undecided) ? [] : findings;
    }

    private bool Restricts(AccessGrant grant) =>
        world.BlockOf(resource).RestrictPublicBuckets
        || (grant.Source.Type == BucketGrants.AccessPointSource
            && world.AccessPointsOf(resource).Any(point => point.Arn == grant.Source.Detail && world.BlockOf(point).RestrictPublicBuckets));

    // "If you delete the user or role, the relationship is broken": the policy then shows the unique id (IAM User Guide, Principal).
    private IEnumerable<ExternalFinding> DanglingPrincipals() => (resource.Policy?.Document.Statements ?? [])
        .Where(statement => statement.Effect == Effect.Allow)
        .SelectMany(statement => statement.PrincipalsOf())
        .Where(principal => principal is { Type: "AWS", Value.Length: >= 16 } && (principal.Value.StartsWith("AIDA", StringComparison.Ordinal) || principal.Value.StartsWith("AROA", StringComparison.Ordinal)))
        .Select(principal => principal.Value)
        .Distinct(StringComparer.Ordinal)
        .Where(id => !world.KnowsUniqueId(id))
        .Select(_shape.Dangling);
}
