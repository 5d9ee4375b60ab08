using System.Buffers;
using System.Text;
using Landward.Logs;

namespace Landward.Detection;

/// <summary>
/// Says of most events at once that a field holds none of the texts that many rules search it for: one pass over it, whatever it says,
/// however many texts there are.
/// </summary>
internal sealed class TextFilter(CloudTrailField field, IReadOnlyCollection<string> texts)
{
    /// <summary>Longer ones are left to the rules: AWS cuts user agents at 1 KB.</summary>
    private const int MaxLength = 1024;

    private readonly SearchValues<string> _texts = SearchValues.Create([.. texts], StringComparison.OrdinalIgnoreCase);

    /// <summary>False only when no rule that needs one of the texts in the field can match.</summary>
    public bool MayHold(CloudTrailEvent @event)
    {
        var text = @event.Span(field);
        if (text.IsEmpty)
            return !@event.IsAbsent(field);
        // JSON in a text is also matched in another form.
        if (text.Length > MaxLength || text[0] <= ' ' || text[0] is (byte)'{' or (byte)'[')
            return true;
        // Bytes as characters: those beyond ASCII are no letters of ASCII in any case.
        Span<char> characters = stackalloc char[MaxLength];
        Encoding.Latin1.GetChars(text, characters);
        return characters[..text.Length].ContainsAny(_texts);
    }
}
