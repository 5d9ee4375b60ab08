using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Landward.Aws.Wire;

/// <summary>
/// Decoders write what they read as JSON text and parse it once, so that every value is backed by a JSON element and converts to
/// whatever number or string type a reader asks for, whichever protocol it came through.
/// </summary>
internal sealed class CanonicalJson : IDisposable
{
    public const int MaxDepth = 128;

    [ThreadStatic]
    private static CanonicalJson? _spare;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    private CanonicalJson() =>
        Writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth });

    public Utf8JsonWriter Writer { get; }

    public static CanonicalJson Rent()
    {
        var rented = _spare ?? new CanonicalJson();
        _spare = null;
        return rented;
    }

    public JsonObject ToObject()
    {
        Writer.Flush();
        try
        {
            return (JsonObject)JsonNode.Parse(_buffer.WrittenSpan, nodeOptions: null, Strict)!;
        }
        catch (JsonException e)
        {
            throw WireFormatException.Json("A member appears twice, or the message is nested too deeply.", e);
        }
    }

    public byte[] ToBytes()
    {
        Writer.Flush();
        return _buffer.WrittenSpan.ToArray();
    }

    public void Dispose()
    {
        // Large buffers are not worth keeping between messages.
        if (_buffer.Capacity > 1024 * 1024)
            return;
        _buffer.ResetWrittenCount();
        Writer.Reset(_buffer);
        _spare = this;
    }
}
