using System.Collections.Concurrent;
using Landward.Policy;

namespace Landward.Access;

/// <summary>Parses every distinct policy text once, so that accounts share their documents and analyses can tell equal ones by identity. Thread-safe.</summary>
public sealed class DocumentPool
{
    private readonly ConcurrentDictionary<string, PolicyParseResult> _parsed = new(StringComparer.Ordinal);

    /// <param name="text">The policy as JSON text.</param>
    /// <param name="name">What diagnostics name as the place; of equal texts the first one's name.</param>
    public PolicyParseResult Parse(string text, string name) => _parsed.GetOrAdd(text, static (key, place) => PolicyDocument.Parse(key, place), name);
}
