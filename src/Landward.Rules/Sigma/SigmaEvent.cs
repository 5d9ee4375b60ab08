using System.Text.Json;

namespace Landward.Rules.Sigma;

/// <summary>What an event knows about one of its numbered fields without being parsed.</summary>
public enum SigmaFieldState
{
    /// <summary>Nothing: ask <see cref="SigmaEvent.Root"/>.</summary>
    Unknown,

    /// <summary>The field is absent or null.</summary>
    Absent,

    /// <summary>The field is a scalar with this text.</summary>
    Text,
}

/// <summary>
/// An event as rules see it. Fields that were given numbers when rules were compiled can be answered from the event's bytes; the
/// document is asked for only when a rule needs another field.
/// </summary>
public abstract class SigmaEvent
{
    public abstract JsonElement Root { get; }

    /// <summary>The UTF-8 text of a numbered field, unescaped.</summary>
    public abstract SigmaFieldState Field(int number, out ReadOnlySpan<byte> text);
}

/// <summary>An event that is a document already.</summary>
internal sealed class SigmaDocument(JsonElement root) : SigmaEvent
{
    public override JsonElement Root => root;

    public override SigmaFieldState Field(int number, out ReadOnlySpan<byte> text)
    {
        text = default;
        return SigmaFieldState.Unknown;
    }
}
