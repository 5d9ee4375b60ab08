using System.Collections.Immutable;

namespace Landward.Policy;

/// <summary>One condition of a statement as written.</summary>
/// <param name="Operator">Such as <c>ForAnyValue:StringLike</c>.</param>
/// <param name="Key">Such as <c>aws:PrincipalOrgID</c>, in the writer's case.</param>
public readonly record struct StatementCondition(string Operator, string Key, ImmutableArray<string> Values);
