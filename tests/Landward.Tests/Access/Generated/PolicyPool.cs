using Landward.Policy;

namespace Landward.Tests.Access.Generated;

/// <summary>Parses every distinct text once: accounts share their managed policies as real ones do.</summary>
internal sealed class PolicyPool
{
    private readonly Dictionary<(string Text, string Name, PolicyKind Kind), AttachedPolicy> _policies = [];
    private readonly Dictionary<string, PolicyDocument> _documents = new(StringComparer.Ordinal);

    public int DistinctDocuments => _documents.Count;

    public AttachedPolicy Get(string text, string name, PolicyKind kind, string? id = null)
    {
        if (_policies.TryGetValue((text, name, kind), out var known))
            return known;
        if (!_documents.TryGetValue(text, out var document))
        {
            var parsed = PolicyDocument.Parse(text, name);
            document = parsed.Document ?? throw new FormatException($"{name}: {parsed.Diagnostics[0].Detail}");
            _documents.Add(text, document);
        }
        return _policies[(text, name, kind)] = new AttachedPolicy(document, name, kind, id);
    }
}
