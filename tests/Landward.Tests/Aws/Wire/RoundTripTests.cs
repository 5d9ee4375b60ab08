using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;
using Landward.Aws.Routing;
using Landward.Aws.Wire;

namespace Landward.Tests.Aws.Wire;

/// <summary>What one side of a protocol writes, the other reads: for every operation of every service.</summary>
public sealed class RoundTripTests
{
    private const string RequestId = "11111111-2222-3333-4444-555555555555";

    public static TheoryData<string> Services => [.. ServiceCatalog.Default.Names];

    [Theory]
    [MemberData(nameof(Services))]
    public void Request_is_routed_to_its_operation_and_decoded_to_its_input(string name)
    {
        var service = ServiceCatalog.Default.Get(name);
        var failures = new List<string>();
        foreach (var operation in service.Operations.OrderBy(operation => operation.Name, StringComparer.Ordinal))
        {
            for (var seed = 0; seed < 3; seed++)
            {
                var input = new SampleValues(new Random(seed)).Structure(operation.Input);
                var request = ClientCodec.EncodeInput(service, operation, input);
                var call = RequestRouter.Route(request, service.SigningName);
                if (call?.Operation != operation)
                {
                    if (!IsIndistinguishable(operation))
                        failures.Add($"{operation} was routed to {call?.Operation?.Name ?? call?.OperationName ?? "nothing"}: {request.Method} {request.RawPath}?{request.RawQuery}");
                    break;
                }
                var decoded = ServerCodec.DecodeInput(call, request);
                RemoveEmptyPayload(operation.Input, input, decoded);
                Compare(operation, input, decoded, failures);
            }
        }
        (failures.Count == 0).ShouldBeTrue(string.Join("\n", failures));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Answer_is_decoded_to_its_output(string name)
    {
        var service = ServiceCatalog.Default.Get(name);
        var failures = new List<string>();
        foreach (var operation in service.Operations.Where(operation => !operation.IsDeprecated).OrderBy(operation => operation.Name, StringComparer.Ordinal))
        {
            for (var seed = 0; seed < 3; seed++)
            {
                var output = new SampleValues(new Random(seed)).Structure(operation.Output);
                var call = new RoutedCall(service, operation, operation.Name, service.Protocol, operation.Method);
                foreach (var member in operation.Output.Members.Where(member => member.Location == MemberLocation.StatusCode || member.WireName == "Content-Length"))
                    output.Remove(member.Name);
                if (name == "s3")
                    output.Remove("ContentRange");
                if (operation.Method == "HEAD" || operation.Status == 204)
                    RemoveBody(operation, output);
                var response = ServerCodec.EncodeOutput(call, output, RequestId);
                var decoded = ClientCodec.DecodeOutput(service, operation, response);
                foreach (var member in operation.Output.Members.Where(member => member.Location == MemberLocation.StatusCode || member.WireName == "Content-Type"))
                {
                    output.Remove(member.Name);
                    decoded.Remove(member.Name);
                }
                RemoveEmptyPayload(operation.Output, output, decoded);
                Compare(operation, output, decoded, failures);
            }
        }
        (failures.Count == 0).ShouldBeTrue(string.Join("\n", failures));
    }

    // Operations with the same method and address as another one, which the wire cannot tell apart.
    private static bool IsIndistinguishable(OperationDescription operation) => operation.IsDeprecated || operation.Name == "ListDirectoryBuckets";

    // No body and an empty body are the same for a blob.
    private static void RemoveEmptyPayload(Shape shape, JsonObject expected, JsonObject decoded)
    {
        if (shape.Payload is { Shape.Type: ShapeType.Blob } payload && expected[payload.Name] is null && (string?)decoded[payload.Name] == "")
            decoded.Remove(payload.Name);
    }

    private static void RemoveBody(OperationDescription operation, JsonObject output)
    {
        foreach (var member in operation.Output.Members.Where(member => member.Location == MemberLocation.Body))
            output.Remove(member.Name);
    }

    private static void Compare(OperationDescription operation, JsonObject expected, JsonObject actual, List<string> failures)
    {
        if (!JsonNode.DeepEquals(expected, actual))
            failures.Add($"{operation}\n  expected {expected.ToJsonString()}\n  actual   {actual.ToJsonString()}");
    }
}
