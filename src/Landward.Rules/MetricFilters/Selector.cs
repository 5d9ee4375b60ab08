using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Landward.Rules.MetricFilters;

/// <summary>A step of a selector.</summary>
internal abstract record SelectorStep;

/// <summary><c>.name</c> or <c>.['any name']</c>.</summary>
internal sealed record MemberStep(string Name) : SelectorStep
{
    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(Name);

    public bool Equals(MemberStep? other) => other is not null && Name == other.Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

/// <summary><c>[n]</c>.</summary>
internal sealed record ElementStep(int Index) : SelectorStep;

/// <summary><c>[*]</c>: any element of an array.</summary>
internal sealed record AnyElementStep : SelectorStep;

/// <summary><c>.*</c>: any member of an object.</summary>
internal sealed record AnyMemberStep : SelectorStep;

/// <summary>Names values of a JSON event: <c>$.userIdentity.type</c>, <c>$.users[0].id</c>, <c>$.['a.b'][*]</c>.</summary>
internal sealed class Selector : IEquatable<Selector>
{
    private readonly ImmutableArray<SelectorStep> _steps;

    public Selector(ImmutableArray<SelectorStep> steps)
    {
        _steps = steps;
        Text = Print(steps);
    }

    public ImmutableArray<SelectorStep> Steps => _steps;

    /// <summary>The selector as it is written in a pattern.</summary>
    public string Text { get; }

    public bool HasWildcard => _steps.Any(step => step is AnyElementStep or AnyMemberStep);

    /// <summary>Does the condition hold for some value at the selector?</summary>
    public bool Any(JsonElement root, SelectorCondition condition) => Any(root, 0, condition);

    /// <summary>The first value at the selector.</summary>
    public JsonElement? First(JsonElement root) => First(root, 0);

    public bool Equals(Selector? other) => other is not null && Text == other.Text;

    public override bool Equals(object? obj) => Equals(obj as Selector);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    private bool Any(JsonElement element, int depth, SelectorCondition condition)
    {
        if (depth == _steps.Length)
            return condition.Holds(element, Raw(element));
        switch (_steps[depth])
        {
            case MemberStep member:
                return element.ValueKind == JsonValueKind.Object
                    && element.TryGetProperty(member.Utf8, out var value)
                    && Any(value, depth + 1, condition);
            case ElementStep item:
                return element.ValueKind == JsonValueKind.Array
                    && item.Index < element.GetArrayLength()
                    && Any(element[item.Index], depth + 1, condition);
            case AnyElementStep when element.ValueKind == JsonValueKind.Array:
                foreach (var each in element.EnumerateArray())
                {
                    if (Any(each, depth + 1, condition))
                        return true;
                }
                return false;
            case AnyMemberStep when element.ValueKind == JsonValueKind.Object:
                foreach (var each in element.EnumerateObject())
                {
                    if (Any(each.Value, depth + 1, condition))
                        return true;
                }
                return false;
            default:
                return false;
        }
    }

    private JsonElement? First(JsonElement element, int depth)
    {
        if (depth == _steps.Length)
            return element;
        IEnumerable<JsonElement> next = (_steps[depth], element.ValueKind) switch
        {
            (MemberStep member, JsonValueKind.Object) => element.TryGetProperty(member.Utf8, out var value) ? [value] : [],
            (ElementStep item, JsonValueKind.Array) => item.Index < element.GetArrayLength() ? [element[item.Index]] : [],
            (AnyElementStep, JsonValueKind.Array) => element.EnumerateArray(),
            (AnyMemberStep, JsonValueKind.Object) => element.EnumerateObject().Select(member => member.Value),
            _ => [],
        };
        foreach (var each in next)
        {
            if (First(each, depth + 1) is { } found)
                return found;
        }
        return null;
    }

    /// <summary>The scalar's text between its quotes, escapes as written; empty for anything else.</summary>
    private static ReadOnlySpan<byte> Raw(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => JsonMarshal.GetRawUtf8Value(element)[1..^1],
        JsonValueKind.Number => JsonMarshal.GetRawUtf8Value(element),
        _ => default,
    };

    private static string Print(ImmutableArray<SelectorStep> steps)
    {
        var text = new StringBuilder("$");
        foreach (var step in steps)
        {
            _ = step switch
            {
                MemberStep { Name: var name } when SelectorParser.IsPlain(name) => text.Append('.').Append(name),
                MemberStep member => text.Append(".['").Append(member.Name).Append("']"),
                ElementStep item => text.Append('[').Append(item.Index).Append(']'),
                AnyElementStep => text.Append("[*]"),
                AnyMemberStep => text.Append(".*"),
                _ => throw new ArgumentOutOfRangeException(nameof(steps)),
            };
        }
        return text.ToString();
    }
}
