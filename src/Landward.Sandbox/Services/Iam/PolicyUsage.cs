using Landward.Sandbox.Calls;
using Layout = Landward.Sandbox.Authorization.StateLayout.Iam;

namespace Landward.Sandbox.Services.Iam;

/// <summary>How often each managed policy is attached, and used as a permissions boundary, in one account.</summary>
internal sealed class PolicyUsage
{
    private readonly Dictionary<string, int> _attachments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _boundaries = new(StringComparer.Ordinal);

    public static PolicyUsage Of(CallContext call)
    {
        var usage = new PolicyUsage();
        foreach (var holder in PolicyHolder.All)
        {
            foreach (var (_, document) in holder.Table(call).List())
            {
                foreach (var arn in document.Texts(Layout.AttachedPolicies))
                    usage._attachments[arn] = usage.Attachments(arn) + 1;
                if (document.Structure(Layout.PermissionsBoundary)?.Text(Layout.PermissionsBoundaryArn) is { } boundary)
                    usage._boundaries[boundary] = usage.Boundaries(boundary) + 1;
            }
        }
        return usage;
    }

    public int Attachments(string arn) => _attachments.GetValueOrDefault(arn);

    public int Boundaries(string arn) => _boundaries.GetValueOrDefault(arn);

    /// <param name="filter">PermissionsPolicy, PermissionsBoundary, or null for both.</param>
    public bool IsUsed(string arn, string? filter) =>
        filter switch
        {
            "PermissionsPolicy" => Attachments(arn) > 0,
            "PermissionsBoundary" => Boundaries(arn) > 0,
            _ => Attachments(arn) + Boundaries(arn) > 0,
        };
}
