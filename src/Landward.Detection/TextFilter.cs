using System.Buffers;
using System.Text;
using Landward.Logs;

namespace Landward.Detection;

/// <summary>
/// Says of most events at once that a field holds none of the texts that many rules search it for: one pass over it, whatever it says,
/// however many texts there are.
/// </summary>
/// <param name="texts">Shared by workers; the filter itself belongs to one.</param>
internal sealed class TextFilter(CloudTrailField field, SearchValues<string> texts)
{
    /// <summary>Longer texts are left to the rules: AWS cuts user agents at 1 KB.</summary>
    private const int MaxLength = 1024;

    private readonly char[] _characters = new char[MaxLength];
    private readonly byte[] _last = new byte[MaxLength];
    private int _lastLength;
    private bool _lastAnswer;

    /// <summary>False only when no rule that needs one of the texts in the field can match.</summary>
    public bool MayHold(CloudTrailEvent @event)
    {
        var text = @event.Span(field);
        if (text.IsEmpty)
            return !@event.IsAbsent(field);
        // JSON in a text is also matched in another form.
        if (text.Length > MaxLength || text[0] <= ' ' || text[0] is (byte)'{' or (byte)'[')
            return true;
        // Callers work in bursts.
        if (text.SequenceEqual(_last.AsSpan(0, _lastLength)))
            return _lastAnswer;
        text.CopyTo(_last);
        _lastLength = text.Length;
        // Bytes as characters: those beyond ASCII are no letters of ASCII in any case.
        Encoding.Latin1.GetChars(text, _characters);
        return _lastAnswer = _characters.AsSpan(0, text.Length).ContainsAny(texts);
    }
}
