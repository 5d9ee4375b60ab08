using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Model;

namespace Landward.Findings.SecurityHub;

/// <summary>Reads findings in the AWS Security Finding Format, Landward's own and other products'.</summary>
public sealed class AsffReader
{
    private readonly JsonObject _json;
    private readonly List<Diagnostic> _diagnostics = [];

    private AsffReader(JsonObject json) => _json = json;

    /// <summary>The finding, or null and one diagnostic for each member that is missing or wrong.</summary>
    public static (FindingImport? Import, ImmutableArray<Diagnostic> Diagnostics) Read(JsonObject asff)
    {
        var reader = new AsffReader(asff);
        var import = reader.Read();
        return (reader._diagnostics.Count == 0 ? import : null, [.. reader._diagnostics]);
    }

    private FindingImport Read()
    {
        if (OptionalText(_json, "SchemaVersion") != Asff.SchemaVersion)
            Wrong("SchemaVersion", $"it must be `{Asff.SchemaVersion}`");
        var id = Text("Id", AsffLimits.Id);
        var account = Text("AwsAccountId", 12);
        if (!AccountId.TryParse(account, out _))
            Wrong("AwsAccountId", "it must be 12 digits");
        var productArn = Text("ProductArn", 2048);
        if (!Arn.TryParse(productArn, out var product))
            Wrong("ProductArn", "it must be an ARN");
        var created = Time("CreatedAt", required: true);
        var updated = Time("UpdatedAt", required: true);
        var topLevel = Fields(_json);
        var provider = _json["FindingProviderFields"] is JsonObject fields ? Fields(fields) : ProviderFields.None;
        if ((provider.Severity ?? topLevel.Severity) is null)
            Wrong("Severity", "a `Label` or a `Normalized` value is required, at the top level or in `FindingProviderFields`");
        var finding = OwnDocument(id) ?? new Finding
        {
            Id = id,
            Type = (provider.Types ?? topLevel.Types) is [var type, ..] ? type : "Software and Configuration Checks",
            Title = Text("Title", AsffLimits.Title),
            Description = Text("Description", AsffLimits.Description),
            Severity = Severity.Informational,
            Generator = Text("GeneratorId", AsffLimits.GeneratorId),
            Account = account,
            Region = OptionalText(_json, "Region") ?? product.Region ?? string.Empty,
            Resources = Resources(),
            FirstSeen = Time("FirstObservedAt", required: false) ?? created ?? default,
            LastSeen = Time("LastObservedAt", required: false) ?? updated ?? default,
        };
        return new FindingImport
        {
            Finding = finding with { Severity = provider.Severity ?? topLevel.Severity ?? Severity.Informational },
            ProductArn = productArn,
            CreatedAt = created ?? default,
            UpdatedAt = updated ?? default,
            RecordState = Label<RecordState>("RecordState", LifecycleLabels.TryParse) ?? RecordState.Active,
            Compliance = (_json["Compliance"] as JsonObject)?["Status"] is { } compliance
                && LifecycleLabels.TryParse(Scalar(compliance), out ComplianceStatus status) ? status : null,
            TopLevel = topLevel,
            Provider = provider,
            Workflow = (_json["Workflow"] as JsonObject)?["Status"] is { } workflow
                && LifecycleLabels.TryParse(Scalar(workflow), out WorkflowStatus at) ? at : WorkflowStatus.New,
            Verification = Label<VerificationState>("VerificationState", LifecycleLabels.TryParse) ?? VerificationState.Unknown,
            Note = ReadNote(),
            UserDefinedFields = _json["UserDefinedFields"] is JsonObject user
                ? user.Where(pair => Scalar(pair.Value) is not null)
                    .ToImmutableSortedDictionary(pair => pair.Key, pair => Scalar(pair.Value)!, StringComparer.Ordinal)
                : ImmutableSortedDictionary<string, string>.Empty,
        };
    }

    private delegate bool LabelParser<T>(string? label, out T value);

    private T? Label<T>(string member, LabelParser<T> parse)
        where T : struct
    {
        if (_json[member] is not { } node)
            return null;
        if (parse(Scalar(node), out var value))
            return value;
        Wrong(member, "it is not one of the format's labels");
        return null;
    }

    /// <summary>The finding Landward put into <c>ProductFields</c>; null for another product's.</summary>
    private Finding? OwnDocument(string id)
    {
        if (_json["ProductFields"] is not JsonObject fields || !fields.ContainsKey(Asff.DocumentField + "0"))
            return null;
        var text = new StringBuilder();
        for (var i = 0; OptionalText(fields, $"{Asff.DocumentField}{i}") is { } piece; i++)
            text.Append(piece);
        try
        {
            return JsonNode.Parse(text.ToString()) is JsonObject document && FindingJson.ReadFinding(document) is { } finding && finding.Id == id ? finding : null;
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            // Somebody edited the pieces: what the standard members say still holds.
            return null;
        }
    }

    private ProviderFields Fields(JsonObject json) => new()
    {
        Confidence = Ratio(json, "Confidence"),
        Criticality = Ratio(json, "Criticality"),
        RelatedFindings = json["RelatedFindings"] is JsonArray related
            ? [.. related.OfType<JsonObject>().Select(other => new RelatedFinding(OptionalText(other, "ProductArn") ?? string.Empty, OptionalText(other, "Id") ?? string.Empty))]
            : null,
        Severity = json["Severity"] is JsonObject severity ? ReadSeverity(severity) : null,
        Types = json["Types"] is JsonArray types ? [.. types.Select(Scalar).OfType<string>().Take(AsffLimits.Types)] : null,
    };

    private int? Ratio(JsonObject json, string member)
    {
        if (json[member] is not JsonValue value)
            return null;
        if (value.TryGetValue<int>(out var number) && number is >= 0 and <= 100)
            return number;
        Wrong(member, "it must be a whole number from 0 to 100");
        return null;
    }

    /// <summary>The label, else the normalized value by the ranges of "Severity", ASFF syntax reference.</summary>
    private static Severity? ReadSeverity(JsonObject json)
    {
        if (SeverityLabels.TryParse(OptionalText(json, "Label"), out var severity))
            return severity;
        if (json["Normalized"] is not JsonValue value || !value.TryGetValue<int>(out var normalized))
            return null;
        return normalized switch
        {
            < 0 or > 100 => null,
            0 => Severity.Informational,
            < 40 => Severity.Low,
            < 70 => Severity.Medium,
            < 90 => Severity.High,
            _ => Severity.Critical,
        };
    }

    private ImmutableArray<FindingResource> Resources()
    {
        if (_json["Resources"] is not JsonArray { Count: >= 1 and <= AsffLimits.Resources } resources)
        {
            Wrong("Resources", $"1 to {AsffLimits.Resources} resources are required");
            return [];
        }
        var read = ImmutableArray.CreateBuilder<FindingResource>(resources.Count);
        foreach (var node in resources)
        {
            if (node is JsonObject resource && OptionalText(resource, "Type") is { Length: > 0 } type && OptionalText(resource, "Id") is { Length: > 0 } id)
                read.Add(new FindingResource(type, id));
            else
                Wrong("Resources", "each resource needs a `Type` and an `Id`");
        }
        return read.ToImmutable();
    }

    private FindingNote? ReadNote() =>
        _json["Note"] is JsonObject note && OptionalText(note, "Text") is { } text
            ? new FindingNote(text, OptionalText(note, "UpdatedBy") ?? string.Empty, FindingTime.TryParse(OptionalText(note, "UpdatedAt"), out var at) ? at : default)
            : null;

    private string Text(string member, int largest)
    {
        if (OptionalText(_json, member) is { Length: > 0 } text && text.Length <= largest)
            return text;
        Wrong(member, $"a text of 1 to {largest} characters is required");
        return string.Empty;
    }

    private DateTimeOffset? Time(string member, bool required)
    {
        if (FindingTime.TryParse(OptionalText(_json, member), out var time))
            return time;
        if (required || _json[member] is not null)
            Wrong(member, "a timestamp such as `2026-01-02T03:04:05Z` is required");
        return null;
    }

    private void Wrong(string member, string why) => _diagnostics.Add(Diagnostic.Error(
        FindingDiagnostics.InvalidAsff,
        "a finding breaks the AWS Security Finding Format",
        $"The finding `{OptionalText(_json, "Id") ?? "(no Id)"}` was not read. Its member `{member}` is wrong: {why}.",
        address: member));

    private static string? OptionalText(JsonObject json, string member) => Scalar(json[member]);

    private static string? Scalar(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
