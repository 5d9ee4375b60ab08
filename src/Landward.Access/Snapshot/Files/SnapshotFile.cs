using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Model;

namespace Landward.Access;

/// <summary>One exported JSON file, and where in it things stand.</summary>
internal sealed class SnapshotFile
{
    private const long MaxBytes = 512L * 1024 * 1024;

    private readonly byte[] _bytes;

    private SnapshotFile(string path, byte[] bytes, JsonObject root) => (Path, _bytes, Root) = (path, bytes, root);

    public string Path { get; }

    public JsonObject Root { get; }

    /// <summary>The part of the name after the AWS CLI's command, as in <c>list-accounts-for-parent.r-abcd.json</c>; null when there is none.</summary>
    public string? Subject
    {
        get
        {
            var name = System.IO.Path.GetFileNameWithoutExtension(Path);
            return name.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? name[(dot + 1)..] : null;
        }
    }

    /// <summary>Null, with a diagnostic, when it is too large, cannot be read or is no JSON object.</summary>
    public static SnapshotFile? Read(string path, List<Diagnostic> diagnostics)
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
            {
                diagnostics.Add(SnapshotDiagnostics.BadFile($"`{path}` is larger than {MaxBytes >> 20} MB. Export it in pages.", new SourceSpan(path, 1, 1)));
                return null;
            }
            var bytes = File.ReadAllBytes(path);
            var text = bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
            var node = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 64, AllowDuplicateProperties = false });
            if (node is JsonObject root)
                return new SnapshotFile(path, text, root);
            diagnostics.Add(SnapshotDiagnostics.BadFile($"`{path}` is not a JSON object, which every output of the AWS CLI is.", new SourceSpan(path, 1, 1)));
        }
        catch (JsonException broken)
        {
            var span = new SourceSpan(path, (int)(broken.LineNumber ?? 0) + 1, (int)(broken.BytePositionInLine ?? 0) + 1);
            diagnostics.Add(SnapshotDiagnostics.BadFile($"`{path}` is not JSON, or ends too early: {broken.Message}", span));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(SnapshotDiagnostics.BadFile($"`{path}` cannot be read: {failure.Message}", null));
        }
        return null;
    }

    /// <summary>The line of a value of this file.</summary>
    public SourceSpan SpanOf(JsonNode? node)
    {
        var line = node is null || node.Root != Root ? 1 : LineOf(node.GetPath());
        return new SourceSpan(Path, line, 1);
    }

    private int LineOf(string path)
    {
        var reader = new Utf8JsonReader(_bytes, new JsonReaderOptions { MaxDepth = 64 });
        // One entry per open object or array: the member or index that the next value has.
        var open = new List<string>();
        var indexes = new List<int>();
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                open.RemoveAt(open.Count - 1);
                indexes.RemoveAt(indexes.Count - 1);
                continue;
            }
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                open[^1] = "." + reader.GetString();
                continue;
            }
            if (indexes.Count > 0 && indexes[^1] >= 0)
                open[^1] = $"[{indexes[^1]++}]";
            if ("$" + string.Concat(open) == path)
                return 1 + _bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n');
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                open.Add(string.Empty);
                indexes.Add(reader.TokenType == JsonTokenType.StartArray ? 0 : -1);
            }
        }
        return 1;
    }
}
