using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.SecurityHub;

/// <summary>What Security Hub checks of a finding before it takes it.</summary>
internal static class FindingValidation
{
    private static readonly (string Field, int Maximum)[] Required =
    [
        ("SchemaVersion", 10), ("Id", 512), ("ProductArn", 2048), ("GeneratorId", 512), ("AwsAccountId", 12), ("CreatedAt", 64), ("UpdatedAt", 64), ("Title", 256), ("Description", 1024),
    ];

    /// <summary>The error code and message of a finding that is refused; null when it is fine.</summary>
    public static (string Code, string Message)? Problem(CallContext call, JsonObject finding)
    {
        foreach (var (field, maximum) in Required)
        {
            if (finding.Text(field) is not { Length: > 0 } value)
                return ("InvalidInput", $"Finding does not adhere to Amazon Finding Format. data should have required property '{field}'");
            if (value.Length > maximum)
                return ("InvalidInput", $"Finding does not adhere to Amazon Finding Format. data.{field} should NOT be longer than {maximum} characters.");
        }
        if (finding.Text("SchemaVersion") != "2018-10-08")
            return ("InvalidInput", "Finding does not adhere to Amazon Finding Format. data.SchemaVersion should be '2018-10-08'.");
        foreach (var field in (string[])["CreatedAt", "UpdatedAt", "FirstObservedAt", "LastObservedAt"])
        {
            if (finding.Text(field) is { } time && !IsTime(time))
                return ("InvalidInput", $"Finding does not adhere to Amazon Finding Format. data.{field} should match format \"date-time\".");
        }
        var resources = finding.Structures("Resources").ToList();
        if (resources.Count is 0 or > 32)
            return ("InvalidInput", "Finding does not adhere to Amazon Finding Format. data.Resources should have between 1 and 32 items.");
        if (resources.Exists(resource => resource.Text("Type") is null || resource.Text("Id") is null))
            return ("InvalidInput", "Finding does not adhere to Amazon Finding Format. data.Resources items should have required properties 'Type' and 'Id'");
        return SeverityProblem(finding) ?? ProductProblem(call, finding);
    }

    private static bool IsTime(string text) =>
        text.Length >= 20 && text[10] is 'T' or 't' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static (string, string)? SeverityProblem(JsonObject finding)
    {
        var severity = finding.Structure("FindingProviderFields")?.Structure("Severity") ?? finding.Structure("Severity");
        if (severity?.Text("Label") is null && severity?.Number("Normalized") is null)
            return ("InvalidInput", "Finding does not adhere to Amazon Finding Format. data.Severity should have required property 'Label' or 'Normalized'");
        if (severity.Text("Label") is { } label && label is not ("INFORMATIONAL" or "LOW" or "MEDIUM" or "HIGH" or "CRITICAL"))
            return ("InvalidInput", "Finding does not adhere to Amazon Finding Format. data.Severity.Label should be equal to one of the allowed values.");
        return severity.Number("Normalized") is < 0 or > 100 ? ("InvalidInput", "Finding does not adhere to Amazon Finding Format. data.Severity.Normalized should be between 0 and 100.") : null;
    }

    private static (string, string)? ProductProblem(CallContext call, JsonObject finding)
    {
        if (finding.Text("AwsAccountId") != call.Account)
            return ("InvalidInput", $"Account ID in Finding.AwsAccountId ({finding.Text("AwsAccountId")}) does not match the caller's account ({call.Account}).");
        if (finding.Text("ProductArn")!.Split(':', 6) is not ["arn", _, "securityhub", var region, var account, var product] || !product.StartsWith("product/", StringComparison.Ordinal))
            return ("InvalidInput", "Finding does not adhere to Amazon Finding Format. data.ProductArn is not a product ARN.");
        if (region != call.Region)
            return ("InvalidInput", $"The Region of ProductArn ({region}) is not the Region of the call ({call.Region}).");
        return product == $"product/{account}/default" && account == call.Account
            ? null
            : ("InvalidAccess", $"The product {finding.Text("ProductArn")} is not enabled for import in account {call.Account}.");
    }
}
