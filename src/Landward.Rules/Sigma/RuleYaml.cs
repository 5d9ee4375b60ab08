using System.Globalization;
using Landward.Model;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Landward.Rules.Sigma;

/// <summary>YAML documents of a rule file with positions, within limits: rules come from strangers.</summary>
internal static class RuleYaml
{
    private const int MaxCharacters = 1024 * 1024;
    private const int MaxDepth = 48;
    private const int MaxNodes = 50_000;

    /// <summary>The mappings of the file's documents. Throws <see cref="SigmaFormatException"/> when it is not YAML or beyond the limits.</summary>
    public static IReadOnlyList<YamlMappingNode> Load(string text, string file)
    {
        try
        {
            CheckLimits(text, file);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return
            [
                .. stream.Documents.Select(document => document.RootNode as YamlMappingNode
                    ?? throw new SigmaFormatException(SigmaProblem.Shape, "a rule is a mapping of names to values.", Span(document.RootNode, file))),
            ];
        }
        catch (YamlException exception)
        {
            var span = new SourceSpan(file, (int)exception.Start.Line, (int)exception.Start.Column);
            throw new SigmaFormatException(SigmaProblem.Yaml, $"{exception.Message.TrimEnd('.')}.", span);
        }
    }

    public static SourceSpan Span(YamlNode node, string file) => new(file, (int)node.Start.Line, (int)node.Start.Column);

    public static YamlNode? Find(YamlMappingNode mapping, string key) =>
        mapping.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    /// <summary>The text of a scalar; null for a YAML null. Throws when the node is no scalar.</summary>
    public static string? Scalar(YamlNode node, string what, string file) =>
        node is YamlScalarNode scalar
            ? IsNull(scalar) ? null : scalar.Value
            : throw new SigmaFormatException(SigmaProblem.Shape, $"`{what}` must be a single value.", Span(node, file));

    /// <summary>The texts of a scalar or of a sequence of scalars.</summary>
    public static IEnumerable<string> Texts(YamlNode? node, string what, string file) => node switch
    {
        null => [],
        YamlSequenceNode sequence => sequence.Children.Select(item => Scalar(item, what, file) ?? string.Empty),
        _ => Scalar(node, what, file) is { } text ? [text] : [],
    };

    private static bool IsNull(YamlScalarNode scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is null or "" or "~" or "null" or "Null" or "NULL" && scalar.Style == ScalarStyle.Plain;

    private static void CheckLimits(string text, string file)
    {
        if (text.Length > MaxCharacters)
            throw new SigmaFormatException(SigmaProblem.Limit, $"the file is longer than {MaxCharacters.ToString(CultureInfo.InvariantCulture)} characters.");
        var parser = new Parser(new StringReader(text));
        int depth = 0, nodes = 0;
        while (parser.MoveNext())
        {
            var current = parser.Current!;
            depth += current.NestingIncrease;
            var span = new SourceSpan(file, (int)current.Start.Line, (int)current.Start.Column);
            if (current is AnchorAlias)
                throw new SigmaFormatException(SigmaProblem.Unsupported, "YAML aliases are not followed in rules; write the value out.", span);
            // Stream and document count as two levels.
            if (depth > MaxDepth + 2)
                throw new SigmaFormatException(SigmaProblem.Limit, $"the file is nested deeper than {MaxDepth}.", span);
            if (++nodes > MaxNodes)
                throw new SigmaFormatException(SigmaProblem.Limit, $"the file has more than {MaxNodes} values.", span);
        }
    }
}
