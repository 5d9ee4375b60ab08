using System.Collections.Immutable;

namespace Landward.Detection.Alarms;

/// <summary>The rule of a composite alarm: states of other alarms, combined.</summary>
public abstract record CompositeRule
{
    /// <summary>Whether the rule is true; an alarm that does not exist makes every question about it false.</summary>
    public abstract bool Holds(Func<string, AlarmState?> stateOf);

    /// <summary>The names of the alarms the rule asks about.</summary>
    public abstract ImmutableArray<string> Children { get; }

    /// <summary>Reads a rule; exactly one of the two results is null.</summary>
    public static (CompositeRule? Rule, CompositeRuleError? Error) Parse(string text) => CompositeRuleParser.Parse(text);
}

/// <summary>Why a text is no rule.</summary>
/// <param name="Position">The character, from 0.</param>
public sealed record CompositeRuleError(int Position, string Reason)
{
    public override string ToString() => $"{Reason} (at character {Position + 1})";
}

/// <summary><c>TRUE</c> or <c>FALSE</c>.</summary>
internal sealed record ConstantRule(bool Value) : CompositeRule
{
    public override ImmutableArray<string> Children => [];

    public override bool Holds(Func<string, AlarmState?> stateOf) => Value;

    public override string ToString() => Value ? "TRUE" : "FALSE";
}

/// <summary><c>ALARM(name)</c>, <c>OK(name)</c>, <c>INSUFFICIENT_DATA(name)</c>.</summary>
/// <param name="Alarm">A name or an ARN.</param>
internal sealed record StateRule(AlarmState State, string Alarm) : CompositeRule
{
    public override ImmutableArray<string> Children => [Name];

    /// <summary>The name, also where the rule gives the ARN.</summary>
    public string Name =>
        Alarm.StartsWith("arn:", StringComparison.Ordinal) && Alarm.Split(':', 7) is [_, _, "cloudwatch", _, _, "alarm", var name] ? name : Alarm;

    public override bool Holds(Func<string, AlarmState?> stateOf) => stateOf(Name) == State;

    public override string ToString() => $"{State.Name()}(\"{Alarm.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\")";
}

internal sealed record NotRule(CompositeRule Inner) : CompositeRule
{
    public override ImmutableArray<string> Children => Inner.Children;

    public override bool Holds(Func<string, AlarmState?> stateOf) => !Inner.Holds(stateOf);

    public override string ToString() => $"NOT ({Inner})";
}

/// <summary>Rules joined by <c>AND</c>, or by <c>OR</c>.</summary>
internal sealed record JoinedRule(bool All, ImmutableArray<CompositeRule> Parts) : CompositeRule
{
    public override ImmutableArray<string> Children => [.. Parts.SelectMany(part => part.Children).Distinct(StringComparer.Ordinal)];

    public override bool Holds(Func<string, AlarmState?> stateOf) =>
        All ? Parts.All(part => part.Holds(stateOf)) : Parts.Any(part => part.Holds(stateOf));

    public override string ToString() => string.Join(All ? " AND " : " OR ", Parts.Select(part => part is JoinedRule ? $"({part})" : part.ToString()));
}
