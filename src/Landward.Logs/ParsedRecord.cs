namespace Landward.Logs;

internal enum ParsedRecord
{
    /// <summary>The bytes end before the record does.</summary>
    Incomplete,
    Event,

    /// <summary>An object that is neither an event nor a wrapper of events.</summary>
    Other,

    /// <summary>The object has a <c>Records</c> array; what was consumed ends behind its opening bracket.</summary>
    Wrapper,

    /// <summary>Not JSON.</summary>
    Malformed,

    /// <summary>Nested more deeply than any event.</summary>
    TooDeep,
}
