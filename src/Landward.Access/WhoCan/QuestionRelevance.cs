using System.Collections.Concurrent;
using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access;

/// <summary>What documents have to do with one question. They are compared by identity: the snapshot parses every text once. Thread-safe.</summary>
internal sealed class QuestionRelevance(string action, string resource)
{
    private static readonly RequestContext NothingKnown = new RequestContext.Builder().UnlistedAreUnknown().Build();

    private readonly ConcurrentDictionary<PolicyDocument, RelevantDocument?> _documents = new(ReferenceEqualityComparer.Instance);
    private readonly AuthorizationRequest _probe = new(Principal.Anonymous, action, resource, null, NothingKnown);
    private readonly string _action = action.ToLowerInvariant();
    private int _count;

    /// <summary>Null when no statement names the action and can reach the resource: then the document changes no answer.</summary>
    public RelevantDocument? Of(PolicyDocument document) => _documents.TryGetValue(document, out var known) ? known : _documents.GetOrAdd(document, Read);

    private RelevantDocument? Read(PolicyDocument document)
    {
        ImmutableArray<PolicyStatement>.Builder? statements = null;
        foreach (var statement in document.Statements)
        {
            if (statement.NamesAction(_action) && statement.ReachesResource(_probe) != false)
                (statements ??= ImmutableArray.CreateBuilder<PolicyStatement>()).Add(statement);
        }
        return statements is null ? null : new RelevantDocument(Interlocked.Increment(ref _count), statements.ToImmutable());
    }
}
