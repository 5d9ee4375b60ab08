using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Landward.Cli.Output;

/// <summary>
/// Everything a command says goes through here: results to stdout, progress and diagnostics to stderr.
/// Control characters in text from logs and AWS are shown escaped, so that a name cannot drive the terminal.
/// </summary>
internal sealed class Terminal(TextWriter output, TextWriter error, bool interactive, bool color)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Lock _lock = new();

    /// <summary>stdout is a terminal that a person reads; otherwise tables are tab-separated and nothing is animated.</summary>
    public bool IsInteractive { get; } = interactive;

    public bool Quiet { get; set; }
    public bool Verbose { get; set; }
    public bool Color { get; set; } = color;

    /// <summary>stdout itself, for exporters that stream text that is already safe (JSON escapes control characters).</summary>
    public TextWriter Result => output;

    /// <summary>One line of the result.</summary>
    public void Line(string text = "") => Write(output, text);

    /// <summary>One JSON document as the whole result.</summary>
    public void Document(JsonNode document) => WriteRaw(output, document.ToJsonString(Indented));

    /// <summary>As <see cref="Document"/>, of a document with long lists.</summary>
    public JsonDocumentWriter BeginDocument() => new(output);

    /// <summary>One record of a stream, on one line.</summary>
    public void Record(JsonNode record) => WriteRaw(output, record.ToJsonString(Compact));

    public void Progress(string text)
    {
        if (!Quiet)
            Write(error, text);
    }

    public void Detail(string text)
    {
        if (Verbose)
            Write(error, text);
    }

    public void Error(string text) => Write(error, text);

    public string Paint(string text, Paint paint) => Color ? $"\e[{(int)paint}m{text}\e[0m" : text;

    private void Write(TextWriter writer, string text) => WriteRaw(writer, Printable(text));

    private void WriteRaw(TextWriter writer, string text)
    {
        lock (_lock)
            writer.WriteLine(text);
    }

    /// <summary>Keeps line ends, tabs and our own colour sequences; shows every other control character as \u00XX.</summary>
    private string Printable(string text)
    {
        if (!text.Any(static c => char.IsControl(c) && c is not ('\n' or '\t')))
            return text;
        var builder = new System.Text.StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\e' && Color && ColorSequenceLength(text, i) is var length and > 0)
            {
                builder.Append(text, i, length);
                i += length - 1;
            }
            else if (char.IsControl(c) && c is not ('\n' or '\t'))
            {
                builder.Append("\\u").Append(((int)c).ToString("x4"));
            }
            else
            {
                builder.Append(c);
            }
        }
        return builder.ToString();
    }

    private static int ColorSequenceLength(string text, int start)
    {
        var i = start + 1;
        if (i >= text.Length || text[i] != '[')
            return 0;
        for (i++; i < text.Length && char.IsAsciiDigit(text[i]); i++)
        {
        }
        return i < text.Length && text[i] == 'm' ? i - start + 1 : 0;
    }
}

/// <summary>ANSI select-graphic-rendition numbers.</summary>
internal enum Paint
{
    Bold = 1,
    Dim = 2,
    Red = 31,
    Green = 32,
    Yellow = 33,
    Blue = 34,
    Magenta = 35,
    Cyan = 36,
}
