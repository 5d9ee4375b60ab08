using System.Collections.Immutable;
using Landward.Policy.Conditions;

namespace Landward.Policy;

/// <summary>What must hold for a request to be allowed: conditions combined with and, or. Exactly one of the nested records.</summary>
public abstract record ConditionExpression
{
    private ConditionExpression()
    {
    }

    /// <summary>Does the request fulfil it? Null when the request leaves a key, or the session's name, unknown on which that depends.</summary>
    public bool? Holds(AuthorizationRequest request) => Evaluate(request) switch
    {
        Truth.True => true,
        Truth.False => false,
        _ => null,
    };

    public sealed override string ToString() => Evaluation.ConditionText.Of(this);

    internal abstract Truth Evaluate(AuthorizationRequest request);

    /// <summary>One comparison of a condition key, in the words of the policy language.</summary>
    /// <param name="Operator">The operator, such as <c>StringNotEquals</c>.</param>
    /// <param name="Values">The policy's values; alternatives.</param>
    /// <param name="Inverted">The opposite of what a Deny statement says.</param>
    /// <param name="Sources">The statements that ask for it.</param>
    public sealed record Leaf(string Operator, string Key, ImmutableArray<string> Values, bool Inverted, ImmutableArray<DecidingStatement> Sources) : ConditionExpression
    {
        internal Condition? Compiled { get; init; }

        internal override Truth Evaluate(AuthorizationRequest request) =>
            (Compiled ?? new Condition(new ConditionSource(Operator, Key, Values), variables: true)).Evaluate(request.Context);
    }

    /// <summary>The role session has, or with <paramref name="Inverted"/> has not, one of these names.</summary>
    public sealed record SessionName(ImmutableArray<string> Names, bool Inverted, ImmutableArray<DecidingStatement> Sources) : ConditionExpression
    {
        internal override Truth Evaluate(AuthorizationRequest request)
        {
            if (request.Principal is not { Kind: PrincipalKind.RoleSession, SessionNameIsUnknown: false } session)
                return Truth.Unknown;
            return Truths.From(Names.Contains(session.SessionName) != Inverted);
        }
    }

    /// <summary>
    /// The Resource or NotResource element, whose policy variables have values nobody knows, speaks, or with
    /// <paramref name="Inverted"/> does not speak, of the resource.
    /// </summary>
    public sealed record Resource(DecidingStatement Statement, bool Inverted) : ConditionExpression
    {
        internal override Truth Evaluate(AuthorizationRequest request)
        {
            var matches = Statement.Statement.MatchesResource(request);
            return Inverted ? Truths.Not(matches) : matches;
        }
    }

    /// <summary>The opposite of a comparison for which the policy language has no opposite, such as BinaryEquals.</summary>
    public sealed record Not(Leaf Operand) : ConditionExpression
    {
        internal override Truth Evaluate(AuthorizationRequest request) => Truths.Not(Operand.Evaluate(request));
    }

    /// <summary>Every operand must hold.</summary>
    public sealed record All(ImmutableArray<ConditionExpression> Operands) : ConditionExpression
    {
        internal override Truth Evaluate(AuthorizationRequest request) =>
            Operands.Aggregate(Truth.True, (result, operand) => Truths.And(result, operand.Evaluate(request)));
    }

    /// <summary>One operand at least must hold.</summary>
    public sealed record Any(ImmutableArray<ConditionExpression> Operands) : ConditionExpression
    {
        internal override Truth Evaluate(AuthorizationRequest request) =>
            Operands.Aggregate(Truth.False, (result, operand) => Truths.Or(result, operand.Evaluate(request)));
    }
}
