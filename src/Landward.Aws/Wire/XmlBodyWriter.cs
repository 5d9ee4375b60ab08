using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using Landward.Aws.Descriptions;

namespace Landward.Aws.Wire;

/// <summary>Writes XML by shape: rest-xml bodies, and the answers of the query and ec2 protocols.</summary>
internal sealed class XmlBodyWriter : IDisposable
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        // Keys of S3 objects may hold control characters; they are written as character references, as S3 does.
        CheckCharacters = false,
        NewLineHandling = NewLineHandling.Entitize,
    };

    private readonly MemoryStream _stream = new(1024);
    private readonly XmlWriter _writer;
    private readonly Stack<string> _namespaces = new();

    public XmlBodyWriter() => _writer = XmlWriter.Create(_stream, Settings);

    public void Start(string name, string? ns = null)
    {
        // Elements without namespace of their own stay in their parent's.
        var effective = ns ?? (_namespaces.TryPeek(out var parent) ? parent : string.Empty);
        _namespaces.Push(effective);
        _writer.WriteStartElement(name, effective);
    }

    public void End()
    {
        _namespaces.Pop();
        _writer.WriteEndElement();
    }

    public void Leaf(string name, string text)
    {
        Start(name);
        _writer.WriteString(text);
        End();
    }

    public void Text(string text) => _writer.WriteString(text);

    public ReadOnlyMemory<byte> ToBytes()
    {
        _writer.Flush();
        return _stream.GetBuffer().AsMemory(0, (int)_stream.Length);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _stream.Dispose();
    }

    /// <summary>Writes the members that belong to the body, in the model's order.</summary>
    public void WriteMembers(JsonObject value, Shape shape)
    {
        foreach (var member in shape.Members)
        {
            if (member.IsXmlAttribute && value[member.Name] is { } attribute)
                WriteAttribute(attribute, member);
        }
        foreach (var member in shape.BodyMembers)
        {
            if (!member.IsXmlAttribute && value[member.Name] is { } node)
                WriteMember(node, member);
        }
    }

    /// <summary>Writes the node as an element (or several, when flattened).</summary>
    public void WriteMember(JsonNode node, Member member)
    {
        if (member.IsFlattened && member.Shape.Type == ShapeType.List)
        {
            foreach (var item in JsonBodyWriter.Array(node, member))
            {
                if (item is not null)
                    WriteElement(member.XmlName, item, member.Shape.Element!);
            }
        }
        else if (member.IsFlattened && member.Shape.Type == ShapeType.Map)
        {
            WriteEntries(node, member, member.WireName);
        }
        else
        {
            WriteElement(member.WireName, node, member);
        }
    }

    public void WriteElement(string name, JsonNode node, Member member)
    {
        var hasPrefix = member.XmlPrefix is not null;
        Start(name, hasPrefix ? null : member.XmlNamespace);
        if (hasPrefix)
            _writer.WriteAttributeString("xmlns", member.XmlPrefix!, null, member.XmlNamespace);
        var shape = member.Shape;
        switch (shape.Type)
        {
            case ShapeType.Structure:
                WriteMembers(JsonBodyWriter.Object(node, member), shape);
                break;
            case ShapeType.List:
                foreach (var item in JsonBodyWriter.Array(node, member))
                {
                    if (item is not null)
                        WriteElement(shape.Element!.LocationName ?? "member", item, shape.Element);
                }
                break;
            case ShapeType.Map:
                WriteEntries(node, member, "entry");
                break;
            default:
                var text = ScalarText.Write(node, member, TimestampFormat.Iso8601);
                _writer.WriteString(PolicyText.Applies(shape) ? PolicyText.Encode(text) : text);
                break;
        }
        End();
    }

    private void WriteEntries(JsonNode node, Member member, string entryName)
    {
        var (key, value) = (member.Shape.Key!, member.Shape.Value!);
        foreach (var (name, item) in JsonBodyWriter.Object(node, member))
        {
            if (item is null)
                continue;
            Start(entryName);
            Leaf(key.LocationName ?? "key", name);
            WriteElement(value.LocationName ?? "value", item, value);
            End();
        }
    }

    private void WriteAttribute(JsonNode node, Member member)
    {
        var text = ScalarText.Write(node, member, TimestampFormat.Iso8601);
        var name = member.WireName;
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            _writer.WriteAttributeString(name, text);
        else
            _writer.WriteAttributeString(name[..colon], name[(colon + 1)..], "http://www.w3.org/2001/XMLSchema-instance", text);
    }
}
