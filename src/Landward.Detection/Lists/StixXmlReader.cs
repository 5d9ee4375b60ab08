using System.Globalization;
using System.Xml;

namespace Landward.Detection;

/// <summary>STIX 1.x: the addresses and domain names of the observables (CybOX <c>AddressObject</c>, <c>DomainNameObject</c>).</summary>
internal static class StixXmlReader
{
    private const string Separator = "##comma##";

    /// <summary>Throws <see cref="XmlException"/> where the document is not well-formed.</summary>
    public static void Read(TextReader text, ListDraft draft, CancellationToken cancellationToken)
    {
        // No document types and no outside entities: lists are strangers' files.
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true };
        using var reader = XmlReader.Create(text, settings);
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            switch (reader.LocalName)
            {
                case "STIX_Package":
                    ReadDate(reader.GetAttribute("timestamp"), draft);
                    break;
                case "Produced_Time":
                    ReadDate(reader.ReadElementContentAsString(), draft);
                    break;
                case "Address_Value":
                    var between = reader.GetAttribute("condition") == "InclusiveBetween";
                    Add(reader.ReadElementContentAsString(), between, draft);
                    break;
                case "Value" when reader.NamespaceURI.Contains("DomainName", StringComparison.Ordinal):
                    Add(reader.ReadElementContentAsString(), between: false, draft);
                    break;
                default:
                    break;
            }
        }
    }

    private static void Add(string content, bool between, ListDraft draft)
    {
        var values = content.Split(Separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (between && values.Length == 2 && draft.TryAdd($"{values[0]}-{values[1]}"))
            return;
        foreach (var value in values)
        {
            if (!draft.TryAdd(value))
                draft.Skip();
        }
    }

    private static void ReadDate(string? text, ListDraft draft)
    {
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            draft.State(date);
    }
}
