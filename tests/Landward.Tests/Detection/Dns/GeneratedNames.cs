namespace Landward.Tests.Detection.Dns;

/// <summary>
/// Names as malware makes them, after what is published about its families: MITRE ATT&amp;CK T1568.002 and Plohmann et al., "A Comprehensive
/// Measurement Study of Domain Generating Malware" (USENIX Security 2016), which tells generators by arithmetic, hashes, permutations
/// and word lists.
/// </summary>
internal sealed class GeneratedNames
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";
    private const string Vowels = "aeiou";
    private const string Consonants = "bcdfghjklmnpqrstvwxyz";

    private static readonly string[] Syllables =
    [
        "ba", "ter", "lon", "mi", "ka", "ro", "sen", "du", "vel", "ta", "nor", "pi", "gra", "lu", "zan", "he", "dor", "we", "fil", "mu", "cra", "bel", "ri", "to",
    ];

    /// <summary>What a word-list generator carries along; each takes a part of it.</summary>
    private static readonly string[] Words =
    [
        "above", "action", "afraid", "anger", "answer", "arrive", "autumn", "basket", "battle", "become", "behind", "belong", "beside", "better", "beyond", "bottle",
        "bottom", "branch", "breast", "bright", "bring", "broken", "brown", "building", "button", "captain", "careful", "century", "chair", "chance", "children", "circle",
        "clean", "clear", "class", "close", "clothe", "college", "company", "corner", "cotton", "country", "course", "cover", "credit", "crowd", "decide", "degree",
        "delight", "desire", "destroy", "different", "difficult", "dinner", "discover", "distance", "doctor", "dollar", "double", "dress", "during", "eager", "early", "effort",
        "electric", "either", "enemy", "escape", "evening", "explain", "father", "feather", "fellow", "figure", "finger", "flower", "follow", "foreign", "forget", "forward",
        "freedom", "fresh", "friend", "gather", "gentle", "glass", "glossary", "grave", "ground", "guess", "guide", "heaven", "heavy", "history", "however", "hunger",
    ];

    private readonly Random _random;
    private readonly Func<string> _next;

    private GeneratedNames(Random random, Family family)
    {
        _random = random;
        Of = family;
        _next = Maker(family);
    }

    public enum Family
    {
        FixedLetters,
        Letters,
        FewLetters,
        ShortLetters,
        HexadecimalHash,
        Base32,
        LettersAndDigits,
        ConsonantHeavy,
        Alternating,
        Syllables,
        SyllableList,
        TwoWords,
        ThreeWords,
        MutatedName,
    }

    public Family Of { get; }

    /// <summary>Names that could be a brand's.</summary>
    public bool IsReadable => IsOfWords || Of is Family.Syllables or Family.SyllableList;

    /// <summary>Names made of words say nothing by themselves.</summary>
    public bool IsOfWords => Of is Family.TwoWords or Family.ThreeWords or Family.MutatedName;

    public static GeneratedNames Choose(Random random)
    {
        var families = Enum.GetValues<Family>();
        return new GeneratedNames(random, families[random.Next(families.Length)]);
    }

    public string Next() => _next();

    private Func<string> Maker(Family family)
    {
        switch (family)
        {
            case Family.FixedLetters:
                {
                    var length = _random.Next(8, 26);
                    var state = (uint)_random.Next();
                    return () => Repeat(length, () => Letters[(int)(((state = unchecked((state * 1_664_525) + 1_013_904_223)) >> 8) % 26)]);
                }
            case Family.Letters:
                {
                    var (least, most) = (_random.Next(7, 12), _random.Next(13, 25));
                    return () => Text(Letters, _random.Next(least, most));
                }
            case Family.FewLetters:
                {
                    var (letters, length) = (Letters[.._random.Next(12, 26)], _random.Next(9, 18));
                    return () => Text(letters, length);
                }
            case Family.ShortLetters:
                return () => Text(Letters, _random.Next(6, 8));
            case Family.HexadecimalHash:
                {
                    var length = _random.Next(8, 40);
                    return () => Text(Digits + "abcdef", length);
                }
            case Family.Base32:
                return () => Text(Letters + "234567", _random.Next(10, 30));
            case Family.LettersAndDigits:
                {
                    var length = _random.Next(9, 28);
                    return () => Text(Letters + Digits, length);
                }
            case Family.ConsonantHeavy:
                return () => Text(Consonants + Consonants + Vowels, _random.Next(9, 18));
            case Family.Alternating:
                {
                    var isFirst = _random.Next(2);
                    return () =>
                    {
                        var i = isFirst;
                        return Repeat(_random.Next(8, 14), () => Any(i++ % 2 == 0 ? Consonants : Vowels));
                    };
                }
            case Family.Syllables:
                return () => string.Concat(Enumerable.Range(0, _random.Next(3, 5)).Select(_ => $"{Any(Consonants)}{Any(Vowels)}{(_random.Next(2) == 0 ? Any(Consonants) : string.Empty)}"));
            case Family.SyllableList:
                return () => string.Concat(Enumerable.Range(0, _random.Next(3, 6)).Select(_ => Syllables[_random.Next(Syllables.Length)]));
            case Family.MutatedName:
                {
                    var end = Words[_random.Next(Words.Length)] + Words[_random.Next(Words.Length)];
                    return () => Text(Letters, 4) + end;
                }
            default:
                {
                    var words = Words.AsSpan().ToArray();
                    _random.Shuffle(words);
                    words = words[.._random.Next(30, words.Length)];
                    var between = _random.Next(4) == 0 ? "-" : string.Empty;
                    return () => string.Join(between, Enumerable.Range(0, family == Family.TwoWords ? 2 : 3).Select(_ => words[_random.Next(words.Length)]));
                }
        }
    }

    private char Any(string alphabet) => alphabet[_random.Next(alphabet.Length)];

    private string Text(string alphabet, int length) => Repeat(length, () => Any(alphabet));

    private static string Repeat(int length, Func<char> next) => string.Concat(Enumerable.Range(0, length).Select(_ => next()));
}
