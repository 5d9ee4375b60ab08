using System.Text;
using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;

namespace Landward.Aws.Wire;

/// <summary>Writes the members that REST protocols bind to the URI, the query string and headers.</summary>
internal static class HttpBindingWriter
{
    public static string Path(OperationDescription operation, JsonObject input)
    {
        if (operation.Uri.Segments.IsEmpty)
            return "/";
        var path = new StringBuilder();
        foreach (var segment in operation.Uri.Segments)
        {
            path.Append('/');
            if (!segment.IsLabel)
            {
                path.Append(segment.Text);
                continue;
            }
            var text = Label(operation, segment.Text, input);
            path.Append(segment.IsGreedy ? UriText.EncodePath(text) : UriText.Encode(text));
        }
        // Some models end their templates with a slash, and services insist on it.
        if (operation.Uri.Text.Split('?')[0].EndsWith('/'))
            path.Append('/');
        return path.ToString();
    }

    public static string Query(OperationDescription operation, JsonObject input)
    {
        var query = new StringBuilder();
        foreach (var literal in operation.Uri.Query)
            Append(query, literal.Name, literal.Value);
        foreach (var member in operation.Input.HttpMembers)
        {
            if (member.Location == MemberLocation.QueryString && input[member.Name] is { } node)
                AppendMember(query, member, node);
        }
        return query.ToString();
    }

    public static void Headers(JsonObject value, Shape shape, WireHeaders headers)
    {
        foreach (var member in shape.HttpMembers)
        {
            if (member.Location is not (MemberLocation.Header or MemberLocation.Headers) || value[member.Name] is not { } node)
                continue;
            if (member.Location == MemberLocation.Headers)
            {
                foreach (var (name, item) in JsonBodyWriter.Object(node, member))
                {
                    if (item is JsonValue text)
                        headers.Add(member.WireName + name, HeaderText(ScalarText.Text(text)));
                }
            }
            else if (member.Shape.Type == ShapeType.List)
            {
                var items = JsonBodyWriter.Array(node, member).Where(item => item is not null);
                headers.Add(member.WireName, HeaderText(HeaderList.Join(
                    items.Select(item => ScalarText.Write(item!, member.Shape.Element!, TimestampFormat.Rfc822)))));
            }
            else
            {
                headers.Add(member.WireName, HeaderText(ScalarText.Write(node, member, TimestampFormat.Rfc822)));
            }
        }
    }

    private static string Label(OperationDescription operation, string name, JsonObject input)
    {
        foreach (var member in operation.Input.HttpMembers)
        {
            if (member.Location == MemberLocation.Uri && member.WireName == name)
            {
                var text = input[member.Name] is { } node ? ScalarText.Write(node, member, TimestampFormat.Iso8601) : string.Empty;
                return text.Length > 0 ? text : throw new ArgumentException($"{operation} needs `{member.Name}`: it is part of the address.", nameof(input));
            }
        }
        throw new InvalidOperationException($"{operation} has no member for the label {name}.");
    }

    private static void AppendMember(StringBuilder query, Member member, JsonNode node)
    {
        switch (member.Shape.Type)
        {
            case ShapeType.List:
                foreach (var item in JsonBodyWriter.Array(node, member))
                {
                    if (item is not null)
                        Append(query, member.WireName, ScalarText.Write(item, member.Shape.Element!, TimestampFormat.Iso8601));
                }
                break;
            case ShapeType.Map:
                foreach (var (name, item) in JsonBodyWriter.Object(node, member))
                {
                    if (item is JsonArray list)
                    {
                        foreach (var element in list.OfType<JsonValue>())
                            Append(query, name, ScalarText.Text(element));
                    }
                    else if (item is JsonValue value)
                    {
                        Append(query, name, ScalarText.Text(value));
                    }
                }
                break;
            default:
                Append(query, member.WireName, ScalarText.Write(node, member, TimestampFormat.Iso8601));
                break;
        }
    }

    private static void Append(StringBuilder query, string name, string? value)
    {
        if (query.Length > 0)
            query.Append('&');
        query.Append(UriText.Encode(name));
        if (value is not null)
            query.Append('=').Append(UriText.Encode(value));
    }

    // A line break in a value would start a header of its own.
    private static string HeaderText(string text) =>
        text.AsSpan().IndexOfAny('\r', '\n', '\0') < 0 ? text : throw new ArgumentException("A header value must not hold line breaks.", nameof(text));
}
