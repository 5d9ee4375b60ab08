using System.Collections.Immutable;
using Landward.Model;
using Landward.Policy.Conditions;
using Landward.Policy.Matching;

namespace Landward.Policy;

/// <summary>One statement of a policy document.</summary>
public sealed class PolicyStatement
{
    internal PolicyStatement(StatementSource source, bool variables)
    {
        Index = source.Index;
        Sid = source.Sid;
        Effect = source.Effect;
        Span = source.Span;
        Actions = source.Actions;
        NotActions = source.NotActions;
        Resources = source.Resources;
        NotResources = source.NotResources;
        Principals = source.Principals;
        Conditions = new ConditionBlock(source.Conditions, variables);
        ActionSet = new ActionSet(source.Actions.IsDefault ? source.NotActions : source.Actions);
        if (!source.Resources.IsDefault)
            ResourceSet = new ResourceSet(source.Resources, variables, negated: false);
        else if (!source.NotResources.IsDefault)
            ResourceSet = new ResourceSet(source.NotResources, variables, negated: true);
    }

    /// <summary>Place in the document, starting at 0.</summary>
    public int Index { get; }

    public string? Sid { get; }

    public Effect Effect { get; }

    public SourceSpan Span { get; }

    /// <summary>Default (not empty) when the statement has NotAction.</summary>
    public ImmutableArray<string> Actions { get; }

    public ImmutableArray<string> NotActions { get; }

    /// <summary>Default (not empty) when the statement has NotResource or, as in trust policies, neither.</summary>
    public ImmutableArray<string> Resources { get; }

    public ImmutableArray<string> NotResources { get; }

    internal PrincipalSet? Principals { get; }

    internal ConditionBlock Conditions { get; }

    internal ActionSet ActionSet { get; }

    /// <summary>Null when the statement names no resource: then it speaks of the resource it is attached to.</summary>
    internal ResourceSet? ResourceSet { get; }

    internal bool MatchesAction(AuthorizationRequest request) => ActionSet.Contains(request.LowerCaseAction) == !Actions.IsDefault;

    internal bool MatchesResource(AuthorizationRequest request) =>
        ResourceSet is null || ResourceSet.Matches(request.Target, request.Context, Effect);

    /// <summary>A condition that depends on an unknown key keeps an Allow from matching and lets a Deny match.</summary>
    internal bool MatchesConditions(AuthorizationRequest request) => Conditions.Evaluate(request.Context) switch
    {
        Truth.True => true,
        Truth.Unknown => Effect == Effect.Deny,
        _ => false,
    };

    internal bool Matches(AuthorizationRequest request) => MatchesAction(request) && MatchesResource(request) && MatchesConditions(request);
}

/// <summary>What the parser read of a statement.</summary>
internal sealed record StatementSource(
    int Index,
    string? Sid,
    Effect Effect,
    SourceSpan Span,
    ImmutableArray<string> Actions,
    ImmutableArray<string> NotActions,
    ImmutableArray<string> Resources,
    ImmutableArray<string> NotResources,
    PrincipalSet? Principals,
    ImmutableArray<ConditionSource> Conditions);
