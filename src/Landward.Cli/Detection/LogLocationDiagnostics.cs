using Landward.Aws;
using Landward.Model;

namespace Landward.Cli.Detection;

internal static class LogLocationDiagnostics
{
    public static Diagnostic CannotList(string path, AwsApiException problem) => Diagnostic.Error(
        "LW9021",
        "a bucket of logs cannot be listed",
        $"`{path}` cannot be listed: {problem.Message} Landward needs s3:ListBucket and s3:GetObject, and kms:Decrypt where the logs are encrypted with a key of yours; `--log-account` names the account that owns the bucket.");
}
