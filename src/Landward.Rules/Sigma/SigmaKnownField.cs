using System.Collections.Immutable;
using System.Text;

namespace Landward.Rules.Sigma;

/// <summary>What events of one kind have in common in a numbered field, so that rules need not ask each of them.</summary>
/// <param name="State">Never <see cref="SigmaFieldState.Unknown"/>.</param>
/// <param name="Forms">Texts, without regard to case, that the field's text or its other form equals.</param>
/// <param name="Excluded">Texts, without regard to case, that it does not equal; null when it equals none but <paramref name="Forms"/>.</param>
public sealed record SigmaKnownField(SigmaFieldState State, ImmutableHashSet<string> Forms, ImmutableHashSet<string>? Excluded)
{
    public static readonly SigmaKnownField Absent = new(SigmaFieldState.Absent, [], null);

    public static readonly SigmaKnownField Null = new(SigmaFieldState.Null, [], null);

    /// <summary>
    /// The texts, in UTF-8, that decide a test without regard to case and with regard to other forms; null when there are others, or when
    /// one is JSON itself, of which there is another form.
    /// </summary>
    internal byte[][]? Texts()
    {
        if (State != SigmaFieldState.Text || Excluded is not null)
            return null;
        var texts = Forms.Select(Encoding.UTF8.GetBytes).ToArray();
        return Array.Exists(texts, text => ValueText.LooksLikeJson(text)) ? null : texts;
    }

    /// <summary>Whether the field equals one of the texts, ignoring case; null when events of the kind differ in that.</summary>
    public bool? IsOneOf(ImmutableHashSet<string> texts)
    {
        if (State != SigmaFieldState.Text)
            return false;
        if (texts.Overlaps(Forms))
            return true;
        return Excluded is null || texts.All(Excluded.Contains) ? false : null;
    }
}
