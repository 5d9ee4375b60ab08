namespace Landward.Detection;

/// <summary>Lambda's event names carry the API's version: <c>UpdateFunctionCode20150331v2</c>.</summary>
internal static class EventNames
{
    /// <summary>The name without its version, both UTF-8; empty when it has none.</summary>
    public static ReadOnlySpan<byte> WithoutVersion(ReadOnlySpan<byte> name)
    {
        var end = name.Length;
        var mark = name.LastIndexOf((byte)'v');
        if (mark > 0 && mark < end - 1 && name[(mark + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
            end = mark;
        return end > 8 && name[(end - 8)..end].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 ? name[..(end - 8)] : [];
    }
}
