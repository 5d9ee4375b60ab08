using System.Text;

namespace Landward.Logs.Dns;

/// <summary>
/// One query of a Route 53 Resolver query log as a view of the reader's buffers: valid until the next read. Source of the fields:
/// "Values that appear in VPC Resolver query logs", Amazon Route 53 Developer Guide.
/// </summary>
public sealed class ResolverQuery
{
    /// <summary>RFC 1035, section 2.3.4, with escapes such as <c>\052</c> written out.</summary>
    internal const int MaxName = 1024;

    internal const int MaxAnswers = 100;

    private const int FieldCount = (int)ResolverQueryField.FirewallDomainListId + 1;

    private readonly (int Start, int Length)[] _slices = new (int, int)[FieldCount];
    private readonly (int Start, int Length)[] _answers = new (int, int)[MaxAnswers];
    private byte[] _text = new byte[4096];
    private int _used;

    internal ResolverQuery()
    {
    }

    /// <summary>When the query was answered, in seconds since 1970 (UTC).</summary>
    public long Time { get; internal set; }

    /// <summary>How many answers the record lists, at most 100.</summary>
    public int Answers { get; private set; }

    /// <summary>The record's JSON text, UTF-8.</summary>
    public ReadOnlyMemory<byte> Json { get; internal set; }

    /// <summary>The field's text; empty when it is absent. The query name is in lower case and without the trailing dot.</summary>
    public ReadOnlySpan<byte> Span(ResolverQueryField field) => _text.AsSpan(_slices[(int)field].Start, _slices[(int)field].Length);

    /// <summary>The field's text, or null when it is absent or empty.</summary>
    public string? Text(ResolverQueryField field)
    {
        var span = Span(field);
        return span.IsEmpty ? null : Encoding.UTF8.GetString(span);
    }

    /// <summary>The data of an answer: an address for A and AAAA, a name for CNAME.</summary>
    public ReadOnlySpan<byte> Answer(int index) => _text.AsSpan(_answers[index].Start, _answers[index].Length);

    internal void Reset()
    {
        _used = 0;
        Answers = 0;
        Time = 0;
        Json = default;
        Array.Clear(_slices);
    }

    /// <summary>Keeps a field's text; the last of several wins.</summary>
    internal void Set(ResolverQueryField field, ReadOnlySpan<byte> text)
    {
        if (field == ResolverQueryField.QueryName)
            SetName(text);
        else
            _slices[(int)field] = Append(text);
    }

    internal void AddAnswer(ReadOnlySpan<byte> data)
    {
        if (Answers < MaxAnswers)
            _answers[Answers++] = Append(data);
    }

    private void SetName(ReadOnlySpan<byte> name)
    {
        if (name.EndsWith("."u8))
            name = name[..^1];
        if (name.Length > MaxName)
            name = name[^MaxName..];
        var slice = Append(name);
        var text = _text.AsSpan(slice.Start, slice.Length);
        Ascii.ToLowerInPlace(text, out _);
        _slices[(int)ResolverQueryField.QueryName] = slice;
    }

    private (int Start, int Length) Append(ReadOnlySpan<byte> text)
    {
        if (_used + text.Length > _text.Length)
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _used + text.Length));
        text.CopyTo(_text.AsSpan(_used));
        _used += text.Length;
        return (_used - text.Length, text.Length);
    }
}
