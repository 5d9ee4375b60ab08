using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Landward.Rules.EventPatterns;

/// <summary>
/// A compiled EventBridge event pattern. Fields are AND-ed, the values of one field OR-ed, and no two fields are matched in
/// different elements of the same array. Immutable and safe to use from several threads.
/// Source: "Creating Amazon EventBridge event patterns" and "Comparison operators", Amazon EventBridge User Guide.
/// </summary>
public sealed class EventPattern
{
    /// <summary>EventBridge's limit on the length of a pattern, in characters.</summary>
    public const int MaxLength = 4096;

    private readonly ImmutableArray<PatternAlternative> _alternatives;
    private readonly PathIndex _paths;

    internal EventPattern(ImmutableArray<PatternAlternative> alternatives)
    {
        _alternatives = alternatives;
        _paths = new PathIndex(alternatives.SelectMany(alternative => alternative.Fields).Select(field => field.Path));
    }

    /// <summary>Compiles a pattern; exactly one of the two results is null.</summary>
    public static (EventPattern? Pattern, EventPatternError? Error) Parse(string text)
    {
        if (text.Length > MaxLength)
            return (null, new EventPatternError($"Event pattern is longer than {MaxLength} characters"));
        try
        {
            using var document = JsonDocument.Parse(text);
            return Parse(document.RootElement);
        }
        catch (JsonException exception)
        {
            var line = (exception.LineNumber ?? 0) + 1;
            var column = (exception.BytePositionInLine ?? 0) + 1;
            return (null, new EventPatternError($"Filter is not valid JSON at [Line: {line}, Column: {column}]"));
        }
    }

    /// <summary>Compiles a pattern that is already JSON; exactly one of the two results is null.</summary>
    public static (EventPattern? Pattern, EventPatternError? Error) Parse(JsonElement pattern)
    {
        try
        {
            return (new EventPattern(EventPatternParser.Parse(pattern)), null);
        }
        catch (EventPatternFormatException exception)
        {
            return (null, new EventPatternError(exception.Message));
        }
    }

    /// <summary>Does the pattern match the event? An event that is no JSON object matches nothing.</summary>
    public bool Matches(JsonElement @event)
    {
        if (@event.ValueKind != JsonValueKind.Object)
            return false;
        var fields = new EventFieldReader(_paths).Read(@event);
        foreach (var alternative in _alternatives)
        {
            if (new AlternativeEvaluator(alternative, fields).Matches())
                return true;
        }
        return false;
    }

    /// <inheritdoc cref="Matches(JsonElement)"/>
    public bool Matches(JsonNode? @event)
    {
        if (@event is not JsonObject)
            return false;
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
            @event.WriteTo(writer);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return Matches(document.RootElement);
    }
}
