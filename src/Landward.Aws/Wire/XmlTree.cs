using System.Text;
using System.Xml;

namespace Landward.Aws.Wire;

/// <summary>An XML element without its namespaces: name, attributes, text and child elements.</summary>
internal sealed class XmlTree
{
    private const int MaxDepth = 64;
    private const int MaxElements = 1_000_000;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = WireRequest.MaxBodyBytes,
        CheckCharacters = false,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    // Text may come in as many pieces as there are child elements between them.
    private string _text = string.Empty;
    private StringBuilder? _pieces;
    private List<XmlTree>? _children;
    private List<KeyValuePair<string, string>>? _attributes;

    private XmlTree(string name) => Name = name;

    /// <summary>The local name; prefixes are dropped.</summary>
    public string Name { get; }

    /// <summary>All text of the element itself; empty when there is none.</summary>
    public string Text => _pieces?.ToString() ?? _text;

    public IReadOnlyList<XmlTree> Children => _children ?? (IReadOnlyList<XmlTree>)[];

    public XmlTree? Child(string name)
    {
        if (_children is null)
            return null;
        foreach (var child in _children)
        {
            if (child.Name == name)
                return child;
        }
        return null;
    }

    /// <summary>The attribute's value by its local name, or null.</summary>
    public string? Attribute(string name)
    {
        if (_attributes is null)
            return null;
        foreach (var attribute in _attributes)
        {
            if (attribute.Key == name)
                return attribute.Value;
        }
        return null;
    }

    /// <exception cref="WireFormatException">The body is not well-formed XML, has a document type, or is too deep or too long.</exception>
    public static XmlTree Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var stream = Stream(body);
            using var reader = XmlReader.Create(stream, Settings);
            return Read(reader);
        }
        catch (XmlException e)
        {
            throw WireFormatException.Xml("The XML you provided was not well-formed or did not validate against our published schema", e);
        }
    }

    private static MemoryStream Stream(ReadOnlyMemory<byte> body) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(body, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(body.ToArray(), writable: false);

    private static XmlTree Read(XmlReader reader)
    {
        XmlTree? root = null;
        var open = new Stack<XmlTree>();
        var elements = 0;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    if (++elements > MaxElements || open.Count >= MaxDepth)
                        throw WireFormatException.Xml("The XML has too many elements or is nested too deeply.");
                    var element = Start(reader);
                    if (open.TryPeek(out var parent))
                        (parent._children ??= []).Add(element);
                    else
                        root = element;
                    if (!reader.IsEmptyElement)
                        open.Push(element);
                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    if (open.TryPeek(out var owner) && (owner._children is null || reader.NodeType == XmlNodeType.Text))
                        owner.Append(reader.Value);
                    break;
            }
        }
        return root ?? throw WireFormatException.Xml("The XML has no root element.");
    }

    private void Append(string piece)
    {
        if (_pieces is not null)
            _pieces.Append(piece);
        else if (_text.Length > 0)
            _pieces = new StringBuilder(_text).Append(piece);
        else
            _text = piece;
    }

    private static XmlTree Start(XmlReader reader)
    {
        var element = new XmlTree(reader.LocalName);
        if (!reader.HasAttributes)
            return element;
        element._attributes = [];
        while (reader.MoveToNextAttribute())
            element._attributes.Add(new(reader.LocalName, reader.Value));
        reader.MoveToElement();
        return element;
    }
}
