using System.Text;

namespace Landward.Tests.Rules.Json;

/// <summary>Random JSON texts with the spaces and escapes nobody writes but everybody may.</summary>
internal sealed class RandomJson(Random random)
{
    private static readonly string[] Texts =
    [
        "", "a", "\\\"", "\\\\", "\\/", "/", "\\u003c", "<", "é", "\\u00e9", "\\n", "\\u000a", "\\t\\b\\f\\r", "\\u0001", "\u2028", "\\ud83d\\ude00", "😀", "\u007F", "long text of words",
    ];

    private int _names;

    public string Text() => Value(0);

    private string Value(int depth) => Space() + random.Next(depth > 4 ? 5 : 8) switch
    {
        0 => "null",
        1 => "true",
        2 => Pick(["0", "-1", "2.50", "1e3", "12345678901234567890"]),
        3 or 4 => Quoted(),
        5 => $"[{Space()}]",
        6 => $"[{string.Join(',', Items(depth))}{Space()}]",
        _ => $"{{{string.Join(',', Items(depth).Select(item => $"{Space()}\"n{_names++}{Pick(Texts)}\"{Space()}:{item}"))}{Space()}}}",
    } + Space();

    private List<string> Items(int depth) => [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Value(depth + 1))];

    private string Quoted()
    {
        var text = new StringBuilder("\"");
        for (var i = random.Next(3); i >= 0; i--)
            text.Append(Pick(Texts));
        return text.Append('"').ToString();
    }

    /// <summary>Mostly none: that is the fast path.</summary>
    private string Space() => random.Next(40) == 0 ? Pick([" ", "\n", "\t", "  "]) : string.Empty;

    private string Pick(string[] texts) => texts[random.Next(texts.Length)];
}
