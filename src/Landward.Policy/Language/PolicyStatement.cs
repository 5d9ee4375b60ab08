using System.Collections.Immutable;
using Landward.Model;
using Landward.Policy.Conditions;
using Landward.Policy.Evaluation;
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

    /// <summary>Services hashed to 64 bits: the statement matches no action of a service whose bit is missing.</summary>
    internal ulong ServiceMask => Actions.IsDefault ? ulong.MaxValue : ActionSet.ServiceMask;

    /// <summary>The statement allows everything on everything to whomever it is attached to, as FullAWSAccess does.</summary>
    internal bool IsFullAccess =>
        Effect == Effect.Allow && !Actions.IsDefault && ActionSet.MatchesEverything && ResourceSet is { MatchesEverything: true } && Conditions.Conditions.IsEmpty && Principals is null;

    internal bool MatchesAction(AuthorizationRequest request) => ActionSet.Contains(request.RequestedAction) == !Actions.IsDefault;

    internal Truth MatchesResource(AuthorizationRequest request) => ResourceSet?.Matches(request.Target, request.Context, Effect) ?? Truth.True;

    internal bool Matches(AuthorizationRequest request, Unknowns unknowns)
    {
        if (!MatchesAction(request))
            return false;
        var truth = MatchesResource(request);
        if (truth != Truth.False && !Conditions.Conditions.IsEmpty)
            truth = Truths.And(truth, Conditions.Evaluate(request.Context));
        return truth == Truth.True || (truth == Truth.Unknown && (Effect == Effect.Deny) == (unknowns == Unknowns.AgainstCaller));
    }
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
