namespace Landward.Detection.VpcFlow;

/// <summary>GuardDuty's resource role: does the instance do it, or is it done to it.</summary>
internal enum FlowSide
{
    Actor,
    Target,
}

internal static class FlowSides
{
    /// <summary>The parameter <c>side</c>.</summary>
    public static FlowSide Read(NativeParameters parameters) => parameters.Text("side") switch
    {
        null or "actor" => FlowSide.Actor,
        "target" => FlowSide.Target,
        var other => throw new FormatException($"`parameters.side: {other}` must be `actor` or `target`."),
    };

    /// <summary>The parameter <c>ports</c>.</summary>
    public static int[] Ports(NativeParameters parameters, string name = "ports") =>
    [
        .. parameters.Texts(name).Select(text => ushort.TryParse(text, System.Globalization.NumberStyles.None, null, out var port)
            ? port
            : throw new FormatException($"`parameters.{name}: {text}` must be a port.")),
    ];
}
