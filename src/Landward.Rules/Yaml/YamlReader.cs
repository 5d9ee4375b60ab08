using System.Collections.Immutable;
using Landward.Model;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Landward.Rules.Yaml;

/// <summary>
/// Text to <see cref="YamlValue"/>, with limits: a document of aliases of aliases stops at <see cref="MaxNodes"/> expanded
/// nodes, nesting stops at <see cref="MaxDepth"/>.
/// </summary>
public sealed class YamlReader
{
    public const int MaxDepth = 32;
    public const int MaxNodes = 200_000;
    public const int MaxCharacters = 4 * 1024 * 1024;

    private readonly string _file;
    private readonly ICollection<Diagnostic> _diagnostics;
    private readonly Parser _parser;
    private readonly Dictionary<string, (YamlValue Value, int Nodes)> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    private YamlReader(string text, string file, ICollection<Diagnostic> diagnostics)
    {
        _file = file;
        _diagnostics = diagnostics;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>The first document of the text; null when it is empty or broken (then there is a diagnostic).</summary>
    public static YamlValue? Read(string text, string file, ICollection<Diagnostic> diagnostics) =>
        Guard(text, file, diagnostics, reader => reader.ReadDocument());

    /// <summary>Every document of the text; those before a broken one are kept.</summary>
    public static ImmutableArray<YamlValue> ReadAll(string text, string file, ICollection<Diagnostic> diagnostics)
    {
        var documents = ImmutableArray.CreateBuilder<YamlValue>();
        Guard(text, file, diagnostics, reader =>
        {
            reader._parser.Consume<StreamStart>();
            while (reader._parser.TryConsume<DocumentStart>(out _))
            {
                documents.Add(reader.ReadValue(0));
                reader._parser.Consume<DocumentEnd>();
            }
            return null;
        });
        return documents.ToImmutable();
    }

    /// <summary>Turns what the parser throws into diagnostics.</summary>
    private static YamlValue? Guard(string text, string file, ICollection<Diagnostic> diagnostics, Func<YamlReader, YamlValue?> read)
    {
        if (text.Length > MaxCharacters)
        {
            diagnostics.Add(YamlDiagnostics.LimitExceeded($"the file has {text.Length} characters; at most {MaxCharacters} are read", new SourceSpan(file, 1, 1)));
            return null;
        }
        var reader = new YamlReader(text, file, diagnostics);
        try
        {
            return read(reader);
        }
        catch (YamlException error)
        {
            var message = error.InnerException?.Message ?? error.Message;
            diagnostics.Add(YamlDiagnostics.MalformedYaml(message, new SourceSpan(file, (int)error.Start.Line, (int)error.Start.Column)));
            return null;
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet's scanner fails so, without a place, on some flow collections that are not closed.
            var mark = reader._parser.Current?.End ?? Mark.Empty;
            diagnostics.Add(YamlDiagnostics.MalformedYaml("a `{...}` or `[...]` near here is not closed", reader.Span(mark)));
            return null;
        }
        catch (LimitException error)
        {
            diagnostics.Add(YamlDiagnostics.LimitExceeded(error.Message, error.Span));
            return null;
        }
    }

    private YamlValue? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
            return null;
        var value = ReadValue(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
            _diagnostics.Add(YamlDiagnostics.MalformedYaml("the file holds more than one document; only the first one counts", Span(second.Start)));
        return value;
    }

    private YamlValue ReadValue(int depth)
    {
        var before = _nodes;
        var start = _parser.Current ?? throw new YamlException("unexpected end of the text");
        Count(1, start);
        if (depth > MaxDepth)
            throw new LimitException($"values are nested deeper than {MaxDepth} levels", Span(start.Start));
        if (_parser.TryConsume<AnchorAlias>(out var alias))
            return ReadAlias(alias);
        var anchor = start is NodeEvent { Anchor.IsEmpty: false } node ? node.Anchor.Value : null;
        YamlValue value;
        if (_parser.TryConsume<Scalar>(out var scalar))
            value = new YamlScalar(scalar.Value, scalar.Style is not ScalarStyle.Plain, Span(scalar.Start));
        else if (_parser.TryConsume<SequenceStart>(out var sequence))
            value = ReadSequence(sequence, depth);
        else
            value = ReadMapping(_parser.Consume<MappingStart>(), depth);
        if (anchor is not null)
            _anchors[anchor] = (value, _nodes - before);
        return value;
    }

    private YamlValue ReadAlias(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var target))
        {
            _diagnostics.Add(YamlDiagnostics.MalformedYaml($"the alias `{alias.Value.Value}` names no anchor that ends before it", Span(alias.Start)));
            return new YamlScalar(string.Empty, false, Span(alias.Start));
        }
        Count(target.Nodes, alias);
        return target.Value;
    }

    private YamlSequence ReadSequence(SequenceStart start, int depth)
    {
        var items = ImmutableArray.CreateBuilder<YamlValue>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadValue(depth + 1));
        return new YamlSequence(items.ToImmutable(), Span(start.Start));
    }

    private YamlMapping ReadMapping(MappingStart start, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        var seen = new Dictionary<string, SourceSpan>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadValue(depth + 1);
            var value = ReadValue(depth + 1);
            if (key is not YamlScalar { Text: var name })
                _diagnostics.Add(YamlDiagnostics.MalformedYaml("a key must be a plain word", key.Span));
            else if (!seen.TryAdd(name, key.Span))
                _diagnostics.Add(YamlDiagnostics.DuplicateKey(name, seen[name], key.Span));
            else
                entries.Add(new YamlEntry(name, key.Span, value));
        }
        return new YamlMapping(entries.ToImmutable(), Span(start.Start));
    }

    private void Count(int nodes, ParsingEvent at)
    {
        _nodes += nodes;
        if (_nodes > MaxNodes)
            throw new LimitException($"the document expands to more than {MaxNodes} values", Span(at.Start));
    }

    private SourceSpan Span(Mark mark) => new(_file, (int)mark.Line, (int)mark.Column);

    private sealed class LimitException(string message, SourceSpan span) : Exception(message)
    {
        public SourceSpan Span { get; } = span;
    }
}
