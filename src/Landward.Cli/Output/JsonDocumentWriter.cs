using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Landward.Cli.Output;

/// <summary>A JSON document that is written a piece at a time, because its lists may be longer than memory is for.</summary>
internal sealed class JsonDocumentWriter : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _writer;
    private readonly TextWriter _output;

    public JsonDocumentWriter(TextWriter output)
    {
        _output = output;
        _writer = new Utf8JsonWriter(_buffer, Options);
        _writer.WriteStartObject();
    }

    public void Member(string name, JsonNode? value)
    {
        _writer.WritePropertyName(name);
        Write(value);
    }

    /// <param name="items">Each is made when it is written.</param>
    public void List(string name, IEnumerable<JsonNode> items)
    {
        _writer.WriteStartArray(name);
        foreach (var item in items)
            Write(item);
        _writer.WriteEndArray();
    }

    /// <summary>Ends the document. Not part of disposing: what was cut short by a failure has no end.</summary>
    public void End()
    {
        _writer.WriteEndObject();
        Flush();
        _output.WriteLine();
    }

    public void Dispose() => _writer.Dispose();

    private void Write(JsonNode? value)
    {
        if (value is null)
            _writer.WriteNullValue();
        else
            value.WriteTo(_writer);
        Flush();
    }

    private void Flush()
    {
        _writer.Flush();
        _output.Write(Encoding.UTF8.GetString(_buffer.WrittenSpan));
        _buffer.ResetWrittenCount();
    }
}
