using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Landward.Policy;

namespace Landward.Access;

/// <summary>Groups the users and roles of one account. What they share is worked out once.</summary>
internal sealed class AccountGrouping
{
    private readonly CallerGroups _groups;
    private readonly int _stack;
    private readonly ImmutableArray<RelevantDocument> _shared;
    private readonly int _accountFlags;
    private readonly List<int> _key = [];
    private readonly List<RelevantDocument> _documents = [];
    private readonly Dictionary<CallerCondition, int> _ofAccount = new(ReferenceEqualityComparer.Instance);

    public AccountGrouping(CallerGroups groups, string account)
    {
        _groups = groups;
        (_stack, var serviceControl) = groups.StackOf(account);
        _shared = [.. serviceControl, .. groups.OfResource];
        var isOwner = account == groups.Target.Account;
        var isManagement = groups.View.Snapshot.Organization?.ManagementAccount.Value == account;
        _accountFlags = (isOwner ? 1 : 0) | (isManagement ? 2 : 0);
    }

    public void AddTo(Dictionary<GroupKey, List<AccessPrincipal>> groups, ImmutableArray<AccessPrincipal> principals)
    {
        foreach (var caller in principals)
        {
            var named = _groups.Named.ClassOf(caller);
            var allows = ReadIdentity(caller);
            if (!allows && !_groups.Named.MayGrant(named) && caller.UnreadPolicies.IsEmpty)
                continue;
            Describe(caller, named);
            ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, new GroupKey(CollectionsMarshal.AsSpan(_key)), out _);
            (group ??= []).Add(caller);
        }
    }

    private bool ReadIdentity(AccessPrincipal caller)
    {
        _documents.Clear();
        var allows = false;
        foreach (var policy in caller.Identity)
        {
            if (_groups.Relevance.Of(policy.Document) is not { } document)
                continue;
            allows |= document.Allows;
            _documents.Add(document);
        }
        return allows;
    }

    private void Describe(AccessPrincipal caller, int named)
    {
        _key.Clear();
        _key.Add(_stack);
        _key.Add(named);
        _key.Add(_accountFlags | (caller.Principal.IsServiceLinkedRole ? 4 : 0) | (caller.PermissionsBoundary.IsEmpty ? 0 : 8)
            | (caller.UnreadPolicies.IsEmpty ? 0 : 16) | (caller.Principal.Kind == PrincipalKind.User ? 32 : 0));
        foreach (var document in _documents)
            _key.Add(document.Id);
        _key.Add(-1);
        foreach (var policy in caller.PermissionsBoundary)
        {
            if (_groups.Relevance.Of(policy.Document) is not { } document)
                continue;
            _key.Add(document.Id);
            _documents.Add(document);
        }
        RequestContext? whole = null;
        for (var i = 0; i < _documents.Count + _shared.Length; i++)
        {
            var document = i < _documents.Count ? _documents[i] : _shared[i - _documents.Count];
            foreach (var condition in document.Conditions)
            {
                _key.Add(condition.Scope switch
                {
                    CallerScope.Account => OfAccount(condition, caller),
                    CallerScope.Arn when _groups.Question.Given?.Find(condition.Key) is null => condition.OutcomeOfArn(caller.Arn),
                    _ => condition.Outcome(whole ??= Whole(caller)),
                });
            }
            foreach (var key in document.Variables)
                _key.Add(-5 - _groups.ValueOf((whole ??= Whole(caller)).Find(key)));
        }
    }

    private int OfAccount(CallerCondition condition, AccessPrincipal anyCaller)
    {
        if (_ofAccount.TryGetValue(condition, out var known))
            return known;
        var context = _groups.View.CallerContext(anyCaller, _groups.Question.Action, _groups.Target, _groups.Question.Given, [condition.Key]);
        return _ofAccount[condition] = condition.Outcome(context);
    }

    private RequestContext Whole(AccessPrincipal caller) => _groups.View.CallerContext(
        caller, _groups.Question.Action, _groups.Target, _groups.Question.Given, _documents.Concat(_shared).SelectMany(document => document.Keys.Concat(document.Conditions.Select(condition => condition.Key))));
}
