using System.Collections.Immutable;
using Landward.Access.Impact;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access;

/// <summary>
/// Decides recorded calls again under changed policies. A call that was authorized passed every gate; only what differs is asked
/// again. A call that was denied is allowed only when every policy that has a say allows it.
/// </summary>
/// <remarks>
/// (1) A class of which no differing document speaks is decided as before; (2) otherwise it is decided under the old and the new
/// policies, once in the caller's favour with the condition under which that is right, once against; (3) what the old policies
/// decide in the same way is no effect of the change.
/// </remarks>
public sealed class CallReplay
{
    private readonly AccessView _before;
    private readonly AccessView _after;
    private readonly ChangedPolicies _changed;
    private readonly CallRequests _old;
    private readonly CallRequests _new;
    private readonly IamFacts _facts;

    /// <param name="before">The snapshot with the policies that were in force.</param>
    /// <param name="after">The same with the change applied.</param>
    public CallReplay(AccessSnapshot before, AccessSnapshot after, IamFacts facts)
    {
        // Each view must know the keys that the other's documents mention.
        _before = new AccessView(before, ChangedPolicies.Documents(before, after));
        _after = new AccessView(after, ChangedPolicies.Documents(before, after));
        _changed = new ChangedPolicies(_before, _after);
        _old = new CallRequests(_before, facts);
        _new = new CallRequests(_after, facts);
        _facts = facts;
    }

    public ReplayResult Run(CallHistory history)
    {
        var calls = new List<ReplayedCall>();
        var deniedAlready = ImmutableArray.CreateBuilder<RecordedCall>();
        var unexplained = ImmutableArray.CreateBuilder<RecordedCall>();
        var (classes, count, outside) = (0, 0L, 0L);
        var strangers = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var call in history.Calls)
        {
            switch (Decide(call))
            {
                case { IsDeniedAlready: true }:
                    deniedAlready.Add(call);
                    break;
                case { IsUnexplained: true }:
                    unexplained.Add(call);
                    break;
                case { Replayed: { } replayed }:
                    calls.Add(replayed);
                    break;
                default:
                    classes++;
                    count += call.Count;
                    if (_before.IsOwn(call.Principal.Account) || _before.IsOwn(call.ResourceAccount))
                        break;
                    outside += call.Count;
                    strangers.Add(call.Principal.Account.Length > 0 ? call.Principal.Account : call.ResourceAccount);
                    break;
            }
        }
        return new ReplayResult
        {
            History = history,
            Calls =
            [
                .. calls.OrderBy(call => call.Verdict).ThenByDescending(call => call.Call.Count)
                    .ThenBy(call => call.Call.Principal.Arn, StringComparer.Ordinal).ThenBy(call => call.Call.Action, StringComparer.Ordinal).ThenBy(call => call.Call.Resource, StringComparer.Ordinal),
            ],
            UnchangedClasses = classes,
            UnchangedCalls = count,
            OutsideCalls = outside,
            OutsideAccounts = [.. strangers],
            DeniedAlready = deniedAlready.ToImmutable(),
            UnexplainedDenials = unexplained.ToImmutable(),
        };
    }

    private Outcome Decide(RecordedCall call)
    {
        var organization = IsTouched(call, _changed.OfAccount(call.Principal.Account, PolicyType.ServiceControlPolicy))
            || (CallRequests.HasResourceControl(call, _facts) && IsTouched(call, _changed.OfAccount(call.ResourceAccount, PolicyType.ResourceControlPolicy)));
        var grants = IsTouched(call, _changed.OfPrincipal(call.Principal.Arn)) || IsTouched(call, _changed.OfResource(call.Resource));
        if (!organization && !grants)
            return default;
        return call.Outcome == CallOutcome.Authorized ? DecideAuthorized(call, grants) : DecideDenied(call);
    }

    private Outcome DecideAuthorized(RecordedCall call, bool grants)
    {
        var (old, changed) = grants
            ? (Ask(call, _old, _old.AllPolicies(call)), Ask(call, _new, _new.AllPolicies(call)))
            : (Ask(call, _old, _old.OrganizationPolicies(call)), Ask(call, _new, _new.OrganizationPolicies(call)));
        if (!old.MayBeAllowed)
            return new Outcome(null, IsDeniedAlready: true, IsUnexplained: false);
        if (!changed.MayBeAllowed)
            return new Outcome(changed.As(call, ReplayVerdict.Broken));
        return changed.IsAllowed || changed.DependsLike(old) ? default : new Outcome(changed.As(call, ReplayVerdict.MayBreak));
    }

    private Outcome DecideDenied(RecordedCall call)
    {
        var old = Ask(call, _old, _old.AllPolicies(call));
        if (old.IsAllowed)
            return new Outcome(null, IsDeniedAlready: false, IsUnexplained: true);
        var changed = Ask(call, _new, _new.AllPolicies(call));
        if (!changed.MayBeAllowed || (changed.DependsLike(old) && old.DependsLike(changed)))
            return default;
        return new Outcome(changed.As(call, changed.IsAllowed ? ReplayVerdict.NewlyAllowed : ReplayVerdict.MayBeAllowed));
    }

    private static CallDecision Ask(RecordedCall call, CallRequests requests, PolicySet policies) => CallDecision.Of(requests.Of(call), policies, call.ResourceIsPattern);

    private static bool IsTouched(RecordedCall call, ImmutableArray<AttachedPolicy> copies) =>
        GivenPolicies.Reach(copies, call.Action, call.Resource, call.ResourceIsPattern);

    private readonly record struct Outcome(ReplayedCall? Replayed, bool IsDeniedAlready = false, bool IsUnexplained = false);
}
