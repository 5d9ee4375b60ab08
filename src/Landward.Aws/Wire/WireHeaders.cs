using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Landward.Aws.Wire;

/// <summary>HTTP headers in the order they came; names compare without case. A message has about ten, so a list is searched.</summary>
public sealed class WireHeaders : IEnumerable<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _headers = [];

    public WireHeaders()
    {
    }

    public WireHeaders(WireHeaders other) => _headers.AddRange(other._headers);

    public int Count => _headers.Count;

    /// <summary>The value of the first header with this name, or null.</summary>
    public string? this[string name] => TryGet(name, out var value) ? value : null;

    public void Add(string name, string value) => _headers.Add(new(name, value));

    /// <summary>Replaces every header of this name.</summary>
    public void Set(string name, string value)
    {
        Remove(name);
        Add(name, value);
    }

    public void Remove(string name) => _headers.RemoveAll(header => Same(header.Key, name));

    public bool TryGet(string name, [NotNullWhen(true)] out string? value)
    {
        foreach (var header in _headers)
        {
            if (Same(header.Key, name))
            {
                value = header.Value;
                return true;
            }
        }
        value = null;
        return false;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _headers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
