using System.Collections.Immutable;
using Landward.Policy.Matching;

namespace Landward.Policy.Proofs;

/// <summary>A set of policies -> when it allows, per class of callers. Mirrors the gates of <see cref="PolicyEvaluator"/>.</summary>
internal sealed class StackCompiler(StatementCompiler compiler, AccessScope scope)
{
    private static readonly ImmutableArray<Box> Always = [Box.Of([], null)];

    public StackForm Compile(PolicySet policies, CallerClass callers, string side)
    {
        var hasBoundary = callers.HasIdentityPolicies && !policies.PermissionsBoundary.IsEmpty;
        var hasSession = callers.HasIdentityPolicies && (!policies.Session.IsEmpty || callers.Kind == PrincipalKind.FederatedUser);
        var input = new Input(side, hasBoundary);
        var gates = ImmutableArray.CreateBuilder<ImmutableArray<Box>>();
        var denies = ImmutableArray.CreateBuilder<Box>();
        if (callers.HasIdentityPolicies && !scope.CallersInManagementAccount && !callers.IsServiceLinked)
        {
            foreach (var level in policies.ServiceControlPolicies)
                gates.Add(Split(Boxes(level.Policies, PrincipalReading.Attached, input, PrincipalMatch.Account), denies));
        }
        if (!scope.ResourceExemptFromResourceControlPolicies && !callers.IsServiceLinked)
            denies.AddRange(ResourceControlDenies(policies, input));
        if (!policies.VpcEndpoint.IsEmpty)
            gates.Add(Split(Boxes(policies.VpcEndpoint, PrincipalReading.NamedOrEverybody, input, PrincipalMatch.Account), denies));
        Split(Boxes(policies.ResourcePolicies, PrincipalReading.Named, input, PrincipalMatch.Account), denies);
        ImmutableArray<Box>? boundary = hasBoundary ? Split(Boxes(policies.PermissionsBoundary, PrincipalReading.Attached, input, PrincipalMatch.Account), denies) : null;
        ImmutableArray<Box>? session = hasSession ? Split(Boxes(policies.Session, PrincipalReading.Attached, input, PrincipalMatch.Account), denies) : null;
        var identity = callers.HasIdentityPolicies ? Split(Boxes(policies.Identity, PrincipalReading.Attached, input, PrincipalMatch.Account), denies) : [];
        if (callers.Kind == PrincipalKind.Root)
            identity = Always;
        denies.AddRange(Refused(callers));
        return new StackForm(gates.ToImmutable(), denies.ToImmutable(), [.. Grants(policies, callers, input, identity, boundary, session)]);
    }

    /// <summary>
    /// Who may grant. Same account: the resource's policy naming the caller; naming its role, within boundary and session
    /// policy; or the identity-based policies within these. Another account: identity-based and resource's policy both.
    /// </summary>
    private IEnumerable<ImmutableArray<ImmutableArray<Box>>> Grants(
        PolicySet policies, CallerClass callers, Input input, ImmutableArray<Box> identity, ImmutableArray<Box>? boundary, ImmutableArray<Box>? session)
    {
        ImmutableArray<Box> Named(PrincipalMatch least) =>
            [.. Boxes(policies.ResourcePolicies, PrincipalReading.Named, input, least).Where(box => box.Origin!.Effect == Effect.Allow)];
        if (!callers.HasIdentityPolicies || callers.SameAccount)
            yield return [Named(PrincipalMatch.Caller)];
        if (!callers.HasIdentityPolicies)
            yield break;
        ImmutableArray<ImmutableArray<Box>> limits = [.. new[] { boundary, session }.OfType<ImmutableArray<Box>>()];
        if (callers.SameAccount)
            yield return [Named(PrincipalMatch.Issuer), .. limits];
        var named = Named(PrincipalMatch.Account);
        yield return [identity, callers.SameAccount ? [.. DecidedByIdentity(), .. named] : named, .. limits];
    }

    // Neither a KMS key nor the assumption of a role: there an identity-based Allow is enough in the same account.
    private IEnumerable<Box> DecidedByIdentity()
    {
        var notKey = Atom.Not(compiler.Resource("arn:*:kms:*:*:key/*"));
        yield return Box.Of([notKey, Atom.Not(compiler.Resource("arn:*:iam:*:*:role/*"))], null);
        yield return Box.Of([notKey, Atom.Not(compiler.Action("sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity"))], null);
    }

    // What services refuse whatever policies say; and sts:GetCallerIdentity, which needs no permission, so it is no question of policies.
    private IEnumerable<Box> Refused(CallerClass callers)
    {
        if (callers.Kind != PrincipalKind.Anonymous)
            yield return Box.Of([compiler.Action("sts:GetCallerIdentity")], null);
        if (callers.Kind == PrincipalKind.Root)
            yield return Box.Of([compiler.Action("sts:AssumeRole")], null);
        yield return Box.Of([compiler.Action("kms:CreateAlias", "kms:UpdateAlias", "kms:DeleteAlias"), compiler.Resource("arn:*:kms:*:*:alias/aws/*")], null);
        int[] changes = [compiler.Action("iam:*"), Atom.Not(compiler.Action("iam:Get*", "iam:List*", "iam:Generate*", "iam:Simulate*"))];
        yield return Box.Of([.. changes, compiler.Resource("arn:*:iam:*:aws:policy/*")], null);
        yield return Box.Of([.. changes, compiler.Resource("arn:*:iam:*:*:role/aws-reserved/*"), Atom.Not(compiler.Resource("arn:*:iam:*:aws:*"))], null);
    }

    // Only some services know resource control policies, and not for every action: ServiceRules.IsUnderResourceControl.
    private IEnumerable<Box> ResourceControlDenies(PolicySet policies, Input input)
    {
        if (policies.ResourceControlPolicies.IsEmpty)
            return [];
        var actions = compiler.Action(IamFacts.Current.Services.Where(service => service.SupportsResourceControlPolicies).Select(service => service.Prefix + ":*"));
        var exempt = Atom.Not(compiler.Action("kms:RetireGrant"));
        return policies.ResourceControlPolicies
            .SelectMany(level => Boxes(level.Policies, PrincipalReading.NamedOrEverybody, input, PrincipalMatch.Account))
            .Where(box => box.Origin!.Effect == Effect.Deny)
            .Select(box => box.And(actions).And(exempt));
    }

    private IEnumerable<Box> Boxes(ImmutableArray<AttachedPolicy> policies, PrincipalReading reading, Input input, PrincipalMatch least) =>
        from policy in policies
        from statement in policy.Document.Statements
        let origin = new StatementRef(policy.Name, statement.Index, statement.Sid, statement.Effect, input.Side)
        from box in compiler.Compile(policy.Document, statement, origin, reading, statement.Effect == Effect.Deny ? PrincipalMatch.Account : least, input.HasBoundary)
        select box;

    private static ImmutableArray<Box> Split(IEnumerable<Box> boxes, ImmutableArray<Box>.Builder denies)
    {
        var byEffect = boxes.ToLookup(box => box.Origin!.Effect);
        denies.AddRange(byEffect[Effect.Deny]);
        return [.. byEffect[Effect.Allow]];
    }

    private readonly record struct Input(string Side, bool HasBoundary);
}
