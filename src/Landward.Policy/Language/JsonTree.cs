using Landward.Model;

namespace Landward.Policy.Language;

internal enum JsonTreeKind
{
    Object,
    Array,
    String,
    Number,
    Boolean,
    Null,
}

internal sealed record JsonTreeMember(string Name, SourceSpan Span, JsonTree Value);

/// <summary>A JSON value with the place where it starts.</summary>
internal sealed record JsonTree(JsonTreeKind Kind, SourceSpan Span, string Text, List<JsonTreeMember> Members, List<JsonTree> Items)
{
    public JsonTreeMember? Find(string name) => Members.Find(member => member.Name == name);

    public bool IsScalar => Kind is JsonTreeKind.String or JsonTreeKind.Number or JsonTreeKind.Boolean;
}
