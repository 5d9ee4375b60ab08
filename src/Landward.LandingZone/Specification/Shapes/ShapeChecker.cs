using Landward.Model;
using Landward.Rules.Yaml;

namespace Landward.LandingZone.Specification.Shapes;

/// <summary>Holds a document against its shape and reports everything that does not fit, never only the first thing.</summary>
internal sealed class ShapeChecker(ICollection<Diagnostic> diagnostics)
{
    /// <summary>A key can be part of names in AWS (organizational units, groups), so its alphabet is theirs.</summary>
    internal const string KeyRule = "use 1 to 64 letters, digits, `.`, `-` or `_`, starting with a letter or digit";

    public void Check(YamlValue value, Shape shape, string path)
    {
        switch (shape)
        {
            case ObjectShape expected when value is YamlMapping mapping:
                CheckObject(mapping, expected, path);
                break;
            case MapShape expected when value is YamlMapping mapping:
                CheckMap(mapping, expected, path);
                break;
            case ListShape expected when value is YamlSequence sequence:
                for (var i = 0; i < sequence.Items.Length; i++)
                    Check(sequence.Items[i], expected.Item, $"{path}[{i}]");
                break;
            case ChoiceShape choice:
                if (choice.Options.FirstOrDefault(option => Fits(value, option)) is { } fitting)
                    Check(value, fitting, path);
                else
                    diagnostics.Add(SpecDiagnostics.WrongType(path, Name(shape), Name(value), value.Span));
                break;
            case TextShape expected when value is YamlScalar scalar:
                TextChecker.Check(scalar, expected, path, diagnostics);
                break;
            case AnyShape:
                break;
            default:
                diagnostics.Add(SpecDiagnostics.WrongType(path, Name(shape), Name(value), value.Span));
                break;
        }
    }

    private void CheckObject(YamlMapping mapping, ObjectShape shape, string path)
    {
        foreach (var entry in mapping.Entries)
        {
            var member = shape.All.FirstOrDefault(candidate => candidate.Name == entry.Key);
            if (member is null)
            {
                diagnostics.Add(SpecDiagnostics.UnknownKey(path, entry.Key, [.. shape.All.Select(known => known.Name)], entry.KeySpan));
                continue;
            }
            if (entry.Value is YamlScalar { IsNull: true })
                continue;
            var memberPath = SpecDiagnostics.Join(path, entry.Key);
            if (member.Support is Support.NotApplied || (member.Support is Support.NotAppliedUnlessOff && !IsOff(entry.Value)))
                diagnostics.Add(SpecDiagnostics.NotApplied(memberPath, entry.KeySpan));
            Check(entry.Value, member.Shape, memberPath);
        }
        foreach (var member in shape.All.Where(member => member.Required && mapping[member.Name] is null))
            diagnostics.Add(SpecDiagnostics.Missing(path, member.Name, mapping.Span));
    }

    private void CheckMap(YamlMapping mapping, MapShape shape, string path)
    {
        foreach (var entry in mapping.Entries)
        {
            var entryPath = SpecDiagnostics.Join(path, entry.Key);
            if (!TextChecker.IsKey(entry.Key))
                diagnostics.Add(SpecDiagnostics.InvalidText(entryPath, entry.Key, KeyRule, entry.KeySpan));
            var empty = entry.Value is YamlScalar { IsNull: true } scalar ? new YamlMapping([], scalar.Span) : null;
            Check(shape.Value is ObjectShape ? empty ?? entry.Value : entry.Value, shape.Value, entryPath);
        }
    }

    private static bool IsOff(YamlValue value) => value is YamlScalar { Quoted: false, Text: "off" or "false" };

    private static bool Fits(YamlValue value, Shape shape) => (value, shape) switch
    {
        (YamlScalar, TextShape) => true,
        (YamlSequence, ListShape) => true,
        (YamlMapping, ObjectShape or MapShape) => true,
        (_, AnyShape) => true,
        _ => false,
    };

    private static string Name(YamlValue value) => value switch
    {
        YamlScalar scalar => $"the word `{(scalar.Text.Length <= 60 ? scalar.Text : scalar.Text[..60] + "...")}`",
        YamlSequence => "a list",
        _ => "a mapping",
    };

    private static string Name(Shape shape) => shape switch
    {
        ObjectShape or MapShape => "a mapping",
        ListShape => "a list",
        TextShape { Kind: TextKind.Switch } => "`on` or `off`",
        TextShape { Kind: TextKind.Integer } => "a number",
        TextShape { Allowed: { Length: > 0 } allowed } => string.Join(" or ", allowed.Select(word => $"`{word}`")),
        TextShape => "a word",
        ChoiceShape choice => string.Join(", or ", choice.Options.Select(Name).Distinct()),
        _ => "a value",
    };
}
