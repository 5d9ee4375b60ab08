using System.Collections.Frozen;
using System.Text;

namespace Landward.Rules.EventPatterns;

/// <summary>
/// Upper case as Unicode's full mapping has it: <c>ß</c> becomes <c>SS</c> (SpecialCasing.txt), which the runtime's simple mapping
/// leaves alone.
/// </summary>
internal static class CaseFolding
{
    private static readonly FrozenDictionary<char, string> Expansions = new Dictionary<char, string>
    {
        ['\u00DF'] = "SS",
        ['\u1E9E'] = "SS",
        ['\u0149'] = "\u02BCN",
        ['\u01F0'] = "J\u030C",
        ['\uFB00'] = "FF",
        ['\uFB01'] = "FI",
        ['\uFB02'] = "FL",
        ['\uFB03'] = "FFI",
        ['\uFB04'] = "FFL",
        ['\uFB05'] = "ST",
        ['\uFB06'] = "ST",
    }.ToFrozenDictionary();

    public static string Fold(string text)
    {
        var upper = text.ToUpperInvariant();
        if (System.Text.Ascii.IsValid(upper))
            return upper;
        var folded = new StringBuilder(upper.Length + 4);
        foreach (var character in upper)
        {
            if (Expansions.TryGetValue(character, out var expansion))
                folded.Append(expansion);
            else
                folded.Append(character);
        }
        return folded.ToString();
    }
}
