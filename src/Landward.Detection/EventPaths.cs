using System.Text;
using System.Text.Json;

namespace Landward.Detection;

/// <summary>Texts at dotted paths of an event; an array on the way stands for its elements.</summary>
internal static class EventPaths
{
    /// <summary>What stands for a secret.</summary>
    public const string Mask = "***";

    private const int MaxTextLength = 512;
    private static readonly string[] SecretWords = ["password", "secretstring", "secretaccesskey", "sessiontoken", "privatekey", "plaintext"];

    /// <summary>The first text at the path, or null.</summary>
    public static string? First(JsonElement root, string path) => All(root, path).FirstOrDefault();

    /// <summary>
    /// The texts at the path, in the order of the event: shortened, without control characters, and masked where the path names a secret.
    /// </summary>
    public static IEnumerable<string> All(JsonElement root, string path)
    {
        var secret = IsSecret(path);
        return Elements(root, path).SelectMany(Scalars).Select(text => secret ? Mask : Clean(text));
    }

    /// <summary>Whether what stands at the path is never shown.</summary>
    public static bool IsSecret(string path)
    {
        var last = path[(path.LastIndexOf('.') + 1)..];
        return Array.Exists(SecretWords, word => last.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The values at the path.</summary>
    public static IEnumerable<JsonElement> Elements(JsonElement root, string path) => Walk(root, path.Split('.'), 0);

    /// <summary>The texts of a scalar, or of everything in an object or array.</summary>
    public static IEnumerable<string> Scalars(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return element.EnumerateObject().SelectMany(member => Scalars(member.Value));
            case JsonValueKind.Array:
                return element.EnumerateArray().SelectMany(Scalars);
            case JsonValueKind.String:
                return Text(element) is { Length: > 0 } text ? [text] : [];
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                return [element.GetRawText()];
            default:
                return [];
        }
    }

    private static IEnumerable<JsonElement> Walk(JsonElement element, string[] segments, int depth)
    {
        if (depth == segments.Length)
            return [element];
        return element.ValueKind switch
        {
            JsonValueKind.Object => element.TryGetProperty(segments[depth], out var member) ? Walk(member, segments, depth + 1) : [],
            JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Walk(item, segments, depth)),
            _ => [],
        };
    }

    private static string? Text(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: no text.
            return null;
        }
    }

    /// <summary>Shortened, without control characters.</summary>
    public static string Clean(string text)
    {
        var shortened = text.Length > MaxTextLength ? text[..MaxTextLength] : text;
        if (!shortened.Any(char.IsControl))
            return shortened;
        var cleaned = new StringBuilder(shortened.Length);
        foreach (var character in shortened)
            cleaned.Append(char.IsControl(character) ? ' ' : character);
        return cleaned.ToString();
    }
}
