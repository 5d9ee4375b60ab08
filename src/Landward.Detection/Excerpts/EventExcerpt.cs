using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Landward.Detection.Excerpts;

/// <summary>What a person wants to read of an event: who, from where, what exactly, with what result. Secrets are masked, long things cut.</summary>
internal static class EventExcerpt
{
    private const int MaxText = 300;
    private const int MaxItems = 12;
    private const int MaxDepth = 8;
    private const int MaxBytes = 6 * 1024;
    private const int BeforeParameters = 10;
    private const string Cut = "...";
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Members =
    [
        "eventTime", "eventSource", "eventName", "awsRegion", "recipientAccountId", "userIdentity", "sourceIPAddress", "userAgent", "errorCode", "errorMessage",
        "requestParameters", "responseElements", "additionalEventData", "resources", "sharedEventID", "vpcEndpointId", "serviceEventDetails",
    ];

    public static string Of(JsonElement @event)
    {
        var text = Write(@event, Members);
        // What the call answered is the longest and matters least.
        if (text.Length > MaxBytes)
            text = Write(@event, Members.AsSpan(0, BeforeParameters));
        // No caller of AWS's takes as much; a log may hold any.
        return text.Length <= MaxBytes ? text : Write(@event, Members.AsSpan(0, BeforeParameters), withParts: false);
    }

    /// <param name="withParts">Objects and lists, too.</param>
    private static string Write(JsonElement @event, ReadOnlySpan<string> members, bool withParts = true)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            foreach (var name in members)
            {
                if (@event.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null && (withParts || value.ValueKind == JsonValueKind.String))
                {
                    writer.WritePropertyName(name);
                    Write(writer, value, 0, maskTexts: false);
                }
            }
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <param name="maskTexts">Below a map of variables: names are shown, values are not.</param>
    private static void Write(Utf8JsonWriter writer, JsonElement value, int depth, bool maskTexts)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when depth < MaxDepth:
                WriteObject(writer, value, depth, maskTexts);
                break;
            case JsonValueKind.Array when depth < MaxDepth:
                WriteArray(writer, value, depth, maskTexts);
                break;
            case JsonValueKind.Object or JsonValueKind.Array:
                writer.WriteStringValue(Cut);
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(maskTexts ? SecretMask.Masked : Shorten(value.GetString()!));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, JsonElement value, int depth, bool maskTexts)
    {
        writer.WriteStartObject();
        var count = 0;
        // A list of {name, value} pairs is a map in another shape: the name stays readable.
        var isPair = maskTexts && value.TryGetProperty("value", out _) && value.TryGetProperty("name", out _);
        foreach (var member in value.EnumerateObject())
        {
            if (++count > MaxItems * 2)
            {
                writer.WriteString(Cut, Cut);
                break;
            }
            writer.WritePropertyName(member.Name.Length > MaxText ? member.Name[..MaxText] : member.Name);
            if (SecretMask.IsSecretName(member.Name) && member.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False))
                writer.WriteStringValue(SecretMask.Masked);
            else
                Write(writer, member.Value, depth + 1, (maskTexts && !(isPair && member.Name == "name")) || SecretMask.HoldsVariables(member.Name));
        }
        writer.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter writer, JsonElement value, int depth, bool maskTexts)
    {
        writer.WriteStartArray();
        var count = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (++count > MaxItems)
            {
                writer.WriteStringValue(Cut);
                break;
            }
            Write(writer, item, depth + 1, maskTexts);
        }
        writer.WriteEndArray();
    }

    private static string Shorten(string text)
    {
        var masked = SecretMask.Text(text);
        if (masked.Length <= MaxText)
            return masked;
        // Never between the two halves of a character.
        var length = char.IsHighSurrogate(masked[MaxText - 1]) ? MaxText - 1 : MaxText;
        return masked[..length] + Cut;
    }
}
