using System.Text.Json.Nodes;

namespace Landward.Sandbox.Services.Organizations;

/// <summary>
/// Merges management policies along a path of the organization by their inheritance operators: <c>@@assign</c> overwrites,
/// <c>@@append</c> adds, <c>@@remove</c> takes away, <c>@@operators_allowed_for_child_policies</c> limits the levels below.
/// Source: "Inheritance operators", AWS Organizations User Guide.
/// </summary>
internal static class PolicyInheritance
{
    private const string Assign = "@@assign";
    private const string Append = "@@append";
    private const string Remove = "@@remove";
    private const string AllowedForChildren = "@@operators_allowed_for_child_policies";

    /// <param name="levels">The policies of each level, root first.</param>
    public static JsonObject Merge(IEnumerable<IReadOnlyList<JsonObject>> levels)
    {
        var root = new Node();
        foreach (var level in levels)
        {
            foreach (var policy in level)
                Apply(root, policy);
            root.CloseLevel();
        }
        return root.ToJson() as JsonObject ?? [];
    }

    private static void Apply(Node node, JsonObject policy)
    {
        foreach (var (name, value) in policy)
        {
            if (name == AllowedForChildren)
                node.Restrict(policy.Texts(name));
            else if (name.StartsWith("@@", StringComparison.Ordinal))
                node.Apply(name, value);
            else if (value is JsonObject inner)
                Apply(node.Child(name), inner);
            else if (value is not null)
                node.Child(name).Apply(Assign, value);
        }
    }

    private sealed class Node
    {
        private readonly SortedDictionary<string, Node> _children = new(StringComparer.Ordinal);
        private List<string> _values = [];
        private bool _isList;
        private bool _hasValue;
        private HashSet<string>? _allowed;
        private HashSet<string>? _allowedBelow;

        public Node Child(string name)
        {
            if (!_children.TryGetValue(name, out var child))
                _children[name] = child = new Node { _allowed = _allowed };
            return child;
        }

        public void Apply(string operation, JsonNode? value)
        {
            if (_allowed is not null && !_allowed.Contains(operation))
                return;
            var values = value is JsonArray list ? list.Select(Text).ToList() : [Text(value)];
            switch (operation)
            {
                case Assign:
                    (_values, _isList, _hasValue) = (values, value is JsonArray, true);
                    break;
                case Append:
                    _values = [.. _values.Union(values, StringComparer.Ordinal)];
                    (_isList, _hasValue) = (true, true);
                    break;
                case Remove:
                    _values = [.. _values.Except(values, StringComparer.Ordinal)];
                    break;
            }
        }

        public void Restrict(IReadOnlyList<string> operations) =>
            _allowedBelow = operations.Contains("@@all") ? null : [.. operations.Where(operation => operation != "@@none")];

        /// <summary>What a level allows its children holds from the next level on.</summary>
        public void CloseLevel()
        {
            _allowed = _allowedBelow is null ? _allowed : _allowed is null ? _allowedBelow : [.. _allowed.Intersect(_allowedBelow)];
            foreach (var child in _children.Values)
            {
                child._allowed ??= _allowed;
                child.CloseLevel();
            }
        }

        public JsonNode? ToJson()
        {
            if (_hasValue)
                return _isList ? _values.ToJsonArray() : JsonValue.Create(_values[0]);
            var output = new JsonObject();
            foreach (var (name, child) in _children)
            {
                if (child.ToJson() is { } value)
                    output[name] = value;
            }
            return output.Count > 0 ? output : null;
        }

        private static string Text(JsonNode? value) => value?.ToString() ?? string.Empty;
    }
}
