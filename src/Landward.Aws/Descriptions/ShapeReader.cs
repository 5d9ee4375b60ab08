using System.Text.Json;
using static Landward.Aws.Descriptions.DescriptionReader;

namespace Landward.Aws.Descriptions;

/// <summary>Reads the shapes of a description and ties them together.</summary>
/// <param name="queryNames">For the query variant of a JSON service: wire names by list or map shape, all of them flattened.</param>
internal sealed class ShapeReader(JsonElement? queryNames)
{
    private readonly Dictionary<string, Shape> _shapes = new(StringComparer.Ordinal);

    public Dictionary<string, Shape> Read(JsonElement shapes)
    {
        foreach (var shape in shapes.EnumerateObject())
            _shapes[shape.Name] = new Shape(shape.Name, Type(shape.Value.GetProperty("type").GetString()!));
        foreach (var shape in shapes.EnumerateObject())
            Fill(_shapes[shape.Name], shape.Value);
        return _shapes;
    }

    private void Fill(Shape shape, JsonElement json)
    {
        if (json.TryGetProperty("members", out var members))
        {
            shape.Members = [.. members.EnumerateObject().Select(member => ReadMember(member.Name, member.Value))];
            foreach (var required in Texts(json, "required"))
                Find(shape, required).IsRequired = true;
            if (Text(json, "payload") is { } payload)
                shape.Payload = Find(shape, payload);
        }
        if (json.TryGetProperty("element", out var element))
            shape.Element = ReadMember(string.Empty, element, QueryName(shape.Name, "key") is null ? QueryName(shape.Name, "name") : null);
        if (json.TryGetProperty("key", out var key))
            shape.Key = ReadMember(string.Empty, key, QueryName(shape.Name, "key"));
        if (json.TryGetProperty("value", out var value))
            shape.Value = ReadMember(string.Empty, value, QueryName(shape.Name, "value"));
        shape.IsDocument = Flag(json, "document");
        shape.IsUnion = Flag(json, "union");
        shape.IsSensitive = Flag(json, "sensitive");
        shape.Min = Number(json, "min");
        shape.Max = Number(json, "max");
        shape.Pattern = Text(json, "pattern");
        shape.Enum = Texts(json, "enum");
        if (json.TryGetProperty("error", out var error))
        {
            shape.Error = new ErrorTraits(
                Text(error, "code") ?? shape.Name,
                error.TryGetProperty("status", out var status) ? status.GetInt32() : null,
                Flag(error, "fault"),
                error.TryGetProperty("retryable", out _));
        }
        Sealed(shape);
    }

    private Member ReadMember(string name, JsonElement json, string? queryName = null)
    {
        var shapeName = json.GetProperty("shape").GetString()!;
        var shape = _shapes[shapeName];
        var flattened = QueryName(shapeName, "name");
        var locationName = queryName ?? flattened ?? Text(json, "name");
        return new Member(name, shape)
        {
            Location = Location(Text(json, "at")),
            LocationName = locationName,
            QueryName = Text(json, "query"),
            IsFlattened = flattened is not null || Flag(json, "flat"),
            IsXmlAttribute = Flag(json, "attribute"),
            XmlNamespace = Text(json, "ns"),
            XmlPrefix = Text(json, "prefix"),
            TimestampFormat = Format(Text(json, "format")),
            IsStreaming = Flag(json, "streaming"),
            IsIdempotencyToken = Flag(json, "token"),
            IsHostLabel = Flag(json, "hostLabel"),
            Ec2Name = Text(json, "query") ?? Capitalised(Text(json, "name")) ?? name,
        };
    }

    private string? QueryName(string shape, string part) =>
        queryNames is { } names && names.TryGetProperty(shape, out var entry) ? Text(entry, part) : null;

    private static Member Find(Shape shape, string name) =>
        shape.Members.FirstOrDefault(member => member.Name == name) ?? throw new InvalidDataException($"{shape.Name} has no member {name}.");

    private static string? Capitalised(string? name) =>
        string.IsNullOrEmpty(name) ? null : char.ToUpperInvariant(name[0]) + name[1..];

    private static double? Number(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetDouble() : null;

    private static ShapeType Type(string name) => name switch
    {
        "structure" => ShapeType.Structure,
        "list" => ShapeType.List,
        "map" => ShapeType.Map,
        "string" => ShapeType.String,
        "integer" => ShapeType.Integer,
        "long" => ShapeType.Long,
        "float" => ShapeType.Float,
        "double" => ShapeType.Double,
        "boolean" => ShapeType.Boolean,
        "timestamp" => ShapeType.Timestamp,
        "blob" => ShapeType.Blob,
        _ => throw new InvalidDataException($"Unknown shape type {name}."),
    };

    private static MemberLocation Location(string? name) => name switch
    {
        null => MemberLocation.Body,
        "uri" => MemberLocation.Uri,
        "querystring" => MemberLocation.QueryString,
        "header" => MemberLocation.Header,
        "headers" => MemberLocation.Headers,
        "statusCode" => MemberLocation.StatusCode,
        _ => throw new InvalidDataException($"Unknown member location {name}."),
    };

    private static TimestampFormat Format(string? name) => name switch
    {
        null => TimestampFormat.Default,
        "iso8601" => TimestampFormat.Iso8601,
        "rfc822" => TimestampFormat.Rfc822,
        "unixTimestamp" => TimestampFormat.UnixTimestamp,
        _ => throw new InvalidDataException($"Unknown timestamp format {name}."),
    };
}
