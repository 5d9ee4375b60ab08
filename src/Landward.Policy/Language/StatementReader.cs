using System.Collections.Immutable;
using Landward.Model;
using Landward.Policy.Conditions;
using Landward.Policy.Matching;

namespace Landward.Policy.Language;

/// <summary>Reads one statement; broken structure gives no statement, values that match nothing are only reported.</summary>
internal sealed class StatementReader(JsonTree tree, int index, List<Diagnostic> diagnostics)
{
    private static readonly string[] Elements =
        ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

    /// <summary>In characters.</summary>
    private const int MaxValueLength = 8192;

    private bool _broken;

    public StatementSource? Read()
    {
        if (tree.Kind != JsonTreeKind.Object)
        {
            diagnostics.Add(PolicyDiagnostics.WrongType("Statement", "an object or a list of objects", tree.Span));
            return null;
        }
        foreach (var member in tree.Members.Where(member => !Elements.Contains(member.Name, StringComparer.Ordinal)))
            Break(PolicyDiagnostics.UnknownElement(member.Name, Elements, member.Span));
        Exclude("Principal", "NotPrincipal");
        Exclude("Action", "NotAction");
        Exclude("Resource", "NotResource");
        if (tree.Find("Action") is null && tree.Find("NotAction") is null)
            Break(PolicyDiagnostics.MissingElement("`Action` or `NotAction`", tree.Span));
        var source = new StatementSource(
            index,
            ReadSid(),
            ReadEffect(),
            tree.Span,
            ReadStrings("Action", ActionSet.IsWellFormed, PolicyDiagnostics.MalformedAction),
            ReadStrings("NotAction", ActionSet.IsWellFormed, PolicyDiagnostics.MalformedAction),
            ReadStrings("Resource", ResourcePattern.IsWellFormed, PolicyDiagnostics.MalformedResource),
            ReadStrings("NotResource", ResourcePattern.IsWellFormed, PolicyDiagnostics.MalformedResource),
            ReadPrincipals(),
            ReadConditions());
        return _broken ? null : source;
    }

    private string? ReadSid()
    {
        if (tree.Find("Sid") is not { } member)
            return null;
        if (member.Value.Kind != JsonTreeKind.String)
            Break(PolicyDiagnostics.WrongType("Sid", "a string", member.Value.Span));
        return member.Value.Text;
    }

    private Effect ReadEffect()
    {
        if (tree.Find("Effect") is not { } member)
        {
            Break(PolicyDiagnostics.MissingElement("`Effect`", tree.Span));
            return Effect.Deny;
        }
        if (member.Value is { Kind: JsonTreeKind.String, Text: "Allow" })
            return Effect.Allow;
        if (member.Value is not { Kind: JsonTreeKind.String, Text: "Deny" })
            Break(PolicyDiagnostics.WrongEffect(member.Value.Text, member.Value.Span));
        return Effect.Deny;
    }

    private ImmutableArray<string> ReadStrings(string name, Func<string, bool> wellFormed, Func<string, SourceSpan, Diagnostic> malformed)
    {
        if (tree.Find(name) is not { } member)
            return default;
        var values = ImmutableArray.CreateBuilder<string>();
        foreach (var item in ItemsOf(member.Value))
        {
            if (item.Kind != JsonTreeKind.String)
            {
                Break(PolicyDiagnostics.WrongType(name, "a string or a list of strings", item.Span));
                continue;
            }
            values.Add(item.Text);
            if (IsTooLong(name, item))
                continue;
            if (!wellFormed(item.Text))
                diagnostics.Add(malformed(item.Text, item.Span));
        }
        return values.ToImmutable();
    }

    private PrincipalSet? ReadPrincipals()
    {
        if ((tree.Find("Principal") ?? tree.Find("NotPrincipal")) is not { } member)
            return null;
        var patterns = new List<PrincipalPattern>();
        if (member.Value.Kind == JsonTreeKind.String)
        {
            // The grammar wants an object here unless it is "*"; a bare ARN is read as an AWS principal all the same.
            AddPrincipal(patterns, "AWS", member.Value);
            if (member.Value.Text != "*")
                diagnostics.Add(PolicyDiagnostics.MalformedPrincipal(member.Value.Text, "write { \"AWS\": ... }; only \"*\" stands alone. It is read that way.", member.Value.Span) with { Severity = DiagnosticSeverity.Warning });
        }
        else if (member.Value.Kind == JsonTreeKind.Object)
        {
            foreach (var type in member.Value.Members)
            {
                foreach (var item in ItemsOf(type.Value))
                    AddPrincipal(patterns, type.Name, item);
            }
        }
        else
        {
            Break(PolicyDiagnostics.WrongType(member.Name, "\"*\" or an object", member.Value.Span));
        }
        return new PrincipalSet(patterns, negated: member.Name == "NotPrincipal");
    }

    private void AddPrincipal(List<PrincipalPattern> patterns, string type, JsonTree item)
    {
        if (item.Kind != JsonTreeKind.String)
        {
            Break(PolicyDiagnostics.WrongType(type, "a string or a list of strings", item.Span));
            return;
        }
        if (IsTooLong(type, item))
            return;
        PrincipalPattern? pattern = type switch
        {
            "AWS" => PrincipalPattern.ForAws(item.Text),
            "Service" => new(PrincipalPatternKind.Service, item.Text, string.Empty),
            "Federated" => new(PrincipalPatternKind.Provider, item.Text, string.Empty),
            "CanonicalUser" => new(PrincipalPatternKind.CanonicalUser, item.Text, string.Empty),
            _ => null,
        };
        if (pattern is null)
        {
            Break(PolicyDiagnostics.UnknownElement(type, ["AWS", "Service", "Federated", "CanonicalUser"], item.Span));
            return;
        }
        patterns.Add(pattern);
        if (pattern.Kind == PrincipalPatternKind.Nobody)
            diagnostics.Add(PolicyDiagnostics.MalformedPrincipal(item.Text, "not an account, user, role or session; a principal has no partial wildcards and groups are no principals.", item.Span));
    }

    private ImmutableArray<ConditionSource> ReadConditions()
    {
        if (tree.Find("Condition") is not { } member)
            return [];
        var conditions = ImmutableArray.CreateBuilder<ConditionSource>();
        if (member.Value.Kind != JsonTreeKind.Object)
        {
            Break(PolicyDiagnostics.WrongType("Condition", "an object of operators", member.Value.Span));
            return [];
        }
        foreach (var op in member.Value.Members)
        {
            if (op.Value.Kind != JsonTreeKind.Object)
            {
                Break(PolicyDiagnostics.WrongType(op.Name, "an object of condition keys", op.Value.Span));
                continue;
            }
            foreach (var key in op.Value.Members)
                conditions.Add(ReadCondition(op, key));
        }
        return conditions.ToImmutable();
    }

    private ConditionSource ReadCondition(JsonTreeMember op, JsonTreeMember key)
    {
        var values = ImmutableArray.CreateBuilder<string>();
        foreach (var item in ItemsOf(key.Value))
        {
            if (IsTooLong(key.Name, item))
                continue;
            if (item.IsScalar)
                values.Add(item.Text);
            else
                Break(PolicyDiagnostics.WrongType(key.Name, "a string, number, boolean or a list of them", item.Span));
        }
        var source = new ConditionSource(op.Name, key.Name, values.ToImmutable());
        if (!ConditionOperator.TryParse(op.Name, out _))
            diagnostics.Add(PolicyDiagnostics.UnknownOperator(op.Name, ConditionOperator.KnownNames, op.Span));
        foreach (var value in new Condition(source, variables: true).MalformedValues)
            diagnostics.Add(PolicyDiagnostics.MalformedConditionValue(op.Name, value, key.Span));
        return source;
    }

    private bool IsTooLong(string element, JsonTree item)
    {
        if (item.Text.Length <= MaxValueLength)
            return false;
        Break(PolicyDiagnostics.ValueTooLong(element, item.Text.Length, MaxValueLength, item.Span));
        return true;
    }

    private static List<JsonTree> ItemsOf(JsonTree value) => value.Kind == JsonTreeKind.Array ? value.Items : [value];

    private void Exclude(string one, string other)
    {
        if (tree.Find(one) is not null && tree.Find(other) is { } second)
            Break(PolicyDiagnostics.Conflict(one, other, second.Span));
    }

    private void Break(Diagnostic diagnostic)
    {
        _broken = true;
        diagnostics.Add(diagnostic);
    }
}
