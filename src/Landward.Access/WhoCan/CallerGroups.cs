using System.Collections.Immutable;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access;

/// <summary>
/// Puts together the users and roles about whom a question has the same answer: the same documents that speak of it, the same
/// organization policies, the same outcome of every condition on who they are, the same values in policy variables, and named by the
/// resource's policy in the same way. One of each group is then asked. Callers to whom no Allow can apply are left out.
/// </summary>
internal sealed class CallerGroups
{
    private readonly Numbering _stacks = new();
    private readonly Numbering _values = new();

    private CallerGroups(AccessView view, WhoCanQuestion question, AccessTarget target, AttachedPolicy? resourcePolicy)
    {
        (View, Question, Target) = (view, question, target);
        Relevance = new QuestionRelevance(question.Action, question.Resource);
        var policy = resourcePolicy is null ? null : Relevance.Of(resourcePolicy.Document);
        Named = new NamedPrincipals(policy);
        var control = target.Account is { } owner ? view.LevelsOf(owner, PolicyType.ResourceControlPolicy) : [];
        OfResource = [.. control.SelectMany(level => level.Policies).Select(item => Relevance.Of(item.Document)).Prepend(policy).OfType<RelevantDocument>().Distinct()];
    }

    public AccessView View { get; }

    public WhoCanQuestion Question { get; }

    public AccessTarget Target { get; }

    public QuestionRelevance Relevance { get; }

    public NamedPrincipals Named { get; }

    /// <summary>The resource's policy and the resource control policies over it.</summary>
    public ImmutableArray<RelevantDocument> OfResource { get; }

    /// <summary>Each group at least of one; the order of groups does not matter.</summary>
    public static ICollection<List<AccessPrincipal>> Of(AccessView view, WhoCanQuestion question, AccessTarget target, AttachedPolicy? resourcePolicy)
    {
        var groups = new CallerGroups(view, question, target, resourcePolicy);
        var all = new Dictionary<GroupKey, List<AccessPrincipal>>();
        Parallel.ForEach(
            view.Snapshot.Accounts,
            () => new Dictionary<GroupKey, List<AccessPrincipal>>(),
            (account, _, own) =>
            {
                new AccountGrouping(groups, account.Id.Value).AddTo(own, account.Principals);
                return own;
            },
            own =>
            {
                lock (all)
                    Merge(all, own);
            });
        return all.Values;
    }

    /// <summary>Numbers the shape of an account's service control policies: per level, the documents that speak of the question.</summary>
    public (int Id, ImmutableArray<RelevantDocument> Documents) StackOf(string account)
    {
        var levels = View.LevelsOf(account, PolicyType.ServiceControlPolicy)
            .Select(level => level.Policies.Select(policy => Relevance.Of(policy.Document)).OfType<RelevantDocument>().ToList())
            .ToList();
        var shape = string.Join('|', levels.Select(level => string.Join(',', level.Select(document => document.Id))));
        return (_stacks.Of(shape), [.. levels.SelectMany(level => level).Distinct()]);
    }

    /// <summary>Numbers a value: equal numbers for equal values.</summary>
    public int ValueOf(ContextValue? value)
    {
        var text = value is null ? string.Empty : $"{value.Knowledge}:{string.Join('\n', value.Values)}";
        return _values.Of(text);
    }

    private static void Merge(Dictionary<GroupKey, List<AccessPrincipal>> all, Dictionary<GroupKey, List<AccessPrincipal>> own)
    {
        foreach (var (key, members) in own)
        {
            if (!all.TryAdd(key, members))
                all[key].AddRange(members);
        }
    }
}
