namespace Landward.Logs;

/// <summary>An object inside an event of which fields are picked.</summary>
internal enum RecordScope
{
    /// <summary>Nothing in it is picked.</summary>
    Other,
    Record,
    Identity,
    Session,
    Attributes,
    Issuer,
}
