using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.CloudFormation;

/// <summary>CloudFormation: CreateStack is not served, so the list of stacks is empty because there are none.</summary>
internal static class CloudFormationService
{
    public static void AddTo(ServiceRegistry registry) => registry.Add("cloudformation", "DescribeStacks", DescribeStacks);

    private static JsonObject DescribeStacks(CallContext call, JsonObject input) => input.Text("StackName") is { } name
        ? throw new AwsErrorException("ValidationError", $"Stack with id {name} does not exist", 400)
        : new JsonObject { ["Stacks"] = new JsonArray() };
}
