using System.Text.Json.Nodes;

namespace Landward.Access.Resources;

/// <summary>Versions of Lambda layers; layers themselves have no policy.</summary>
internal static class LayerReader
{
    private const string Type = "AWS::Lambda::LayerVersion";

    public static async Task ReadAsync(ResourceReading reading, CancellationToken cancellationToken)
    {
        var layers = await reading.ListAsync("lambda", "ListLayers", null, "Layers", cancellationToken);
        await reading.EachAsync(layers, (layer, cancel) => ReadLayerAsync(reading, (string)layer["LayerName"]!, cancel), cancellationToken);
    }

    private static async Task ReadLayerAsync(ResourceReading reading, string name, CancellationToken cancellationToken)
    {
        var versions = await reading.ListAsync("lambda", "ListLayerVersions", new JsonObject { ["LayerName"] = name }, "LayerVersions", cancellationToken);
        foreach (var version in versions)
        {
            var arn = (string)version["LayerVersionArn"]!;
            var input = new JsonObject { ["LayerName"] = name, ["VersionNumber"] = (long?)version["Version"] };
            var policy = await reading.PartAsync("lambda", "GetLayerVersionPolicy", input, arn, Type, ["ResourceNotFoundException"], cancellationToken);
            reading.Add(new AccessResource
            {
                Arn = arn,
                Type = Type,
                Account = reading.Account,
                Region = reading.Region,
                Policy = reading.Policy((string?)policy?["Policy"], arn, Type, "lambda:GetLayerVersionPolicy"),
            });
        }
    }
}
