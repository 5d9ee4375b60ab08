namespace Landward.Policy.Validation;

/// <summary>Names of service principals. Source: "AWS JSON policy elements: Principal", AWS service principals.</summary>
internal static class ServicePrincipalName
{
    private static readonly string[] Suffixes = [".amazonaws.com", ".amazonaws.com.cn", ".aws.internal", ".amazonaws.eu"];

    public static bool IsWellFormed(string text)
    {
        var suffix = Array.Find(Suffixes, end => text.EndsWith(end, StringComparison.Ordinal));
        return suffix is not null && text.Length > suffix.Length && IsLabels(text.AsSpan(0, text.Length - suffix.Length));
    }

    /// <summary><c>service.region.amazonaws.com</c>, as kms:ViaService wants it.</summary>
    public static bool IsRegional(string text) =>
        IsWellFormed(text) && text.Split('.') is [_, var region, "amazonaws", "com", ..] && AwsPartitions.Regions.Contains(region);

    private static bool IsLabels(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character is not ('-' or '.' or '_'))
                return false;
        }
        return true;
    }
}
