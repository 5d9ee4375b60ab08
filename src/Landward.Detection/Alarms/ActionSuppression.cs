namespace Landward.Detection.Alarms;

/// <summary>Why a composite alarm's actions do not run.</summary>
public enum SuppressedBy
{
    Nothing,
    WaitPeriod,
    ExtensionPeriod,
    Alarm,
}

/// <summary>
/// The suppression of a composite alarm's actions. Source: "Suppress composite alarm actions", Amazon CloudWatch User Guide.
/// </summary>
/// <param name="Pending">The change whose actions wait; null when none do.</param>
/// <param name="Since">When the wait or extension period began, in seconds since 1970.</param>
public sealed record ActionSuppression(SuppressedBy By, AlarmState? Pending, long Since)
{
    public static ActionSuppression None { get; } = new(SuppressedBy.Nothing, null, 0);

    /// <summary>Advances to a time at which the composite alarm and its suppressor have these states.</summary>
    /// <param name="changed">The state the composite alarm changed to at this time; null when it did not change.</param>
    /// <param name="suppressorInAlarm">Whether the suppressor is in ALARM.</param>
    /// <param name="waitPeriod">Seconds the actions wait for the suppressor to go into ALARM.</param>
    /// <param name="extensionPeriod">Seconds the actions stay suppressed after the suppressor left ALARM.</param>
    /// <returns>The new suppression, and the state whose actions run now.</returns>
    public (ActionSuppression Next, AlarmState? Act) Advance(long now, AlarmState? changed, bool suppressorInAlarm, int waitPeriod, int extensionPeriod)
    {
        var pending = changed ?? Pending;
        if (suppressorInAlarm)
            return (pending is null ? None with { By = SuppressedBy.Alarm } : new ActionSuppression(SuppressedBy.Alarm, pending, now), null);
        switch (By)
        {
            case SuppressedBy.Alarm when extensionPeriod > 0:
                return (new ActionSuppression(SuppressedBy.ExtensionPeriod, pending, now), null);
            case SuppressedBy.ExtensionPeriod when now < Since + extensionPeriod:
                return (this with { Pending = pending }, null);
            case SuppressedBy.WaitPeriod when now < Since + waitPeriod:
                return (this with { Pending = pending }, null);
            case SuppressedBy.Nothing when changed is not null && waitPeriod > 0:
                return (new ActionSuppression(SuppressedBy.WaitPeriod, changed, now), null);
            default:
                return (None, pending);
        }
    }
}
