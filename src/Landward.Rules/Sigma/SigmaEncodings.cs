using System.Collections.Immutable;
using System.Text;

namespace Landward.Rules.Sigma;

/// <summary>
/// The value transforms <c>base64</c>, <c>base64offset</c>, <c>utf16*</c>, <c>wide</c> and <c>windash</c>, from left to right. Source:
/// Sigma specification 2.1, modifiers appendix.
/// </summary>
internal static class SigmaEncodings
{
    private const string Dashes = "-/\u2013\u2014\u2015";

    /// <summary>Five dashes to the power of this many places.</summary>
    private const int MaxDashes = 4;

    /// <param name="IsBytes">Each character stands for one byte, because the text was encoded in UTF-16 already.</param>
    private readonly record struct Variant(SigmaText Text, bool IsBytes)
    {
        public byte[] Bytes() => Text.HasWildcards
            ? throw new SigmaFormatException(SigmaProblem.Value, "a value to be encoded may not have wildcards.")
            : IsBytes ? Encoding.Latin1.GetBytes(Text.Characters) : Encoding.UTF8.GetBytes(Text.Characters);
    }

    public static IEnumerable<SigmaText> Apply(SigmaText text, ImmutableArray<string> encodings)
    {
        IEnumerable<Variant> variants = [new Variant(text, false)];
        foreach (var encoding in encodings)
            variants = [.. variants.SelectMany(variant => Apply(variant, encoding))];
        return variants.Select(variant => variant.Text);
    }

    private static IEnumerable<Variant> Apply(Variant variant, string encoding) => encoding switch
    {
        "windash" => Dashed(variant.Text.Characters).Select(text => variant with { Text = text }),
        "base64" => [new Variant(SigmaText.Literal(Convert.ToBase64String(variant.Bytes())), false)],
        "base64offset" => Offsets(variant.Bytes()).Select(text => new Variant(text, false)),
        "utf16be" => [Wide(variant, Encoding.BigEndianUnicode, string.Empty)],
        "utf16" => [Wide(variant, Encoding.Unicode, "\u00ff\u00fe")],
        _ => [Wide(variant, Encoding.Unicode, string.Empty)],
    };

    /// <summary>Every character as its two bytes, each shown as the character with that number; wildcards stay what they are.</summary>
    private static Variant Wide(Variant variant, Encoding encoding, string mark)
    {
        if (variant.IsBytes)
            throw new SigmaFormatException(SigmaProblem.Modifier, "a text can be encoded in UTF-16 once.");
        var bytes = new StringBuilder(mark);
        foreach (var character in variant.Text.Characters)
        {
            if (character is SigmaText.Any or SigmaText.One)
                bytes.Append(character);
            else
                bytes.Append(Encoding.Latin1.GetString(encoding.GetBytes([character])));
        }
        return new Variant(SigmaText.Literal(bytes.ToString()), true);
    }

    /// <summary>Every combination of dashes where one of them starts a word: behind no word character and before one.</summary>
    private static IEnumerable<SigmaText> Dashed(string characters)
    {
        var places = Enumerable.Range(0, characters.Length)
            .Where(i => Dashes.Contains(characters[i]) && (i == 0 || !IsWord(characters[i - 1])) && i + 1 < characters.Length && IsWord(characters[i + 1]))
            .ToArray();
        if (places.Length > MaxDashes)
            throw new SigmaFormatException(SigmaProblem.Limit, $"a value with `windash` may have {MaxDashes} dashes.");
        IEnumerable<string> texts = [characters];
        foreach (var place in places)
            texts = texts.SelectMany(text => Dashes.Select(dash => $"{text[..place]}{dash}{text[(place + 1)..]}"));
        return texts.Select(SigmaText.Literal);
    }

    private static bool IsWord(char character) => char.IsLetterOrDigit(character) || character == '_';

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
}
