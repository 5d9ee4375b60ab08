using System.Collections.Frozen;
using System.Collections.Immutable;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access;

/// <summary>How much of the resource's side of the decision is known.</summary>
internal sealed class ResourceKnowledge
{
    // Their resources have no policy of their own ("AWS services that work with IAM", IAM User Guide). A role's trust policy is the
    // exception, and a role the snapshot lacks is not known.
    private static readonly FrozenSet<string> WithoutPolicies = FrozenSet.ToFrozenSet(
        [
            "access-analyzer", "acm", "autoscaling", "cloudformation", "config", "ec2", "ecs", "elasticache", "elasticbeanstalk", "guardduty", "iam",
            "inspector2", "macie2", "rds", "securityhub", "sso",
        ],
        StringComparer.Ordinal);

    // Of services where only some types have policies ("Resource-based policies" in the service's own guide).
    private static readonly ImmutableArray<(string Service, string Prefix)> TypesWithoutPolicies = [("cloudtrail", "trail/"), ("cloudwatch", "alarm:")];

    private readonly AccessTarget _target;
    private readonly bool _isTrust;

    private ResourceKnowledge(AccessTarget target, bool isUnread, bool isTrust, ImmutableArray<string> notes) =>
        (_target, IsUnread, _isTrust, Notes) = (target, isUnread, isTrust, notes);

    /// <summary>The resource may have a policy that the snapshot does not hold.</summary>
    public bool IsUnread { get; }

    public ImmutableArray<string> Notes { get; }

    public static ResourceKnowledge Of(AccessView view, WhoCanQuestion question, AccessTarget target)
    {
        var isTrust = question.Action.StartsWith("sts:", StringComparison.OrdinalIgnoreCase);
        var notes = ImmutableArray.CreateBuilder<string>();
        var isUnread = target is { Resource: null, Arn: not "*" } && !HasNoPolicy(target.Arn, isTrust);
        if (target.Arn != "*" && target.Arn.Contains('*', StringComparison.Ordinal))
            notes.Add("The `*` in the resource is taken as a character of its name: listed is who is let in to every such resource by a pattern that covers it.");
        if (isUnread)
            notes.Add("The snapshot does not hold this resource. Only the callers' own side is decided; a policy of the resource could grant more, or deny.");
        if (target is { Account: null, Arn: not "*" })
            notes.Add("Nobody says which account owns the resource, so resource control policies are left out and every account is taken for a possible owner. Name it with --resource-account.");
        if (target.Resource is { } known && view.Snapshot.Unread.Any(source => source.Resource == known.Arn))
            notes.Add("A part of the resource's own access could not be read; the answer is partial.");
        if (question.Action.StartsWith("s3:", StringComparison.OrdinalIgnoreCase) && view.Snapshot.Resources.Any(resource => resource.Parent == target.Resource?.Arn && resource.Parent is not null))
            notes.Add("The bucket has access points; ask about their ARNs too.");
        return new ResourceKnowledge(target, isUnread, isTrust, notes.ToImmutable());
    }

    /// <summary>An unread resource of an unknown owner is asked about as if it were the caller's own: that is the most its own side can give.</summary>
    public AccessTarget TargetFor(string callerAccount) =>
        IsUnread && _target.Account is null ? _target with { Account = callerAccount } : _target;

    /// <summary>Fills what is not known with the most it could grant to an account.</summary>
    public PolicySet Complete(PolicySet policies, string callerAccount) =>
        IsUnread && NeedsResource(callerAccount) ? policies with { Resource = Assumed.ByResource(callerAccount) } : policies;

    /// <summary>Why an Allow is not certain; null when it is.</summary>
    public string? Doubt(string callerAccount)
    {
        if (!IsUnread)
            return null;
        return NeedsResource(callerAccount)
            ? "only if the resource's own policy, which is not known, lets it in"
            : "its own policies allow; the resource's policy is not known";
    }

    // Another account's resource; and a KMS key or a role, which trust nobody but their own policy.
    private bool NeedsResource(string callerAccount) =>
        (_target.Account is { } owner && owner != callerAccount) || _isTrust || (Arn.TryParse(_target.Arn, out var arn) && arn.Service == "kms");

    private static bool HasNoPolicy(string arn, bool isTrust) =>
        !isTrust && Arn.TryParse(arn, out var parts)
        && (WithoutPolicies.Contains(parts.Service) || TypesWithoutPolicies.Any(type => type.Service == parts.Service && parts.Resource.StartsWith(type.Prefix, StringComparison.Ordinal)));
}
