using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access;

/// <summary>
/// Puts together the users and roles about whom a question has the same answer: the same documents that name the action, the same
/// organization policies, the same outcome of every condition on who they are, the same values in policy variables, and named by the
/// resource's policy in the same way. One of each group is then asked. Callers to whom no Allow can apply are left out.
/// </summary>
internal sealed class CallerGroups
{
    private readonly AccessView _view;
    private readonly WhoCanQuestion _question;
    private readonly AccessTarget _target;
    private readonly ActionRelevance _relevance;
    private readonly NamedPrincipals _named;
    private readonly ImmutableArray<RelevantDocument> _ofResource;
    private readonly Dictionary<string, (int Id, ImmutableArray<RelevantDocument> Documents)> _stacks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<GroupKey, List<AccessPrincipal>> _groups = [];
    private readonly List<int> _key = [];
    private readonly List<RelevantDocument> _documents = [];

    private CallerGroups(AccessView view, WhoCanQuestion question, AccessTarget target, AttachedPolicy? resourcePolicy)
    {
        (_view, _question, _target) = (view, question, target);
        _relevance = new ActionRelevance(question.Action);
        var policy = resourcePolicy is null ? null : _relevance.Of(resourcePolicy.Document);
        _named = new NamedPrincipals(policy);
        var control = target.Account is { } owner ? view.LevelsOf(owner, PolicyType.ResourceControlPolicy) : [];
        _ofResource = [.. control.SelectMany(level => level.Policies).Select(item => _relevance.Of(item.Document)).Prepend(policy).OfType<RelevantDocument>()];
    }

    public static IEnumerable<List<AccessPrincipal>> Of(AccessView view, WhoCanQuestion question, AccessTarget target, AttachedPolicy? resourcePolicy)
    {
        var groups = new CallerGroups(view, question, target, resourcePolicy);
        var index = 0;
        foreach (var account in view.Snapshot.Accounts)
        {
            var stack = groups.StackOf(account.Id.Value);
            foreach (var principal in account.Principals)
                groups.Add(principal, stack.Id, stack.Documents, index++);
        }
        return groups._groups.Values;
    }

    private (int Id, ImmutableArray<RelevantDocument> Documents) StackOf(string account)
    {
        var levels = _view.LevelsOf(account, PolicyType.ServiceControlPolicy)
            .Select(level => level.Policies.Select(policy => _relevance.Of(policy.Document)).OfType<RelevantDocument>().ToList())
            .ToList();
        var shape = string.Join('|', levels.Select(level => string.Join(',', level.Select(document => document.Id))));
        if (_stacks.TryGetValue(shape, out var known))
            return known;
        return _stacks[shape] = (_stacks.Count, [.. levels.SelectMany(level => level).Distinct()]);
    }

    private void Add(AccessPrincipal caller, int stack, ImmutableArray<RelevantDocument> serviceControl, int index)
    {
        var named = _named.ClassOf(caller, index);
        _documents.Clear();
        var allows = false;
        foreach (var policy in caller.Identity)
        {
            if (_relevance.Of(policy.Document) is not { } document)
                continue;
            allows |= document.Allows;
            _documents.Add(document);
        }
        if (!allows && !_named.MayGrant(named) && caller.UnreadPolicies.IsEmpty)
            return;
        _key.Clear();
        _key.Add(stack);
        _key.Add(named);
        _key.Add(Flags(caller));
        foreach (var document in _documents)
            _key.Add(document.Id);
        _key.Add(-1);
        foreach (var policy in caller.PermissionsBoundary)
        {
            if (_relevance.Of(policy.Document) is not { } document)
                continue;
            _key.Add(document.Id);
            _documents.Add(document);
        }
        _documents.AddRange(serviceControl);
        _documents.AddRange(_ofResource);
        AddCallerFacts(caller);
        ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, new GroupKey([.. _key]), out _);
        (group ??= []).Add(caller);
    }

    private int Flags(AccessPrincipal caller)
    {
        var isOwner = caller.Account == _target.Account;
        var isManagement = _view.Snapshot.Organization?.ManagementAccount.Value == caller.Account;
        return (isOwner ? 1 : 0) | (isManagement ? 2 : 0) | (caller.Principal.IsServiceLinkedRole ? 4 : 0) | (caller.PermissionsBoundary.IsEmpty ? 0 : 8)
            | (caller.UnreadPolicies.IsEmpty ? 0 : 16) | (caller.Principal.Kind == PrincipalKind.User ? 32 : 0);
    }

    private void AddCallerFacts(AccessPrincipal caller)
    {
        RequestContext? context = null;
        foreach (var document in _documents)
        {
            if (document.CallerConditions.IsEmpty && document.CallerVariables.IsEmpty)
                continue;
            context ??= _view.CallerContext(caller, _question.Action, _target, _question.Given, _documents.SelectMany(item => item.CallerKeys));
            foreach (var (statement, index) in document.CallerConditions)
                _key.Add(statement.ConditionHolds(index, context) switch { true => -2, false => -3, null => -4 });
            foreach (var key in document.CallerVariables)
                _key.Add(-5 - ValueOf(context.Find(key)));
        }
    }

    private int ValueOf(ContextValue? value)
    {
        var text = value is null ? string.Empty : $"{value.Knowledge}:{string.Join('\n', value.Values)}";
        if (!_values.TryGetValue(text, out var id))
            _values[text] = id = _values.Count;
        return id;
    }

    private readonly struct GroupKey(int[] parts) : IEquatable<GroupKey>
    {
        private readonly int[] _parts = parts;
        private readonly int _hash = Hash(parts);

        public bool Equals(GroupKey other) => _hash == other._hash && _parts.AsSpan().SequenceEqual(other._parts);

        public override bool Equals(object? obj) => obj is GroupKey other && Equals(other);

        public override int GetHashCode() => _hash;

        private static int Hash(int[] parts)
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(parts.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
