using System.Collections.Concurrent;
using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.Impact;

/// <summary>Policies that stand for what needs no asking.</summary>
internal static class GivenPolicies
{
    /// <summary>Allows everything: a gate known to stand open.</summary>
    public static readonly AttachedPolicy Everything = new(
        PolicyDocument.Parse("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""").Document!, "everything", PolicyKind.Identity);

    /// <summary>Lets everybody in, so that only organization policies decide.</summary>
    public static readonly AttachedPolicy Everybody = new(
        PolicyDocument.Parse("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}""").Document!, "everybody", PolicyKind.Resource);

    private static readonly ConcurrentDictionary<string, AttachedPolicy> Accounts = new(StringComparer.Ordinal);

    /// <summary>Lets the account in, whose own policies then decide.</summary>
    public static AttachedPolicy Account(string account) => Accounts.GetOrAdd(account, static id => new AttachedPolicy(
        PolicyDocument.Parse($$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"{{{id}}}"},"Action":"*","Resource":"*"}}""").Document!, "account", PolicyKind.Resource));

    /// <summary>A caller about whom nothing matters.</summary>
    public static readonly Principal Anybody = Principal.FromArn("arn:aws:iam::000000000000:user/anybody")!;

    /// <summary>Does one of these copies (see <see cref="ConditionFreeCopy"/>) allow the action on the resource or, of a pattern, on one of them?</summary>
    public static bool Reach(ImmutableArray<AttachedPolicy> copies, string action, string resource, bool anyResource)
    {
        if (copies.IsEmpty)
            return false;
        var request = new AuthorizationRequest(Anybody, action, resource, Anybody.Account, RequestContext.Empty, anyResource);
        return PolicyEvaluator.Decide(request, new PolicySet { ServiceControlPolicies = [new PolicyLevel("copies", copies)], Resource = Everybody }).IsAllowed;
    }
}
