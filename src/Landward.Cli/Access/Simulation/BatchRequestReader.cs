using System.Text.Json;
using Landward.Cli.CommandLine;
using Landward.Model;
using Landward.Policy;

namespace Landward.Cli.Access.Simulation;

/// <summary>Reads one line of a batch: <c>{"id"?, "principal", "action", "resource", "resourceAccount"?, "context"?, "anyResource"?, "unknownContext"?}</c>.</summary>
internal sealed class BatchRequestReader(bool unknownContext, bool anyResource)
{
    private static readonly string[] Members = ["id", "principal", "action", "resource", "resourceAccount", "context", "anyResource", "unknownContext"];

    // What a decoder puts for bytes it cannot read.
    private const char Replacement = '\uFFFD';
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <exception cref="DiagnosticException">The line is no request.</exception>
    public SimulatedRequest Read(string line)
    {
        if (line.Contains(Replacement, StringComparison.Ordinal))
            throw Wrong("The line holds bytes that are no UTF-8 text.");
        try
        {
            using var document = JsonDocument.Parse(line, Options);
            return Read(document.RootElement);
        }
        catch (JsonException error)
        {
            throw Wrong($"The line is no JSON object: {error.Message.Split(" LineNumber:", 2)[0]}");
        }
        catch (InvalidOperationException)
        {
            throw Wrong("A string of the line holds half of a surrogate pair.");
        }
    }

    private SimulatedRequest Read(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object)
            throw Wrong("A request is a JSON object, such as `{\"principal\": ..., \"action\": ..., \"resource\": ...}`.");
        foreach (var member in line.EnumerateObject())
        {
            if (!Members.Contains(member.Name, StringComparer.Ordinal))
                throw Wrong($"`{member.Name}` is no member of a request.{Suggestion.DidYouMean(member.Name, Members)}");
        }
        return new SimulatedRequest(
            Text(line, "id"),
            SimulatedPrincipal.Parse(Text(line, "principal") ?? throw Wrong("`principal` is missing.")),
            Text(line, "action") ?? throw Wrong("`action` is missing."),
            Text(line, "resource") ?? "*",
            Account(line),
            line.TryGetProperty("context", out var context) ? Context(context) : new Dictionary<string, ContextValue>(StringComparer.OrdinalIgnoreCase),
            Flag(line, "anyResource") ?? anyResource,
            Flag(line, "unknownContext") ?? unknownContext);
    }

    private static string? Account(JsonElement line)
    {
        var text = Text(line, "resourceAccount");
        return text is null || AccountId.TryParse(text, out _) ? text : throw Wrong($"`resourceAccount` is `{text}`; an account id has 12 digits.");
    }

    private static Dictionary<string, ContextValue> Context(JsonElement context)
    {
        if (context.ValueKind != JsonValueKind.Object)
            throw Wrong("`context` must be an object of condition keys.");
        var values = new Dictionary<string, ContextValue>(StringComparer.OrdinalIgnoreCase);
        foreach (var key in context.EnumerateObject())
        {
            if (!values.TryAdd(key.Name, Value(key)))
                throw Wrong($"The condition key `{key.Name}` is given twice; case makes no difference.");
        }
        return values;
    }

    // A list makes a multivalued key, even of one value; null says that the request does not carry the key.
    private static ContextValue Value(JsonProperty key) => key.Value.ValueKind switch
    {
        JsonValueKind.Null => ContextValue.Absent,
        JsonValueKind.Array => ContextValue.Multiple([.. key.Value.EnumerateArray().Select(item => Scalar(key.Name, item))]),
        _ => ContextValue.Single(Scalar(key.Name, key.Value)),
    };

    private static string Scalar(string key, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => throw Wrong($"The condition key `{key}` must be a string, number, boolean, null or a list of those."),
    };

    private static string? Text(JsonElement line, string name)
    {
        if (!line.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : throw Wrong($"`{name}` must be a string that is not empty.");
    }

    private static bool? Flag(JsonElement line, string name)
    {
        if (!line.TryGetProperty(name, out var value))
            return null;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong($"`{name}` must be true or false.");
    }

    private static DiagnosticException Wrong(string detail) => new(Diagnostic.Error("LW2062", "a line of a batch is no request", detail));
}
