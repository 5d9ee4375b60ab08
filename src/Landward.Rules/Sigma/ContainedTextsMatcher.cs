using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Landward.Rules.Text;

namespace Landward.Rules.Sigma;

/// <summary>Contains one of several texts of ASCII, none of them empty, without case: looked for in one pass, however many there are.</summary>
internal sealed class ContainedTextsMatcher(ImmutableArray<string> texts) : TextMatcher
{
    private readonly CaselessText[] _texts = [.. texts.Select(text => new CaselessText(text))];
    private readonly SearchValues<string> _values = SearchValues.Create(texts.AsSpan(), StringComparison.OrdinalIgnoreCase);

    public override int Cost => 3;

    public override bool IsContainment => true;

    public override bool IgnoresCase => true;

    public override ImmutableArray<string>? Contained => texts;

    public override bool Matches(ReadOnlySpan<byte> text)
    {
        foreach (var one in _texts)
        {
            if (one.In(text))
                return true;
        }
        return false;
    }

    public override bool Matches(ReadOnlySpan<byte> text, SigmaEvent @event)
    {
        var characters = @event.Characters;
        if (text.Length > characters.Length)
            return Matches(text);
        // Bytes as characters: those beyond ASCII are no letters of ASCII in any case.
        Encoding.Latin1.GetChars(text, characters);
        return characters[..text.Length].ContainsAny(_values);
    }
}
