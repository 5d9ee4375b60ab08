using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Landward.Model;

namespace Landward.Access.External;

/// <summary>Resources that could not be read: Access Analyzer's error findings.</summary>
internal static class UnreadFindings
{
    public static IEnumerable<ExternalFinding> Of(ImmutableArray<UnreadSource> unread) =>
        unread.Where(source => source is { Resource: not null, ResourceType: not null }).GroupBy(source => source.Resource!, StringComparer.Ordinal).Select(group => Of(group.Key, [.. group]));

    private static ExternalFinding Of(string resource, ImmutableArray<UnreadSource> sources) => new()
    {
        Id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"error\n{resource}")).AsSpan(0, 16)).ToString(),
        Resource = resource,
        ResourceType = sources[0].ResourceType!,
        Region = sources[0].Region,
        ResourceOwnerAccount = sources[0].Account,
        Error = sources.Any(source => source.Reason.Contains("AccessDenied", StringComparison.Ordinal) || source.Reason.StartsWith("Unauthorized", StringComparison.Ordinal)) ? "ACCESS_DENIED" : "UNREAD",
        Severity = Severity.Medium,
        Warnings = [.. sources.Select(source => $"{source.What} could not be read: {source.Reason}")],
    };
}
