using System.Text.Json;

namespace Landward.Rules.Sigma;

/// <summary>A dotted path into an event. An array on the way stands for each of its elements. Names are case-sensitive.</summary>
internal sealed class FieldPath(string text)
{
    private readonly string[] _segments = text.Split('.');

    public string Text => text;

    /// <summary>Does some value at the path satisfy the predicate?</summary>
    public bool Any<T>(JsonElement root, T state, Func<JsonElement, T, bool> predicate) => Any(root, 0, state, predicate);

    /// <summary>The string forms of the scalars at the path, arrays flattened, nulls left out.</summary>
    public List<string> Scalars(JsonElement root)
    {
        var scalars = new List<string>();
        Any(root, scalars, static (value, scalars) =>
        {
            Collect(value, scalars);
            return false;
        });
        return scalars;
    }

    private bool Any<T>(JsonElement element, int depth, T state, Func<JsonElement, T, bool> predicate)
    {
        if (depth == _segments.Length)
            return predicate(element, state);
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return element.TryGetProperty(_segments[depth], out var member) && Any(member, depth + 1, state, predicate);
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    if (Any(item, depth, state, predicate))
                        return true;
                }
                return false;
            default:
                return false;
        }
    }

    private static void Collect(JsonElement value, List<string> scalars)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
                Collect(item, scalars);
        }
        else if (ValueText.Of(value) is { } text)
        {
            scalars.Add(text);
        }
    }
}
