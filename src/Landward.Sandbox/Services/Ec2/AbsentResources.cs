using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Ec2;

/// <summary>
/// Resources of which no operation of the sandbox can make one: their lists are empty because there are none, and asking for one
/// by id answers that it does not exist.
/// </summary>
internal static class AbsentResources
{
    public static void AddTo(ServiceRegistry registry)
    {
        Add(registry, "DescribeAddresses", "Addresses", "AllocationIds", "InvalidAllocationID.NotFound");
        Add(registry, "DescribeImages", "Images", "ImageIds", "InvalidAMIID.NotFound");
        Add(registry, "DescribeInternetGateways", "InternetGateways", "InternetGatewayIds", "InvalidInternetGatewayID.NotFound");
        Add(registry, "DescribeKeyPairs", "KeyPairs", "KeyNames", "InvalidKeyPair.NotFound");
        Add(registry, "DescribeNatGateways", "NatGateways", "NatGatewayIds", "NatGatewayNotFound");
        Add(registry, "DescribeTransitGateways", "TransitGateways", "TransitGatewayIds", "InvalidTransitGatewayID.NotFound");
        Add(registry, "DescribeVpcEndpoints", "VpcEndpoints", "VpcEndpointIds", "InvalidVpcEndpointId.NotFound");
    }

    private static void Add(ServiceRegistry registry, string operation, string outputMember, string idsMember, string notFound) =>
        registry.AddEc2(operation, (_, input) => input.Texts(idsMember) is [var id, ..]
            ? throw new AwsErrorException(notFound, $"The ID '{id}' does not exist", 400)
            : new JsonObject { [outputMember] = new JsonArray() });
}
