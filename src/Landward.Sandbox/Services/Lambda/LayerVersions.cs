using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Lambda;

/// <summary>Versions of layers. A layer is what its versions have in common.</summary>
internal static class LayerVersions
{
    private const string Latest = "layer-latest";
    private const string Version = "Version";
    private const int LongestName = 140;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("lambda", "PublishLayerVersion", PublishLayerVersion);
        registry.Add("lambda", "ListLayers", ListLayers);
        registry.Add("lambda", "ListLayerVersions", ListLayerVersions);
        registry.Add("lambda", "GetLayerVersion", (call, input) => Content(Require(call, input).Document));
        registry.Add("lambda", "GetLayerVersionByArn", GetLayerVersionByArn);
        registry.Add("lambda", "DeleteLayerVersion", DeleteLayerVersion);
    }

    public static ResourceTable Table(CallContext call, string account) =>
        call.TableOf(StateLayout.Lambda.Service, account, call.Region, StateLayout.Lambda.LayerVersion);

    /// <summary>The version an input names by LayerName and VersionNumber, with its id in <see cref="Table"/>.</summary>
    public static (string Id, JsonObject Document) Require(CallContext call, JsonObject input)
    {
        var id = $"{Name(input)}:{input.RequiredText("VersionNumber")}";
        return Table(call, call.Account).Find(id) is { } document
            ? (id, document)
            : throw NotFound($"arn:aws:lambda:{call.Region}:{call.Account}:layer:{id}");
    }

    private static AwsErrorException NotFound(string arn) => LambdaErrors.NotFound($"Layer version {arn} does not exist.");

    // Versions are authorized by name and number: what is no name would name something else to the authorizer.
    private static string Name(JsonObject input)
    {
        var name = input.RequiredText("LayerName");
        return name.Length is >= 1 and <= LongestName && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
            ? name
            : throw LambdaErrors.InvalidParameterValue($"Value '{name}' at 'layerName' is no layer name of letters, digits, hyphens and underscores.");
    }

    private static JsonObject PublishLayerVersion(CallContext call, JsonObject input)
    {
        var name = Name(input);
        // Numbers are never used again, not even those of deleted versions.
        var number = (call.Table(Latest).Find(name)?.Number(Version) ?? 0) + 1;
        var arn = $"arn:aws:lambda:{call.Region}:{call.Account}:layer:{name}";
        var document = new JsonObject
        {
            ["LayerName"] = name,
            ["LayerArn"] = arn,
            ["LayerVersionArn"] = $"{arn}:{number}",
            [Version] = number,
            ["CreatedDate"] = call.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture),
            [Functions.RevisionId] = call.Ids.Uuid(),
        };
        FunctionCode.Describe(call, input.RequiredStructure("Content"), document);
        input.CopyMembers(document, "Description", "CompatibleRuntimes", "LicenseInfo", "CompatibleArchitectures");
        Table(call, call.Account).Put($"{name}:{number}", document);
        call.Table(Latest).Put(name, new JsonObject { [Version] = number });
        return Content(document);
    }

    private static JsonObject ListLayers(CallContext call, JsonObject input)
    {
        var layers = Table(call, call.Account).List().Select(entry => entry.Value).Where(version => IsCompatible(version, input))
            .GroupBy(version => version.RequiredText("LayerName"), StringComparer.Ordinal)
            .Select(layer => layer.MaxBy(version => version.Number(Version))!)
            .ToList();
        var page = call.Page(layers, input.Text("Marker"), input.Number("MaxItems"), 50, "InvalidParameterValueException");
        return page.Answer("NextMarker", new JsonObject
        {
            ["Layers"] = page.Items.Select(layer =>
                (JsonNode?)layer.CopyMembers(new JsonObject { ["LatestMatchingVersion"] = Shown(layer) }, "LayerName", "LayerArn")).ToJsonArray(),
        });
    }

    private static JsonObject ListLayerVersions(CallContext call, JsonObject input)
    {
        var versions = Table(call, call.Account).List(Name(input) + ":").Select(entry => entry.Value).Where(version => IsCompatible(version, input))
            .OrderByDescending(version => version.Number(Version)).ToList();
        var page = call.Page(versions, input.Text("Marker"), input.Number("MaxItems"), 50, "InvalidParameterValueException");
        return page.Answer("NextMarker", new JsonObject { ["LayerVersions"] = page.Items.Select(version => (JsonNode?)Shown(version)).ToJsonArray() });
    }

    private static bool IsCompatible(JsonObject version, JsonObject input)
    {
        return Has("CompatibleRuntimes", input.Text("CompatibleRuntime")) && Has("CompatibleArchitectures", input.Text("CompatibleArchitecture"));

        bool Has(string member, string? wanted) => wanted is null || version.Texts(member).Contains(wanted, StringComparer.Ordinal);
    }

    private static JsonObject GetLayerVersionByArn(CallContext call, JsonObject input)
    {
        var arn = input.RequiredText("Arn");
        return arn.Split(':') is ["arn", _, "lambda", var region, var account, "layer", var name, var number] && region == call.Region
            && Table(call, account).Find($"{name}:{number}") is { } document
                ? Content(document)
                : throw NotFound(arn);
    }

    private static JsonObject DeleteLayerVersion(CallContext call, JsonObject input)
    {
        // Deleting what is not there succeeds.
        Table(call, call.Account).Remove($"{Name(input)}:{input.RequiredText("VersionNumber")}");
        return [];
    }

    private static JsonObject Shown(JsonObject version) =>
        version.CopyMembers(new JsonObject(), "LayerVersionArn", Version, "Description", "CreatedDate", "CompatibleRuntimes", "LicenseInfo", "CompatibleArchitectures");

    private static JsonObject Content(JsonObject version)
    {
        var output = version.CopyMembers(Shown(version), "LayerArn");
        output["Content"] = version.CopyMembers(new JsonObject(), "CodeSha256", "CodeSize");
        return output;
    }
}
