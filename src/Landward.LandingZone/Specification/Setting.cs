namespace Landward.LandingZone.Specification;

/// <summary>A setting of the spec has three states; absence never disables anything.</summary>
public enum SettingState
{
    /// <summary>Absent: never touched.</summary>
    Unmanaged,

    /// <summary>Written as <c>off</c>: Landward makes sure that it is off.</summary>
    Off,

    /// <summary>Anything else: Landward makes sure that it is as written.</summary>
    Managed,
}

/// <summary>A three-valued setting and, when it is managed, its value.</summary>
public readonly record struct Setting<T>
    where T : class
{
    private Setting(SettingState state, T? value) => (State, Value) = (state, value);

    public SettingState State { get; }

    /// <summary>Not null exactly when <see cref="State"/> is <see cref="SettingState.Managed"/>.</summary>
    public T? Value { get; }

    internal static Setting<T> Off { get; } = new(SettingState.Off, null);

    internal static Setting<T> Managed(T value) => new(SettingState.Managed, value);
}
