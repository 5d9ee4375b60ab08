using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Landward.Rules.Sigma;

/// <summary>The value transforms <c>base64</c>, <c>base64offset</c>, <c>utf16*</c>, <c>wide</c> and <c>windash</c>, from left to right.</summary>
internal static partial class SigmaEncodings
{
    private const string Dashes = "-/\u2013\u2014\u2015";

    public static IEnumerable<SigmaText> Apply(SigmaText text, ImmutableArray<string> encodings)
    {
        IEnumerable<SigmaText> variants = [text];
        Encoding? wide = null;
        foreach (var encoding in encodings)
        {
            var current = wide ?? Encoding.UTF8;
            switch (encoding)
            {
                case "windash":
                    variants = [.. variants.SelectMany(Dashed)];
                    break;
                case "base64":
                    variants = [.. variants.Select(variant => SigmaText.Literal(Convert.ToBase64String(current.GetBytes(Plain(variant)))))];
                    break;
                case "base64offset":
                    variants = [.. variants.SelectMany(variant => Offsets(current.GetBytes(Plain(variant))))];
                    break;
                default:
                    wide = encoding == "utf16be" ? Encoding.BigEndianUnicode : Encoding.Unicode;
                    break;
            }
        }
        return wide is not null && !encodings.Any(encoding => encoding.StartsWith("base64", StringComparison.Ordinal))
            ? throw new SigmaFormatException(SigmaProblem.Modifier, "UTF-16 texts only occur inside base64 here: add `base64` or `base64offset`.")
            : variants;
    }

    private static string Plain(SigmaText text) =>
        text.HasWildcards
            ? throw new SigmaFormatException(SigmaProblem.Value, "a value to be encoded may not have wildcards.")
            : text.Characters;

    private static IEnumerable<SigmaText> Dashed(SigmaText text) =>
        Dashes.Select(dash => SigmaText.Literal(DashAtWord().Replace(text.Characters, dash.ToString())));

    /// <summary>The characters that are the same whatever stands before and behind the value in the encoded text.</summary>
    private static IEnumerable<SigmaText> Offsets(byte[] bytes)
    {
        for (var offset = 0; offset < 3; offset++)
        {
            var encoded = Convert.ToBase64String([.. new byte[offset], .. bytes]);
            var start = offset switch { 0 => 0, 1 => 2, _ => 3 };
            var end = ((offset + bytes.Length) % 3) switch { 0 => encoded.Length, 1 => encoded.Length - 3, _ => encoded.Length - 2 };
            if (end > start)
                yield return SigmaText.Literal(encoded[start..end]);
        }
    }

    [GeneratedRegex(@"\B[-/\u2013\u2014\u2015]\b", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex DashAtWord();
}
