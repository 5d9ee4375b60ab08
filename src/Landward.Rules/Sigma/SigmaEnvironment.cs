using System.Collections.Immutable;

namespace Landward.Rules.Sigma;

/// <summary>Another text a field's text may be taken for, both UTF-8; empty when there is none.</summary>
public delegate ReadOnlySpan<byte> SigmaOtherForm(ReadOnlySpan<byte> text);

/// <summary>What rules are compiled against.</summary>
public sealed record SigmaEnvironment
{
    /// <summary>What <c>%name%</c> stands for in values with the modifier <c>expand</c>.</summary>
    public IReadOnlyDictionary<string, ImmutableArray<string>> Lists { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>By field, what else a text of it may be taken for: an event name without its version.</summary>
    public IReadOnlyDictionary<string, SigmaOtherForm> OtherForms { get; init; } = ImmutableDictionary<string, SigmaOtherForm>.Empty;

    /// <summary>The numbers under which <see cref="SigmaEvent.Field"/> knows fields.</summary>
    public IReadOnlyDictionary<string, int> Numbers { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>The numbers under which <see cref="SigmaEvent.TryGetPart"/> knows members of the event.</summary>
    public IReadOnlyDictionary<string, int> Parts { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>The rules compiled before, so a regular expression, slow to build, may wait until an event asks it.</summary>
    public bool AreRulesChecked { get; init; }

    /// <summary>Whether many events say the same at a path, so that what rules ask there need not be asked of each: see <see cref="CompiledSigmaRule.Split"/>.</summary>
    public Func<string, bool> IsRepeated { get; init; } = _ => false;
}
