using System.Globalization;
using System.Text;

namespace Landward.Aws.Wire;

/// <summary>The parameters of a query or ec2 request as a tree: <c>Tags.member.1.Key=a</c> is four levels deep.</summary>
internal sealed class QueryForm
{
    private const int MaxParameters = 50_000;
    private const int MaxDepth = 64;

    private Dictionary<string, QueryForm>? _children;

    /// <summary>The value at this node, or null.</summary>
    public string? Value { get; private set; }

    public QueryForm? Child(string name) => _children?.GetValueOrDefault(name);

    /// <summary>Children with numbers for names, in numerical order: the elements of a list.</summary>
    public IEnumerable<QueryForm> Elements => _children is null
        ? []
        : _children
            .Select(pair => (Index: int.TryParse(pair.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1, pair.Value))
            .Where(pair => pair.Index >= 0)
            .OrderBy(pair => pair.Index)
            .Select(pair => pair.Value);

    /// <exception cref="WireFormatException">Too many parameters, or names nested too deeply.</exception>
    public static QueryForm Parse(ReadOnlySpan<byte> body)
    {
        var root = new QueryForm();
        if (body.IsEmpty)
            return root;
        var text = Encoding.UTF8.GetString(body);
        var count = 0;
        foreach (var range in text.AsSpan().Split('&'))
        {
            var part = text.AsSpan()[range];
            if (part.IsEmpty)
                continue;
            if (++count > MaxParameters)
                throw WireFormatException.Form("The request has too many parameters.");
            var equal = part.IndexOf('=');
            var name = UriText.DecodeForm(equal < 0 ? part : part[..equal]);
            root.Set(name, equal < 0 ? string.Empty : UriText.DecodeForm(part[(equal + 1)..]));
        }
        return root;
    }

    private void Set(string name, string value)
    {
        var node = this;
        var depth = 0;
        foreach (var range in name.AsSpan().Split('.'))
        {
            if (++depth > MaxDepth)
                throw WireFormatException.Form("The name of a parameter is nested too deeply.");
            var segment = name[range];
            node._children ??= new Dictionary<string, QueryForm>(StringComparer.Ordinal);
            if (!node._children.TryGetValue(segment, out var child))
                node._children[segment] = child = new QueryForm();
            node = child;
        }
        node.Value = value;
    }
}
