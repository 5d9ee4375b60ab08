using System.Collections.Immutable;

namespace Landward.Response.Alerts;

/// <summary>Who is told about what: the spec's <c>alerts</c> section.</summary>
public sealed record AlertConfiguration(ImmutableArray<ChannelDefinition> Channels, ImmutableArray<AlertRoute> Routes);
