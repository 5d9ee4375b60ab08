using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Landward.Logs.VpcFlow;
using Landward.Rules.Json;
using Landward.Rules.Sigma;

namespace Landward.Detection.VpcFlow;

/// <summary>
/// A flow record as Sigma rules see it: fields by AWS's names, in kebab-case or with underscores; <c>-</c> is null. Only rules that look
/// at fields AWS has not named yet, or ask for presence, need the record as a document.
/// </summary>
internal sealed class FlowSigmaEvent : SigmaEvent
{
    private readonly ArrayBufferWriter<byte> _json = new(1024);
    private readonly JsonTape _document = new();
    private FlowLogReader? _reader;
    private FlowRow _row;
    private bool _isRead;

    /// <summary>The numbers of fields that are answered from the record's text.</summary>
    public static ImmutableDictionary<string, int> Numbers { get; } = FlowFieldNames.All
        .SelectMany((name, number) => new[] { KeyValuePair.Create(name, number), KeyValuePair.Create(name.Replace('-', '_'), number) })
        .DistinctBy(pair => pair.Key)
        .ToImmutableDictionary(StringComparer.Ordinal);

    public override JsonTapeElement Root
    {
        get
        {
            if (!_isRead)
                Write();
            return _document.Root;
        }
    }

    /// <summary>The record to answer for, until the next.</summary>
    public void Set(FlowLogReader reader, in FlowRow row) => (_reader, _row, _isRead) = (reader, row, false);

    public override SigmaFieldState Field(int number, out ReadOnlySpan<byte> text)
    {
        text = default;
        var column = _reader!.Layout.Column((FlowField)number);
        if (column < 0)
            return SigmaFieldState.Absent;
        text = _reader.Text(_row, column);
        return text.SequenceEqual("-"u8) ? SigmaFieldState.Null : SigmaFieldState.Text;
    }

    private void Write()
    {
        _isRead = true;
        _json.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_json))
        {
            writer.WriteStartObject();
            var names = _reader!.Layout.Names;
            for (var column = 0; column < names.Length; column++)
            {
                var text = _reader.Text(_row, column);
                writer.WritePropertyName(names[column]);
                if (text.SequenceEqual("-"u8))
                    writer.WriteNullValue();
                else
                    writer.WriteStringValue(System.Text.Encoding.UTF8.GetString(text));
            }
            writer.WriteEndObject();
        }
        _document.TryRead(_json.WrittenMemory);
    }
}
