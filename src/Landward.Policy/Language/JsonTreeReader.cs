using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Landward.Model;

namespace Landward.Policy.Language;

/// <summary>Reads JSON into a tree with positions, within limits of size and depth. Never throws for bad input.</summary>
internal ref struct JsonTreeReader
{
    /// <summary>In bytes. The largest AWS managed policy has 139 kB.</summary>
    private const int MaxSize = 1024 * 1024;

    /// <summary>A policy needs seven levels.</summary>
    private const int MaxDepth = 16;

    // What the bytes of UTF-8 begin with: 10xxxxxx goes on with a character, 11110xxx is the first of four bytes, which are two
    // characters of UTF-16.
    private const byte FirstContinuation = 0x80;
    private const byte FirstOfTwo = 0xC0;
    private const byte FirstOfFour = 0xF0;

    private readonly ReadOnlySpan<byte> _utf8;
    private readonly string _file;
    private Utf8JsonReader _reader;
    private int _line = 1;

    // In UTF-16 characters; counted on from the last place, so that a document of one long line takes linear time.
    private int _column = 1;
    private int _scanned;

    private JsonTreeReader(ReadOnlySpan<byte> utf8, string file)
    {
        _utf8 = utf8;
        _file = file;
        _reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    public static JsonTree? Read(ReadOnlySpan<byte> utf8, string file, List<Diagnostic> diagnostics)
    {
        var start = new SourceSpan(file, 1, 1);
        if (utf8.Length > MaxSize)
        {
            diagnostics.Add(PolicyDiagnostics.TooLarge($"The document has {utf8.Length} bytes; Landward reads policies of at most {MaxSize} bytes.", start));
            return null;
        }
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        if (!Utf8.IsValid(utf8))
        {
            diagnostics.Add(PolicyDiagnostics.InvalidJson("The bytes are no UTF-8 text. Save the policy as UTF-8.", start));
            return null;
        }
        var reader = new JsonTreeReader(utf8, file);
        try
        {
            reader._reader.Read();
            var tree = reader.ReadValue(diagnostics);
            // Anything but white space after the value is an error of the reader.
            reader._reader.Read();
            return tree;
        }
        catch (JsonException error)
        {
            var place = new SourceSpan(file, (int)(error.LineNumber ?? 0) + 1, (int)(error.BytePositionInLine ?? 0) + 1);
            diagnostics.Add(PolicyDiagnostics.InvalidJson($"The text is no JSON that a policy can be: {FirstSentence(error.Message)}", place));
            return null;
        }
        catch (InvalidOperationException)
        {
            diagnostics.Add(PolicyDiagnostics.InvalidJson("A string holds half of a surrogate pair. Write the character itself or both halves.", reader.Here()));
            return null;
        }
    }

    private JsonTree ReadValue(List<Diagnostic> diagnostics)
    {
        var span = Here();
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(span, diagnostics);
            case JsonTokenType.StartArray:
                var items = new List<JsonTree>();
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
                    items.Add(ReadValue(diagnostics));
                return new JsonTree(JsonTreeKind.Array, span, string.Empty, [], items);
            case JsonTokenType.String:
                return new JsonTree(JsonTreeKind.String, span, _reader.GetString()!, [], []);
            case JsonTokenType.Number:
                return new JsonTree(JsonTreeKind.Number, span, Encoding.UTF8.GetString(_reader.ValueSpan), [], []);
            case JsonTokenType.True or JsonTokenType.False:
                return new JsonTree(JsonTreeKind.Boolean, span, _reader.TokenType == JsonTokenType.True ? "true" : "false", [], []);
            default:
                return new JsonTree(JsonTreeKind.Null, span, string.Empty, [], []);
        }
    }

    private JsonTree ReadObject(SourceSpan span, List<Diagnostic> diagnostics)
    {
        var members = new List<JsonTreeMember>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var place = Here();
            var name = _reader.GetString()!;
            if (!names.Add(name))
                diagnostics.Add(PolicyDiagnostics.DuplicateKey(name, place));
            _reader.Read();
            members.Add(new JsonTreeMember(name, place, ReadValue(diagnostics)));
        }
        return new JsonTree(JsonTreeKind.Object, span, string.Empty, members, []);
    }

    private SourceSpan Here()
    {
        var offset = (int)_reader.TokenStartIndex;
        for (; _scanned < offset; _scanned++)
        {
            var unit = _utf8[_scanned];
            if (unit == (byte)'\n')
                (_line, _column) = (_line + 1, 1);
            else if (unit >= FirstOfFour)
                _column += 2;
            else if (unit is < FirstContinuation or >= FirstOfTwo)
                _column++;
        }
        return new SourceSpan(_file, _line, _column);
    }

    private static string FirstSentence(string message) => message.Split(" LineNumber:", 2)[0].Trim();
}
