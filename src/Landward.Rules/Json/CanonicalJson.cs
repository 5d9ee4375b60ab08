using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Landward.Rules.Json;

/// <summary>
/// The canonical text of a value. CloudTrail writes JSON without spaces and without needless escapes, so nearly always the text is
/// what stands in the document already.
/// </summary>
internal static class CanonicalJson
{
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    private static readonly SearchValues<byte> NecessaryEscapes = SearchValues.Create("\"\\bfnrt"u8);

    public static ReadOnlySpan<byte> Of(JsonTapeElement value)
    {
        if (value.Kind is JsonValueKind.Object or JsonValueKind.Array && value.Tape.IsCompact && IsCanonical(value.Raw))
            return value.Raw;
        var target = value.Tape.CanonicalBuffer;
        target.ResetWrittenCount();
        Write(value, target);
        return target.WrittenSpan;
    }

    /// <summary>Only escapes that the canonical form has too, and only characters it does not escape.</summary>
    private static bool IsCanonical(ReadOnlySpan<byte> json)
    {
        if (!Ascii.IsValid(json) || json.Contains((byte)0x7F))
            return false;
        for (var next = json.IndexOf((byte)'\\'); next >= 0; next = json.IndexOf((byte)'\\'))
        {
            if (!NecessaryEscapes.Contains(json[next + 1]))
                return false;
            json = json[(next + 2)..];
        }
        return true;
    }

    private static void Write(JsonTapeElement value, ArrayBufferWriter<byte> target)
    {
        var separator = false;
        switch (value.Kind)
        {
            case JsonValueKind.Object:
                target.Write("{"u8);
                foreach (var member in value.Members())
                {
                    if (separator)
                        target.Write(","u8);
                    separator = true;
                    WriteText(value.Tape, member.Value.Index - 1, target);
                    target.Write(":"u8);
                    Write(member.Value, target);
                }
                target.Write("}"u8);
                break;
            case JsonValueKind.Array:
                target.Write("["u8);
                foreach (var item in value.Items())
                {
                    if (separator)
                        target.Write(","u8);
                    separator = true;
                    Write(item, target);
                }
                target.Write("]"u8);
                break;
            case JsonValueKind.String:
                WriteText(value.Tape, value.Index, target);
                break;
            default:
                target.Write(value.Raw);
                break;
        }
    }

    private static void WriteText(JsonTape tape, int index, ArrayBufferWriter<byte> target)
    {
        var text = tape.Text(index);
        target.Write("\""u8);
        // A text that has no UTF-8 form is still escaped as it was written.
        if ((tape.Value(index).Flags & JsonTapeFlags.Undecodable) != JsonTapeFlags.None || Encoder.FindFirstCharacterToEncodeUtf8(text) < 0)
        {
            target.Write(text);
        }
        else
        {
            while (!text.IsEmpty)
            {
                Encoder.EncodeUtf8(text, target.GetSpan(64), out var consumed, out var written);
                target.Advance(written);
                text = text[consumed..];
            }
        }
        target.Write("\""u8);
    }
}
