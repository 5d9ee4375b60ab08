using System.Text.RegularExpressions;

namespace Landward.Policy;

/// <summary>Decides what is known of a key in a context whose keys are unknown unless a constraint says otherwise.</summary>
internal sealed class ContextKnowledgeRules
{
    private static readonly ContextValue Nobody = ContextValue.Unknown(ContextKnowledge.Unknown);

    private readonly Dictionary<string, ContextKeyConstraint> _named = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(Regex Keys, ContextKeyConstraint Constraint)> _patterns = [];

    public ContextKnowledgeRules(IEnumerable<ContextKeyConstraint> constraints)
    {
        foreach (var constraint in constraints)
        {
            if (constraint.KeyName is ['/', .. var expression, '/'])
                _patterns.Add((new Regex(expression, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking), constraint));
            else
                _named[constraint.KeyName] = constraint;
        }
    }

    /// <param name="key">The key's name.</param>
    /// <param name="listed">The value the context lists; null when it lists none.</param>
    /// <returns>Null for a key that is known to be absent.</returns>
    public ContextValue? Resolve(string key, ContextValue? listed)
    {
        if (Find(key) is not { PresenceIsKnown: true } constraint)
            return Nobody;
        if (listed is null || constraint.ValueIsKnown)
            return listed;
        return listed with { Values = [], Knowledge = ContextKnowledge.PresentValueUnknown };
    }

    private ContextKeyConstraint? Find(string key)
    {
        if (_named.TryGetValue(key, out var named))
            return named;
        return _patterns.Find(item => item.Keys.IsMatch(key)).Constraint;
    }
}
