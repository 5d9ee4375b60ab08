using System.Text.Json.Nodes;

namespace Landward.Findings.SecurityHub;

/// <summary>One call of one AWS operation with some account's credentials in some Region; <c>AwsClient.CallAsync</c> is one.</summary>
public delegate Task<JsonObject> AwsCall(string service, string operation, JsonObject? input, CancellationToken cancellationToken);
