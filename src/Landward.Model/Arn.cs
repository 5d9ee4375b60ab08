using System.Diagnostics.CodeAnalysis;

namespace Landward.Model;

/// <summary>
/// An Amazon Resource Name: <c>arn:partition:service:region:account:resource</c>. Only the last segment may contain colons.
/// Source: "Identify AWS resources with Amazon Resource Names (ARNs)", IAM User Guide.
/// </summary>
public readonly record struct Arn(string Partition, string Service, string Region, string Account, string Resource)
{
    public static Arn Parse(string text) =>
        TryParse(text, out var arn) ? arn : throw new FormatException($"`{text}` is not an ARN (arn:partition:service:region:account:resource).");

    public static bool TryParse([NotNullWhen(true)] string? text, out Arn arn)
    {
        arn = default;
        if (text is null || !text.StartsWith("arn:", StringComparison.Ordinal))
            return false;
        var parts = text.Split(':', 6);
        if (parts.Length != 6 || parts[1].Length == 0 || parts[2].Length == 0 || parts[5].Length == 0)
            return false;
        arn = new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]);
        return true;
    }

    public override string ToString() => $"arn:{Partition}:{Service}:{Region}:{Account}:{Resource}";
}
