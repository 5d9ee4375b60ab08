namespace Landward.Rules.MetricFilters;

/// <summary>What can be said of an event without its document.</summary>
public enum FilterAnswer
{
    No,
    Yes,

    /// <summary>Ask the document.</summary>
    Unknown,
}

/// <summary>What is known about a field of an event.</summary>
public enum FilterFieldState
{
    Unknown,

    Absent,

    Null,

    /// <summary>The field is a scalar with this text.</summary>
    Text,
}

/// <summary>The fields of an event that are known without its document being parsed.</summary>
public abstract class FilterFields
{
    /// <summary>The numbers of the fields, by selector (<c>$.userIdentity.type</c>).</summary>
    public abstract IReadOnlyDictionary<string, int> Numbers { get; }

    /// <summary>The UTF-8 text of a field, unescaped.</summary>
    public abstract FilterFieldState Read(int number, out ReadOnlySpan<byte> text);
}
