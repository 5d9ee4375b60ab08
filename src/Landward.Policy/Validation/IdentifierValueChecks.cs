using Landward.Policy.Conditions;

namespace Landward.Policy.Validation;

/// <summary>Condition values that name something of AWS: Regions, VPCs, service principals, KMS keys.</summary>
internal static class IdentifierValueChecks
{
    private static readonly string[] ServicePrincipalKeys =
        ["iam:PassedToService", "aws:PrincipalServiceName", "aws:PrincipalServiceNamesList", "aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast", "iam:AWSServiceName"];

    private static readonly string[] KmsKeyKeys = ["s3:x-amz-server-side-encryption-aws-kms-key-id"];

    public static void Run(ValidationContext context)
    {
        foreach (var condition in context.Statements.SelectMany(statement => statement.Conditions))
        {
            if (!condition.IsText && condition.Comparison != Comparison.ArnLike)
                continue;
            foreach (var value in condition.Values.Where(value => ArnText.IsLiteral(value.Text)))
                Check(context, condition, value);
        }
    }

    private static void Check(ValidationContext context, ConditionNode condition, PolicyNode value)
    {
        var text = value.Text;
        if (condition.IsKey("aws:RequestedRegion") && !AwsPartitions.Regions.Contains(text))
            context.Report("INVALID_REGION", $"The Region `{text}` does not exist.{context.DidYouMean(text, AwsPartitions.Regions)}", value);
        else if (condition.IsKey("aws:SourceVpc") && !IsIdentifier(text, "vpc-"))
            context.Report("INVALID_VPC_FORMAT", $"`{text}` is no VPC id: `vpc-` and 8 or 17 letters and digits.", value);
        else if (condition.IsKey("aws:SourceVpce") && !IsIdentifier(text, "vpce-"))
            context.Report("INVALID_VPCE_FORMAT", $"`{text}` is no VPC endpoint id: `vpce-` and 8 or 17 letters and digits.", value);
        else if (Array.Exists(ServicePrincipalKeys, condition.IsKey) && !ServicePrincipalName.IsWellFormed(text))
            context.Report("INVALID_SERVICE_PRINCIPAL_FORMAT", $"`{text}` is no service principal. Write `service-name.amazonaws.com` in lower case.", value);
        else if (condition.IsKey("kms:ViaService") && !ServicePrincipalName.IsRegional(text))
            context.Report("INVALID_SERVICE_PRINCIPAL_FORMAT", $"`kms:ViaService` takes `service-name.region.amazonaws.com`, not `{text}`.", value);
        else if (Array.Exists(KmsKeyKeys, condition.IsKey) && !IsKmsKey(text))
            context.Report("INVALID_KMS_KEY_VALUE", $"`{condition.Key}` holds the ARN of a KMS key, such as arn:aws:kms:us-east-1:111122223333:key/ID, not `{text}`.", value);
    }

    private static bool IsIdentifier(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal) && text.Length - prefix.Length is 8 or 17 && text.AsSpan(prefix.Length).IndexOfAnyExcept(Alphanumeric) < 0;

    private static bool IsKmsKey(string text)
    {
        var arn = ArnText.Split(text);
        return arn.Segments.Length == ArnText.SegmentCount && arn.Segments[0] == "arn" && arn.Service == "kms" && arn.Region.Length > 0 && arn.Account.Length == 12
            && arn.Resource.StartsWith("key/", StringComparison.Ordinal);
    }

    private static readonly System.Buffers.SearchValues<char> Alphanumeric =
        System.Buffers.SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
}
