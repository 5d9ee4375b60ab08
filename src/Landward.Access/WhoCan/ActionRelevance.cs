using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access;

/// <summary>What a document has to do with one action. Documents are compared by identity: the snapshot parses every text once.</summary>
internal sealed class ActionRelevance(string action)
{
    private readonly Dictionary<PolicyDocument, RelevantDocument?> _documents = new(ReferenceEqualityComparer.Instance);
    private readonly string _action = action.ToLowerInvariant();

    /// <summary>Null when no statement names the action: then the document changes no decision about it.</summary>
    public RelevantDocument? Of(PolicyDocument document)
    {
        if (_documents.TryGetValue(document, out var known))
            return known;
        var statements = document.Statements.Where(statement => statement.NamesAction(_action)).ToImmutableArray();
        return _documents[document] = statements.IsEmpty ? null : new RelevantDocument(_documents.Count, statements);
    }
}

/// <summary>The statements of a document that name the action, and what in them can differ between callers.</summary>
internal sealed class RelevantDocument
{
    public RelevantDocument(int id, ImmutableArray<PolicyStatement> statements)
    {
        Id = id;
        Statements = statements;
        Allows = statements.Any(statement => statement.Effect == Effect.Allow);
        var conditions = ImmutableArray.CreateBuilder<(PolicyStatement, int)>();
        var variables = new List<string>();
        foreach (var statement in statements)
        {
            var written = statement.ConditionsOf();
            for (var index = 0; index < written.Length; index++)
            {
                if (RequestFacts.DiffersByCaller(written[index].Key))
                    conditions.Add((statement, index));
            }
            // Variables decide by their value, whatever the key they are compared with.
            variables.AddRange(statement.KeysOf().Except(written.Select(condition => condition.Key)).Where(RequestFacts.DiffersByCaller));
            variables.AddRange(written.SelectMany(condition => condition.Values).SelectMany(StatementElements.VariablesIn).Where(RequestFacts.DiffersByCaller));
        }
        CallerConditions = conditions.ToImmutable();
        CallerVariables = [.. variables.Distinct(StringComparer.OrdinalIgnoreCase)];
        CallerKeys = [.. CallerVariables.Concat(CallerConditions.Select(condition => condition.Statement.ConditionsOf()[condition.Index].Key)).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    public int Id { get; }

    public ImmutableArray<PolicyStatement> Statements { get; }

    public bool Allows { get; }

    /// <summary>Conditions on keys such as aws:PrincipalArn.</summary>
    public ImmutableArray<(PolicyStatement Statement, int Index)> CallerConditions { get; }

    /// <summary>Keys of policy variables such as aws:username.</summary>
    public ImmutableArray<string> CallerVariables { get; }

    /// <summary>The keys that conditions or variables read of the caller.</summary>
    public ImmutableArray<string> CallerKeys { get; }
}
