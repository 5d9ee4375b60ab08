using System.Globalization;
using Landward.Model;
using Landward.Rules.Yaml;

namespace Landward.LandingZone.Specification.Shapes;

/// <summary>The forms of single words: e-mail addresses, Regions, durations, keys, paths.</summary>
internal static class TextChecker
{
    private const int MaxTextLength = 4096;

    public static void Check(YamlScalar scalar, TextShape shape, string path, ICollection<Diagnostic> diagnostics)
    {
        if (shape.Allowed.Length > 0)
        {
            if (!shape.Allowed.Contains(scalar.Text))
                diagnostics.Add(SpecDiagnostics.NotAllowed(path, scalar.Text, shape.Allowed, scalar.Span));
            return;
        }
        var rule = Violation(scalar, shape);
        if (shape.Kind is TextKind.Switch && rule is not null)
            diagnostics.Add(SpecDiagnostics.NotAllowed(path, scalar.Text, ["on", "off"], scalar.Span));
        else if (shape.Kind is TextKind.Region && !AwsRegions.Exists(scalar.Text))
            diagnostics.Add(SpecDiagnostics.UnknownRegion(path, scalar.Text, AwsRegions.Names, scalar.Span));
        else if (rule is not null)
            diagnostics.Add(SpecDiagnostics.InvalidText(path, scalar.Text, rule, scalar.Span));
    }

    private static string? Violation(YamlScalar scalar, TextShape shape)
    {
        var text = scalar.Text;
        if (text.Length > MaxTextLength)
            return $"it is longer than {MaxTextLength} characters";
        return shape.Kind switch
        {
            TextKind.Switch => IsSwitch(scalar) ? null : "write `on` or `off`",
            TextKind.Integer => IntegerViolation(text, shape),
            TextKind.Duration => Durations.TryParse(text, out _) ? null : "write a number and a unit: `15m`, `8h`, `90d`, `7y`",
            TextKind.Email => IsEmail(text) ? null : "an account's e-mail address has 6 to 64 characters, one `@` and a domain with a dot",
            TextKind.Key => IsKey(text) ? null : ShapeChecker.KeyRule,
            TextKind.UnitPath => text.Split('/').All(IsKey) ? null : "join unit keys with slashes, as in `workloads/dev`",
            TextKind.UnitPattern => text.Split('/').All(part => part is "*" or "**" || IsKey(part)) ? null : "join unit keys, `*` or `**` with slashes, as in `workloads/**`",
            TextKind.File => text.Length == 0 || text.Contains('\0') ? "a path cannot be empty" : null,
            _ => text.Length == 0 ? "it cannot be empty" : null,
        };
    }

    private static string? IntegerViolation(string text, TextShape shape)
    {
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return "it must be a whole number";
        return number < shape.Minimum || number > shape.Maximum ? $"it must be between {shape.Minimum} and {shape.Maximum}" : null;
    }

    public static bool IsSwitch(YamlScalar scalar) => !scalar.Quoted && (scalar.Text is "on" or "off" or "true" or "false");

    public static bool IsKey(string text) =>
        text.Length is > 0 and <= 64 && char.IsAsciiLetterOrDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    /// <summary>AWS Organizations' form: 6 to 64 characters, no white space, a local part, and a domain with a dot (API reference, CreateAccount, Email).</summary>
    public static bool IsEmail(string text)
    {
        if (text.Length is < 6 or > 64 || text.Any(c => c <= ' ' || c > '~' || c is '<' or '>' or ',' or ';' or '"' or '\\'))
            return false;
        var at = text.IndexOf('@');
        if (at <= 0 || at != text.LastIndexOf('@') || text[0] == '.' || text[at - 1] == '.')
            return false;
        var labels = text[(at + 1)..].Split('.');
        return labels.Length >= 2 && labels.All(label => label.Length > 0 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
    }
}
