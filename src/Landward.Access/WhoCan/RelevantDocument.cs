using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access;

/// <summary>The statements of a document that a question is about, and what in them can differ between callers.</summary>
internal sealed class RelevantDocument
{
    public RelevantDocument(int id, ImmutableArray<PolicyStatement> statements)
    {
        Id = id;
        Statements = statements;
        Allows = statements.Any(statement => statement.Effect == Effect.Allow);
        var conditions = ImmutableArray.CreateBuilder<CallerCondition>();
        var variables = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var statement in statements)
        {
            var written = statement.ConditionsOf();
            for (var index = 0; index < written.Length; index++)
            {
                var ofValues = written[index].Values.SelectMany(StatementElements.VariablesIn).ToList();
                // Variables decide by their value, whatever the key they are compared with.
                variables.UnionWith(ofValues);
                if (CallerKeys.Differs(written[index].Key))
                    conditions.Add(new CallerCondition(statement, index, written[index].Key, ofValues.Count == 0 ? CallerKeys.ScopeOf(written[index].Key) : CallerScope.Caller));
            }
            var resources = statement.Resources.IsDefault ? statement.NotResources : statement.Resources;
            variables.UnionWith((resources.IsDefault ? [] : resources).SelectMany(StatementElements.VariablesIn));
        }
        Conditions = conditions.ToImmutable();
        Variables = [.. variables.Where(CallerKeys.Differs)];
        Keys = [.. Conditions.Where(condition => condition.Scope == CallerScope.Caller).Select(condition => condition.Key).Concat(Variables).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Different for every document of a question.</summary>
    public int Id { get; }

    public ImmutableArray<PolicyStatement> Statements { get; }

    public bool Allows { get; }

    /// <summary>Conditions on keys such as aws:PrincipalArn.</summary>
    public ImmutableArray<CallerCondition> Conditions { get; }

    /// <summary>Keys of policy variables such as aws:username.</summary>
    public ImmutableArray<string> Variables { get; }

    /// <summary>The keys that must be known of every single caller.</summary>
    public ImmutableArray<string> Keys { get; }
}
