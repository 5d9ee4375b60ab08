namespace Landward.Logs;

/// <summary>The kinds of log that are read.</summary>
public enum LogFormat
{
    /// <summary>CloudTrail events: <c>{"Records": [...]}</c>, a JSON array or one event a line.</summary>
    CloudTrail,

    /// <summary>VPC flow log records: a header or the default format, one record a line.</summary>
    VpcFlow,

    /// <summary>Route 53 Resolver query logs: one JSON object a line.</summary>
    ResolverQuery,
}
