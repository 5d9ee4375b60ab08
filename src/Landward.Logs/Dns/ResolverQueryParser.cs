using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Landward.Logs.Dns;

/// <summary>Reads one record from its opening brace.</summary>
internal sealed class ResolverQueryParser
{
    private const int MaxDepth = 64;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };
    private readonly byte[] _unescaped = new byte[64 * 1024];

    /// <summary>
    /// False when the bytes end before the record does. Throws <see cref="JsonException"/> when they are not JSON, or nested too deeply.
    /// </summary>
    public bool TryParse(ReadOnlySpan<byte> bytes, bool isFinal, ResolverQuery target, out int consumed, out bool isQuery)
    {
        target.Reset();
        consumed = 0;
        isQuery = false;
        var reader = new Utf8JsonReader(bytes, isFinal, new JsonReaderState(Options));
        if (!reader.Read())
            return false;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                consumed = (int)reader.BytesConsumed;
                isQuery = isQuery && target.Time != 0;
                return true;
            }
            var member = ResolverQueryMembers.Of(reader.ValueSpan);
            if (!reader.Read())
                return false;
            switch (member)
            {
                case ResolverQueryMember.Timestamp:
                    target.Time = Time(ref reader);
                    break;
                case ResolverQueryMember.Answers:
                    if (!ReadAnswers(ref reader, target))
                        return false;
                    break;
                case ResolverQueryMember.SourceIds:
                    if (!ReadSourceIds(ref reader, target))
                        return false;
                    break;
                case ResolverQueryMember.Other:
                    if (!reader.TrySkip())
                        return false;
                    break;
                default:
                    isQuery |= member == (ResolverQueryMember)ResolverQueryField.QueryName && reader.TokenType == JsonTokenType.String;
                    Keep(ref reader, (ResolverQueryField)member, target);
                    if (!reader.TrySkip())
                        return false;
                    break;
            }
        }
        return false;
    }

    private void Keep(ref Utf8JsonReader reader, ResolverQueryField field, ResolverQuery target)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
            target.Set(field, Text(ref reader));
    }

    private ReadOnlySpan<byte> Text(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan;
        // What is longer than any name or address is cut: no field that is looked at has a longer text.
        return reader.ValueSpan.Length > _unescaped.Length ? default : _unescaped.AsSpan(0, reader.CopyString(_unescaped));
    }

    /// <summary>ISO 8601, UTC; some tools write a blank instead of the T, and leave the Z out.</summary>
    private long Time(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
            return 0;
        var text = Text(ref reader);
        if (ResolverQueryScanner.TryTime(text, out var seconds))
            return seconds;
        Span<char> characters = stackalloc char[40];
        return text.Length <= characters.Length
            && Ascii.ToUtf16(text, characters, out var written) == OperationStatus.Done
            && DateTimeOffset.TryParse(characters[..written], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time.ToUnixTimeSeconds()
                : 0;
    }

    /// <summary>A list of <c>{Rdata, Type, Class}</c>, or a single one.</summary>
    private bool ReadAnswers(ref Utf8JsonReader reader, ResolverQuery target)
    {
        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
            return true;
        var depth = reader.CurrentDepth;
        while (reader.Read())
        {
            if (reader.CurrentDepth == depth)
                return true;
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            var isData = reader.ValueTextEquals("Rdata"u8);
            if (!reader.Read())
                return false;
            if (isData && reader.TokenType == JsonTokenType.String)
                target.AddAnswer(Text(ref reader));
            else if (!reader.TrySkip())
                return false;
        }
        return false;
    }

    private bool ReadSourceIds(ref Utf8JsonReader reader, ResolverQuery target)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return reader.TrySkip();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
                return true;
            ResolverQueryField? field = reader.ValueTextEquals("instance"u8) ? ResolverQueryField.Instance
                : reader.ValueTextEquals("resolver_endpoint"u8) ? ResolverQueryField.ResolverEndpoint
                : null;
            if (!reader.Read())
                return false;
            if (field is { } known)
                Keep(ref reader, known, target);
            if (!reader.TrySkip())
                return false;
        }
        return false;
    }
}
