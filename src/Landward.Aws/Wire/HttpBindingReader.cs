using System.Text.Json;
using Landward.Aws.Descriptions;

namespace Landward.Aws.Wire;

/// <summary>Reads the members that REST protocols bind to the URI, the query string, headers and the status code.</summary>
internal static class HttpBindingReader
{
    public static void ReadRequest(WireRequest request, IReadOnlyDictionary<string, string> labels, Shape shape, Utf8JsonWriter writer)
    {
        List<KeyValuePair<string, string?>>? query = null;
        foreach (var member in shape.HttpMembers)
        {
            switch (member.Location)
            {
                case MemberLocation.Uri:
                    if (labels.TryGetValue(member.WireName, out var label))
                        WriteScalar(member, label, writer);
                    break;
                case MemberLocation.QueryString:
                    ReadQuery(query ??= UriText.Parameters(request.RawQuery), member, shape, writer);
                    break;
                default:
                    ReadHeader(request.Headers, member, writer);
                    break;
            }
        }
    }

    public static void ReadResponse(WireResponse response, Shape shape, Utf8JsonWriter writer)
    {
        foreach (var member in shape.HttpMembers)
        {
            if (member.Location == MemberLocation.StatusCode)
                writer.WriteNumber(member.Name, response.Status);
            else
                ReadHeader(response.Headers, member, writer);
        }
    }

    private static void ReadQuery(List<KeyValuePair<string, string?>> query, Member member, Shape owner, Utf8JsonWriter writer)
    {
        if (member.Shape.Type == ShapeType.Map)
        {
            ReadQueryMap(query, member, owner, writer);
            return;
        }
        var opened = false;
        foreach (var (name, value) in query)
        {
            if (name != member.WireName)
                continue;
            if (member.Shape.Type != ShapeType.List)
            {
                WriteScalar(member, value ?? string.Empty, writer);
                return;
            }
            if (!opened)
                writer.WriteStartArray(member.Name);
            opened = true;
            ScalarText.Read(value ?? string.Empty, member.Shape.Element!, writer);
        }
        if (opened)
            writer.WriteEndArray();
    }

    // A map in the query string is every parameter that no other member takes.
    private static void ReadQueryMap(List<KeyValuePair<string, string?>> query, Member member, Shape owner, Utf8JsonWriter writer)
    {
        writer.WriteStartObject(member.Name);
        foreach (var group in query.GroupBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (owner.HttpMembers.Any(other => other.Location == MemberLocation.QueryString && other != member && other.WireName == group.Key))
                continue;
            writer.WritePropertyName(group.Key);
            if (member.Shape.Value!.Shape.Type == ShapeType.List)
            {
                writer.WriteStartArray();
                foreach (var pair in group)
                    writer.WriteStringValue(pair.Value ?? string.Empty);
                writer.WriteEndArray();
            }
            else
            {
                writer.WriteStringValue(group.First().Value ?? string.Empty);
            }
        }
        writer.WriteEndObject();
    }

    private static void ReadHeader(WireHeaders headers, Member member, Utf8JsonWriter writer)
    {
        if (member.Location == MemberLocation.Headers)
        {
            ReadPrefixed(headers, member, writer);
            return;
        }
        if (!headers.TryGet(member.WireName, out var value))
            return;
        // The framing of the transfer is not the encoding of the object (S3 stores only the latter).
        if (member.WireName == "Content-Encoding" && value.Contains("aws-chunked", StringComparison.OrdinalIgnoreCase))
        {
            value = string.Join(',', value.Split(',', StringSplitOptions.TrimEntries).Where(coding => !coding.Equals("aws-chunked", StringComparison.OrdinalIgnoreCase)));
            if (value.Length == 0)
                return;
        }
        if (member.Shape.Type != ShapeType.List)
        {
            if (value.Length > 0 || member.Shape.Type == ShapeType.String)
                WriteScalar(member, value, writer);
            return;
        }
        writer.WriteStartArray(member.Name);
        foreach (var item in HeaderList.Split(value, member.Shape.Element!.Shape.Type == ShapeType.Timestamp))
            ScalarText.Read(item, member.Shape.Element!, writer);
        writer.WriteEndArray();
    }

    private static void ReadPrefixed(WireHeaders headers, Member member, Utf8JsonWriter writer)
    {
        var prefix = member.WireName;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers)
        {
            if (!name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) || !names.Add(name))
                continue;
            if (names.Count == 1)
                writer.WriteStartObject(member.Name);
            // Header names have no case; S3 answers metadata keys in lower case.
            writer.WriteString(name[prefix.Length..].ToLowerInvariant(), value);
        }
        if (names.Count > 0)
            writer.WriteEndObject();
    }

    private static void WriteScalar(Member member, string value, Utf8JsonWriter writer)
    {
        writer.WritePropertyName(member.Name);
        ScalarText.Read(value, member, writer);
    }
}
