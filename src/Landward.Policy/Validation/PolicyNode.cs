using Landward.Policy.Language;

namespace Landward.Policy.Validation;

/// <summary>A JSON value of a policy with its exact place in the text and the way to it.</summary>
internal sealed class PolicyNode(JsonTreeKind kind, int start)
{
    public JsonTreeKind Kind { get; } = kind;

    /// <summary>Offsets in the text; the end is exclusive and, like the start, outside a string's quotes.</summary>
    public int Start { get; } = start;

    public int End { get; set; }

    /// <summary>A string's value, or a number or boolean as written.</summary>
    public string Text { get; set; } = string.Empty;

    /// <summary>True when the characters of a string stand in the text as they are.</summary>
    public bool IsVerbatim { get; set; }

    /// <summary>Members of an object or items of an array.</summary>
    public List<PolicyNode> Children { get; } = [];

    public PolicyNode? Parent { get; set; }

    /// <summary>The member's name when the parent is an object.</summary>
    public string? Name { get; set; }

    public int NameStart { get; set; }

    public int NameEnd { get; set; }

    /// <summary>The place in the parent when that is an array.</summary>
    public int Index { get; set; }

    public bool IsString => Kind == JsonTreeKind.String;

    public bool IsObject => Kind == JsonTreeKind.Object;

    public bool IsArray => Kind == JsonTreeKind.Array;

    public bool IsScalar => Kind is JsonTreeKind.String or JsonTreeKind.Number or JsonTreeKind.Boolean;

    /// <summary>The items of a list; a single value stands for a list of one.</summary>
    public IReadOnlyList<PolicyNode> Items => IsArray ? Children : [this];

    public PolicyNode? Find(string name) => IsObject ? Children.Find(child => child.Name == name) : null;
}

/// <summary>What a location points at: a value, a member's name, or some characters of a string.</summary>
internal readonly record struct PolicyPlace(PolicyNode Node, bool IsName = false, int SubstringStart = 0, int SubstringLength = 0)
{
    public static implicit operator PolicyPlace(PolicyNode node) => new(node);

    public static PolicyPlace NameOf(PolicyNode node) => new(node, IsName: true);

    public static PolicyPlace Part(PolicyNode node, int start, int length) => new(node, false, start, length);
}
