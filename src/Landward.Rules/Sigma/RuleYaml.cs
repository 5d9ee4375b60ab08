using System.Collections.Immutable;
using Landward.Rules.Yaml;

namespace Landward.Rules.Sigma;

/// <summary>Scalars and lists of a rule's YAML.</summary>
internal static class RuleYaml
{
    /// <summary>The text of a scalar; null for a YAML null. Throws when the node is no scalar.</summary>
    public static string? Scalar(YamlValue node, string what) =>
        node is YamlScalar scalar
            ? scalar.IsNull ? null : scalar.Text
            : throw new SigmaFormatException(SigmaProblem.Shape, $"`{what}` must be a single value.", node.Span);

    /// <summary>The text under a key; null when it is absent or null.</summary>
    public static string? Optional(YamlMapping mapping, string key) => mapping[key] is { } node ? Scalar(node, key) : null;

    /// <summary>The texts of a scalar or of a sequence of scalars.</summary>
    public static IEnumerable<string> Texts(YamlMapping mapping, string key) => mapping[key] switch
    {
        null => [],
        YamlSequence sequence => sequence.Items.Select(item => Scalar(item, key) ?? string.Empty),
        var node => Scalar(node, key) is { } text ? [text] : [],
    };

    /// <summary>The texts under a key that is only read by people: what is no text is passed over, it decides nothing.</summary>
    public static ImmutableArray<string> Notes(YamlMapping mapping, string key) => mapping[key] switch
    {
        YamlSequence sequence => [.. sequence.Items.OfType<YamlScalar>().Where(item => !item.IsNull).Select(item => item.Text)],
        YamlScalar scalar => [scalar.Text],
        _ => [],
    };
}
