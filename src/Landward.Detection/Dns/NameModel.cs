namespace Landward.Detection.Dns;

/// <summary>
/// How unlike a name that people choose a text is. The table is made by <c>tools/generate-domain-model.py</c> from English words and the
/// names of well-known sites; random letters need about 8 bits a character, random letters and digits 12, chosen names 3 to 4.
/// </summary>
internal static class NameModel
{
    /// <summary>Bits a character above which a text of at least <see cref="LeastLength"/> characters looks generated.</summary>
    public const double Threshold = 5.3;

    /// <summary>Shorter names are often abbreviations, which look like anything.</summary>
    public const int LeastLength = 7;

    private const int Symbols = 29;
    private const int Digit = 27;
    private const int Other = 28;
    private const double UnitsPerBit = 16;
    private static readonly byte[] Table = Load();

    /// <summary>The mean surprise of the characters, in bits; hyphens and dots divide words.</summary>
    public static double Surprise(ReadOnlySpan<byte> text)
    {
        int first = 0, second = 0, sum = 0;
        foreach (var character in text)
        {
            var symbol = Symbol(character);
            sum += Table[(((first * Symbols) + second) * Symbols) + symbol];
            (first, second) = (second, symbol);
        }
        sum += Table[((first * Symbols) + second) * Symbols];
        return sum / (UnitsPerBit * (text.Length + 1));
    }

    public static bool LooksGenerated(ReadOnlySpan<byte> label)
    {
        // Encoded scripts and a version or year at the end are choices of people.
        if (label.StartsWith("xn--"u8))
            return false;
        var length = label.Length;
        while (length > 0 && label.Length - length < 4 && char.IsAsciiDigit((char)label[length - 1]))
            length--;
        var name = length >= 4 ? label[..length] : label;
        return name.Length >= LeastLength && Surprise(name) > Threshold;
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
