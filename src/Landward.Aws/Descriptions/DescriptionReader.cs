using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace Landward.Aws.Descriptions;

/// <summary>Reads the generated description of a service (format: tools/README.md).</summary>
internal static class DescriptionReader
{
    private static readonly Shape Nothing = Sealed(new Shape("Nothing", ShapeType.Structure));

    public static ServiceDescription Read(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        var root = document.RootElement;
        var variant = root.TryGetProperty("queryNames", out var names) ? Build(root, names, variant: null) : null;
        return Build(root, queryNames: null, variant);
    }

    private static ServiceDescription Build(JsonElement root, JsonElement? queryNames, ServiceDescription? variant)
    {
        var shapes = new ShapeReader(queryNames).Read(root.GetProperty("shapes"));
        var operations = new Dictionary<string, OperationDescription>(StringComparer.Ordinal);
        foreach (var operation in root.GetProperty("operations").EnumerateObject())
            operations[operation.Name] = ReadOperation(operation.Name, operation.Value, shapes, queryNames is not null);
        return new ServiceDescription(root.GetProperty("service").GetString()!, operations, shapes)
        {
            ServiceId = root.GetProperty("serviceId").GetString()!,
            Protocols = [.. root.GetProperty("protocols").EnumerateArray().Select(item => Protocol(item.GetString()!))],
            JsonVersion = Text(root, "jsonVersion") ?? "1.1",
            ApiVersion = root.GetProperty("apiVersion").GetString()!,
            SigningName = root.GetProperty("signingName").GetString()!,
            TargetPrefix = Text(root, "targetPrefix"),
            XmlNamespace = Text(root, "xmlNamespace"),
            IsQueryCompatible = Flag(root, "queryCompatible"),
            Endpoints = root.GetProperty("endpoints").EnumerateObject().ToFrozenDictionary(
                item => item.Name,
                item => new ServiceEndpoint(item.Value.GetProperty("host").GetString()!, Text(item.Value, "region")),
                StringComparer.Ordinal),
            QueryVariant = variant,
        };
    }

    private static OperationDescription ReadOperation(string name, JsonElement json, Dictionary<string, Shape> shapes, bool isQueryVariant)
    {
        var input = Text(json, "input") is { } inputName ? shapes[inputName] : Nothing;
        var output = Text(json, "output") is { } outputName ? shapes[outputName] : null;
        return new OperationDescription(
            name, json.GetProperty("method").GetString()!, UriTemplate.Parse(json.GetProperty("uri").GetString()!), input, output ?? Nothing)
        {
            Status = json.TryGetProperty("status", out var status) ? status.GetInt32() : 200,
            HasOutput = output is not null,
            Errors = json.TryGetProperty("errors", out var errors) ? [.. errors.EnumerateArray().Select(item => shapes[item.GetString()!])] : [],
            Paginator = json.TryGetProperty("page", out var page) ? ReadPaginator(page) : null,
            IdempotencyToken = input.Members.FirstOrDefault(member => member.IsIdempotencyToken),
            ResultWrapper = Text(json, "wrapper") ?? (isQueryVariant && output is not null ? name + "Result" : null),
            XmlRoot = Text(json, "root"),
            XmlNamespace = Text(json, "ns"),
            HostPrefix = Text(json, "hostPrefix"),
            IsUnsigned = Flag(json, "unsigned"),
            IsDeprecated = Flag(json, "deprecated"),
            RequiresChecksum = Flag(json, "checksum"),
        };
    }

    private static Paginator ReadPaginator(JsonElement json) =>
        new(Texts(json, "in"), Texts(json, "out"), Text(json, "limit"), Text(json, "more"), Texts(json, "results"));

    private static WireProtocol Protocol(string name) => name switch
    {
        "json" => WireProtocol.Json,
        "rest-json" => WireProtocol.RestJson,
        "rest-xml" => WireProtocol.RestXml,
        "query" => WireProtocol.Query,
        "ec2" => WireProtocol.Ec2,
        _ => throw new InvalidDataException($"Unknown wire protocol {name}."),
    };

    internal static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    internal static bool Flag(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.GetBoolean();

    internal static ImmutableArray<string> Texts(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? [.. value.EnumerateArray().Select(item => item.GetString()!)] : [];

    internal static Shape Sealed(Shape shape)
    {
        shape.ByName = shape.Members.ToFrozenDictionary(member => member.Name, StringComparer.Ordinal);
        shape.ByWireName = shape.Members
            .Where(member => member.Location == MemberLocation.Body)
            .DistinctBy(member => member.WireName)
            .ToFrozenDictionary(member => member.WireName, StringComparer.Ordinal);
        shape.BodyMembers = [.. shape.Members.Where(member => member.Location == MemberLocation.Body && member != shape.Payload)];
        shape.HttpMembers = [.. shape.Members.Where(member => member.Location != MemberLocation.Body)];
        shape.EnumSet = shape.Enum.IsEmpty ? null : shape.Enum.ToFrozenSet(StringComparer.Ordinal);
        return shape;
    }
}
