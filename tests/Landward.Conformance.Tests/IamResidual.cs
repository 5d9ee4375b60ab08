using System.Text.Json;
using Landward.Policy;

namespace Landward.Conformance.Tests;

/// <summary>Compares the condition under which a request is allowed, and what is undecided, with the recorded ones.</summary>
internal static class IamResidual
{
    public static string? Compare(JsonElement expected, ResidualDecision actual)
    {
        var problem = CompareConditions(expected, actual.Residual);
        if (problem is not null)
            return problem;
        var expectedSession = expected.TryGetProperty("ignoredRoleSessionName", out var flag) && flag.GetBoolean();
        if (expectedSession != HasSessionName(actual.Residual))
            return $"expected the session name to matter: {expectedSession}";
        var expectedUndecided = expected.TryGetProperty("ignoredConditions", out var ignored) ? Undecided(ignored) : [];
        var actualUndecided = actual.Undecided.Select(Describe).OrderDescending(StringComparer.Ordinal).ToArray();
        return expectedUndecided.SequenceEqual(actualUndecided, StringComparer.Ordinal)
            ? null
            : $"expected undecided {string.Join("; ", expectedUndecided)}, was {string.Join("; ", actualUndecided)}";
    }

    /// <summary>Groups are compared without regard to order.</summary>
    public static string? CompareConditions(JsonElement expected, ConditionExpression? actual)
    {
        var expectedText = expected.TryGetProperty("conditions", out var conditions) ? Canonical(conditions) : string.Empty;
        // The records leave out that a Deny names a session; they only flag that the name matters.
        var actualText = actual is null ? string.Empty : Canonical(actual);
        return expectedText == actualText ? null : $"expected the condition {expectedText}, was {actualText}";
    }

    private static string Canonical(JsonElement condition)
    {
        var sources = condition.TryGetProperty("sources", out var list) ? string.Join('+', list.EnumerateArray().Select(SourceText).Order(StringComparer.Ordinal)) : string.Empty;
        return condition.GetProperty("conditionType").GetString() switch
        {
            "group" => Group(condition.GetProperty("operator").GetString()!, condition.GetProperty("conditions").EnumerateArray().Select(Canonical)),
            "sessionName" => $"session({Values(condition.GetProperty("sessionName"))})@{sources}",
            _ => Leaf(
                condition.GetProperty("op").GetString()!,
                condition.GetProperty("key").GetString()!,
                Values(condition.GetProperty("values")),
                condition.TryGetProperty("inverted", out var inverted) && inverted.GetBoolean(),
                sources),
        };
    }

    private static string SourceText(JsonElement source)
    {
        var target = source.TryGetProperty("orgIdentifier", out var organization) ? organization.GetString() : string.Empty;
        return $"{source.GetProperty("effect")} {source.GetProperty("policyType")} {source.GetProperty("statementIndex")} {target}";
    }

    private static string Canonical(ConditionExpression expression) => expression switch
    {
        ConditionExpression.Leaf leaf => Leaf(leaf.Operator, leaf.Key, string.Join(',', leaf.Values), leaf.Inverted, Sources(leaf.Sources)),
        ConditionExpression.SessionName { Inverted: false } session => $"session({string.Join(',', session.Names)})@{Sources(session.Sources)}",
        ConditionExpression.All all => Group("and", all.Operands.Select(Canonical)),
        ConditionExpression.Any any => any.Operands.Any(IsDeniedSession) ? string.Empty : Group("or", any.Operands.Select(Canonical)),
        _ when IsDeniedSession(expression) => string.Empty,
        _ => expression.ToString(),
    };

    private static bool IsDeniedSession(ConditionExpression expression) => expression is ConditionExpression.SessionName { Inverted: true };

    private static bool HasSessionName(ConditionExpression? expression) => expression switch
    {
        ConditionExpression.SessionName => true,
        ConditionExpression.All all => all.Operands.Any(HasSessionName),
        ConditionExpression.Any any => any.Operands.Any(HasSessionName),
        _ => false,
    };

    private static string Leaf(string op, string key, string values, bool inverted, string sources) => $"{op} {key} {values}{(inverted ? " inverted" : string.Empty)}@{sources}";

    private static string Group(string name, IEnumerable<string> operands)
    {
        var sorted = operands.Where(operand => operand.Length > 0).Order(StringComparer.Ordinal).ToArray();
        return sorted.Length switch
        {
            0 => string.Empty,
            1 => sorted[0],
            _ => $"{name}({string.Join(" | ", sorted)})",
        };
    }

    private static string Sources(IEnumerable<DecidingStatement> sources) => string.Join('+', sources.Select(source =>
        $"{source.Statement.Effect} {PolicyType(source.Policy.Kind)} {source.Statement.Index + 1} {source.Target}").Order(StringComparer.Ordinal));

    private static string PolicyType(PolicyKind kind) => kind switch
    {
        PolicyKind.ServiceControlPolicy => "scp",
        PolicyKind.ResourceControlPolicy => "rcp",
        PolicyKind.PermissionsBoundary => "permissionBoundary",
        PolicyKind.VpcEndpoint => "endpointPolicy",
        PolicyKind.Session => "session",
        PolicyKind.Resource or PolicyKind.Trust => "resource",
        _ => "identity",
    };

    private static string[] Undecided(JsonElement ignored) =>
    [
        .. (from gate in ignored.EnumerateObject()
            from effect in gate.Value.EnumerateObject()
            from condition in effect.Value.EnumerateArray()
            select $"{gate.Name} {effect.Name} {condition.GetProperty("op")} {condition.GetProperty("key")} {Values(condition.GetProperty("values"))}").OrderDescending(StringComparer.Ordinal),
    ];

    private static string Describe(UndecidedCondition condition)
    {
        var leaf = (ConditionExpression.Leaf)condition.Condition;
        var statement = condition.Statement;
        return $"{PolicyType(statement.Policy.Kind)} {(statement.Statement.Effect == Effect.Allow ? "allow" : "deny")} {leaf.Operator} {leaf.Key} {string.Join(',', leaf.Values)}";
    }

    private static string Values(JsonElement values) =>
        values.ValueKind == JsonValueKind.Array ? string.Join(',', values.EnumerateArray().Select(value => value.ToString())) : values.ToString();
}
