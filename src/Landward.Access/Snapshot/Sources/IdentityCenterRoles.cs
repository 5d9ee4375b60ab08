namespace Landward.Access;

/// <summary>
/// The roles that Identity Center makes for its permission sets: <c>AWSReservedSSO_NAME_16HEX</c> under <c>/aws-reserved/sso.amazonaws.com/</c>.
/// Source: "Referencing permission sets in resource policies", IAM Identity Center User Guide.
/// </summary>
internal static class IdentityCenterRoles
{
    private const string Path = ":role/aws-reserved/sso.amazonaws.com/";
    private const string Prefix = "/AWSReservedSSO_";
    private const int SuffixLength = 17;

    /// <summary>The name of the permission set; null for other roles.</summary>
    public static string? PermissionSetOf(string roleArn)
    {
        var start = roleArn.LastIndexOf(Prefix, StringComparison.Ordinal);
        if (start < 0 || !roleArn.Contains(Path, StringComparison.Ordinal))
            return null;
        var name = roleArn[(start + Prefix.Length)..];
        return name.Length > SuffixLength && name[^SuffixLength] == '_' ? name[..^SuffixLength] : null;
    }
}
