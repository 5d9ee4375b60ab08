using System.Collections.Immutable;
using Landward.Policy.Conditions;
using Landward.Policy.Matching;

namespace Landward.Policy;

/// <summary>A condition on a request, in the words of a policy's Condition element.</summary>
/// <param name="Operator">Such as <c>StringLike</c> or <c>ForAnyValue:StringEquals</c>.</param>
public sealed record AccessCondition(string Operator, string Key, ImmutableArray<string> Values);

/// <summary>
/// A set of requests: is some request like this allowed? Everything left empty is any; what is given must all hold.
/// </summary>
public sealed record AccessQuestion
{
    public static readonly AccessQuestion Anything = new();

    /// <summary>Actions, with wildcards as in a policy.</summary>
    public ImmutableArray<string> Actions { get; init; } = [];

    /// <summary>Resources, with wildcards as in a policy.</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    public CallerSelection Callers { get; init; } = CallerSelection.Anyone;

    /// <summary>Every one must hold.</summary>
    public ImmutableArray<AccessCondition> Conditions { get; init; } = [];

    /// <summary>Requests that do not count, such as those a narrower question already found.</summary>
    public ImmutableArray<AccessQuestion> Except { get; init; } = [];

    /// <summary>The question as a statement that matches what it asks about, callers aside.</summary>
    internal PolicyDocument AsDocument()
    {
        ImmutableArray<string> Or(ImmutableArray<string> values) => values.IsDefaultOrEmpty ? ["*"] : values;
        var source = new StatementSource(
            0, null, Effect.Allow, new Model.SourceSpan("question", 1, 1), Or(Actions), default, Or(Resources), default, null,
            [.. Conditions.Select(condition => new ConditionSource(condition.Operator, condition.Key, condition.Values))]);
        return new PolicyDocument("2008-10-17", null, [new PolicyStatement(source, variables: false)], string.Empty);
    }

    internal IEnumerable<PrincipalPattern> Patterns => Callers.Patterns.Concat(Except.SelectMany(question => question.Patterns));
}

/// <summary>Which callers a question is about.</summary>
public sealed record CallerSelection
{
    public static readonly CallerSelection Anyone = new();

    /// <summary>
    /// Accounts (12 digits), ARNs of users, roles, sessions and identity providers, service principals, <c>anonymous</c>; a role's ARN
    /// stands for its sessions. Empty: any caller.
    /// </summary>
    public ImmutableArray<string> Named { get; init; } = [];

    /// <summary>All callers but the named ones.</summary>
    public bool IsExcept { get; init; }

    /// <summary>Only callers of these kinds; empty: of any.</summary>
    public ImmutableArray<PrincipalKind> Kinds { get; init; } = [];

    internal IEnumerable<PrincipalPattern> Patterns => Named.Where(name => name != "anonymous").Select(PatternOf);

    internal bool Includes(Principal principal)
    {
        if (!Kinds.IsEmpty && !Kinds.Contains(principal.Kind))
            return false;
        if (Named.IsEmpty)
            return true;
        var named = (Named.Contains("anonymous") && principal.Kind == PrincipalKind.Anonymous)
            || Patterns.Any(pattern => pattern.Match(principal, Effect.Deny, string.Empty) != PrincipalMatch.None);
        return named != IsExcept;
    }

    private static PrincipalPattern PatternOf(string name)
    {
        if (name.EndsWith(".amazonaws.com", StringComparison.Ordinal) && !name.Contains(':', StringComparison.Ordinal))
            return new(PrincipalPatternKind.Service, name, string.Empty);
        var pattern = PrincipalPattern.ForAws(name);
        return pattern.Kind == PrincipalPatternKind.Nobody ? new(PrincipalPatternKind.Provider, name, string.Empty) : pattern;
    }
}
