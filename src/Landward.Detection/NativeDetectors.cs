namespace Landward.Detection;

/// <summary>The detectors that are code. A catalogue document names one and says what its findings mean.</summary>
internal static class NativeDetectors
{
    public static IReadOnlyList<string> Names { get; } = [];
}
