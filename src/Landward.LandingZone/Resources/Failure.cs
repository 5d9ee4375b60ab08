using Landward.Aws;

namespace Landward.LandingZone.Resources;

/// <summary>Failures of one resource that must not stop the others, and their words in diagnostics.</summary>
internal static class Failure
{
    public static bool IsOfOneResource(Exception error) =>
        error is AwsApiException or ChangeRefusedException or HttpRequestException or IOException or TimeoutException;

    public static string Describe(Exception error) => (error is AwsApiException api ? api.Describe() : error.Message).TrimEnd('.');
}
