namespace Landward.Detection.Alarms;

/// <summary>The states of a CloudWatch alarm.</summary>
public enum AlarmState
{
    InsufficientData,
    Ok,
    Alarm,
}

/// <summary>The names of states in CloudWatch's API.</summary>
public static class AlarmStates
{
    public static string Name(this AlarmState state) => state switch
    {
        AlarmState.InsufficientData => "INSUFFICIENT_DATA",
        AlarmState.Ok => "OK",
        AlarmState.Alarm => "ALARM",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>Null when the text names no state.</summary>
    public static AlarmState? Parse(string? name) => name switch
    {
        "INSUFFICIENT_DATA" => AlarmState.InsufficientData,
        "OK" => AlarmState.Ok,
        "ALARM" => AlarmState.Alarm,
        _ => null,
    };
}
