using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Landward.Policy.Conditions;
using Landward.Policy.Matching;

namespace Landward.Policy;

/// <summary>The elements of a statement for analyses that look at what a policy says rather than at one decision.</summary>
public static partial class StatementElements
{
    /// <summary>The conditions, all of which must hold; empty without Condition.</summary>
    public static ImmutableArray<StatementCondition> ConditionsOf(this PolicyStatement statement) =>
        [.. statement.Conditions.Conditions.Select(condition => new StatementCondition(condition.Source.Operator, condition.Source.Key, condition.Source.Values))];

    /// <summary>The values of Principal or NotPrincipal; empty when the statement has neither.</summary>
    public static ImmutableArray<StatementPrincipal> PrincipalsOf(this PolicyStatement statement) =>
        statement.Principals is { } principals ? [.. principals.Patterns.Select(pattern => new StatementPrincipal(TypeOf(pattern.Kind), pattern.Value))] : [];

    /// <summary>The statement excepts principals instead of naming them.</summary>
    public static bool HasNotPrincipal(this PolicyStatement statement) => statement.Principals is { IsNegated: true };

    /// <summary>Action or NotAction speak of the action.</summary>
    public static bool NamesAction(this PolicyStatement statement, string action) =>
        statement.ActionSet.Contains(action.ToLowerInvariant()) == !statement.Actions.IsDefault;

    /// <summary>Whether the statement reaches the request's resource; null when that depends on the value of an unknown policy variable.</summary>
    public static bool? ReachesResource(this PolicyStatement statement, AuthorizationRequest request) =>
        statement.MatchesResource(request) switch { Truth.True => true, Truth.False => false, _ => null };

    /// <summary>What one of <see cref="ConditionsOf"/> says in a context; null when that depends on something unknown.</summary>
    public static bool? ConditionHolds(this PolicyStatement statement, int condition, RequestContext context) =>
        statement.Conditions.Conditions[condition].Evaluate(context) switch { Truth.True => true, Truth.False => false, _ => null };

    /// <summary>The keys of the policy variables in a text, such as <c>aws:username</c> of <c>home/${aws:username}/*</c>.</summary>
    public static IEnumerable<string> VariablesIn(string text) =>
        text.Contains("${", StringComparison.Ordinal) ? Variable().Matches(text).Select(match => match.Groups["key"].Value.Trim()) : [];

    /// <summary>Every key that the statement's outcome can depend on: those of its conditions and of its policy variables. May repeat.</summary>
    public static IEnumerable<string> KeysOf(this PolicyStatement statement)
    {
        foreach (var condition in statement.Conditions.Conditions)
        {
            yield return condition.Source.Key;
            foreach (var key in condition.Source.Values.SelectMany(VariablesIn))
                yield return key;
        }
        var resources = statement.Resources.IsDefault ? statement.NotResources : statement.Resources;
        foreach (var key in (resources.IsDefault ? [] : resources).SelectMany(VariablesIn))
            yield return key;
    }

    [GeneratedRegex(@"\$\{(?<key>[^*?$,}][^,}]*)[,}]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();

    private static string TypeOf(PrincipalPatternKind kind) => kind switch
    {
        PrincipalPatternKind.Service => "Service",
        PrincipalPatternKind.Provider => "Federated",
        PrincipalPatternKind.CanonicalUser => "CanonicalUser",
        _ => "AWS",
    };
}
