namespace Landward.Detection.Dns;

/// <summary>
/// How much a text speaks for a program that made it up, against a person who chose it. The chosen side is a table of three neighbouring
/// characters, made by <c>tools/generate-domain-model.py</c> from words of many languages and the names of well-known sites. The generated
/// side is the likeliest of four ways in which programs make names: letters at random, letters and digits, hexadecimal digits, and
/// consonants that alternate with vowels.
/// </summary>
internal static class NameModel
{
    /// <summary>Units of evidence in a bit: binary logarithms of how much likelier the text is as a generated name.</summary>
    public const int Bit = 16;

    public const int LeastEvidence = -6 * Bit;
    public const int MostEvidence = (13 * Bit) / 2;

    /// <summary>Evidence from which on a name is called generated: one chosen name in twenty has as much.</summary>
    public const int Generated = 2 * Bit;

    private const int Symbols = 29;
    private const int Digit = 27;
    private const int Other = 28;

    // What a character costs when all of an alphabet are as likely, in units.
    private const int OfLetters = 75;
    private const int OfLettersAndDigits = 83;
    private const int OfHexadecimal = 64;
    private const int OfDigits = 53;
    private const int OfVowels = 37;
    private const int OfConsonants = 70;

    // Nearly nine in ten letters of pronounceable names follow one of the other kind.
    private const int Alternating = 4;
    private const int Repeating = 44;

    /// <summary>One of four ways to make names.</summary>
    private const int Way = 2 * Bit;

    private static readonly byte[] Table = Load();

    /// <summary>Whether there is as much evidence as one in twenty chosen names has.</summary>
    public static bool LooksGenerated(ReadOnlySpan<byte> text) => Evidence(text) >= Generated;

    /// <summary>
    /// The evidence for a generated name in units, between <see cref="LeastEvidence"/> and <see cref="MostEvidence"/>. The shorter a name, the less it
    /// can tell: abbreviations and brands look like anything. How far the ratio of likelihoods is believed follows 17,000 real domains.
    /// </summary>
    public static int Evidence(ReadOnlySpan<byte> text)
    {
        // Encoded scripts are choices of people, and look like nothing else.
        if (text.StartsWith("xn--"u8))
            return -Generated;
        int first = 0, second = 0, chosen = 0, alternating = 0;
        int length = 0, digits = 0, hexadecimal = 0;
        var wasVowel = false;
        foreach (var character in text)
        {
            var symbol = Symbol(character);
            chosen += Table[(((first * Symbols) + second) * Symbols) + symbol];
            (first, second) = (second, symbol);
            if (symbol == 0)
                continue;
            var isVowel = symbol is 1 or 5 or 9 or 15 or 21;
            alternating += (isVowel ? OfVowels : OfConsonants) + (length == 0 ? Bit : isVowel == wasVowel ? Repeating : Alternating);
            wasVowel = isVowel;
            length++;
            digits += symbol == Digit ? 1 : 0;
            hexadecimal += symbol is Digit or <= 6 ? 1 : 0;
        }
        chosen += Table[((first * Symbols) + second) * Symbols] + (digits * OfDigits);
        var generated = length * OfLettersAndDigits;
        if (digits == 0)
            generated = Math.Min(length * OfLetters, alternating);
        if (hexadecimal == length)
            generated = Math.Min(generated, length * OfHexadecimal);
        return Believed(chosen - generated - Way, length);
    }

    /// <summary>
    /// Half of what exceeds four bits, up to a limit that grows with the length: beyond it a chosen name that looks like nothing is as likely.
    /// </summary>
    private static int Believed(int ratio, int length)
    {
        var limit = double.Exp2(-0.6 * Math.Max(0, length - 2));
        var evidence = -Math.Log2(limit + double.Exp2(((4.2 * Bit) - ratio) / (2 * Bit)));
        return Math.Clamp((int)Math.Round(evidence * Bit), LeastEvidence, MostEvidence);
    }

    private static int Symbol(byte character) => character switch
    {
        >= (byte)'a' and <= (byte)'z' => character - 'a' + 1,
        >= (byte)'A' and <= (byte)'Z' => character - 'A' + 1,
        >= (byte)'0' and <= (byte)'9' => Digit,
        (byte)'-' or (byte)'.' => 0,
        _ => Other,
    };

    private static byte[] Load()
    {
        using var stream = typeof(NameModel).Assembly.GetManifestResourceStream("domain-model.bin")!;
        var table = new byte[Symbols * Symbols * Symbols];
        stream.ReadExactly(table);
        return table;
    }
}
