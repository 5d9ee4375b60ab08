namespace Landward.Sandbox.Authorization;

/// <summary>A resource as authorization sees it.</summary>
/// <param name="Arn">Its full ARN, or <c>*</c>.</param>
/// <param name="Account">The account that owns it.</param>
/// <param name="Policy">The text of its resource-based or trust policy; null when it has none.</param>
/// <param name="Tags">For aws:ResourceTag.</param>
internal sealed record ProtectedResource(string Arn, string Account, string? Policy, IReadOnlyDictionary<string, string> Tags)
{
    private static readonly Dictionary<string, string> NoTags = new(StringComparer.Ordinal);

    public static ProtectedResource Plain(string arn, string account) => new(arn, account, null, NoTags);
}
