using System.Text.Json;
using Landward.Logs;

namespace Landward.Access.History;

/// <summary>A resource that a recorded call was checked against.</summary>
internal readonly record struct CalledResource(string Text, bool IsPattern, string Account);

/// <summary>
/// The resources of a call: ARNs the event names, else the action's ARN templates filled from its parameters. What a call needs and
/// the event does not say stays a pattern.
/// </summary>
internal sealed class EventResources
{
    private const int MaxResources = 50;

    private readonly RequestParameters _parameters = new();
    private readonly List<(string Arn, string? Account)> _named = [];
    private readonly List<CalledResource> _found = [];

    /// <summary>The parameters of the event read last.</summary>
    public RequestParameters Parameters => _parameters;

    /// <summary>The list is reused by the next call.</summary>
    public List<CalledResource> Read(CloudTrailEvent @event, EventShape shape, string account, string region, IReadOnlyDictionary<string, string> named)
    {
        _found.Clear();
        _parameters.Read(@event.Span(CloudTrailField.RequestParameters));
        if (shape.Templates.Length == 0)
        {
            _found.Add(new CalledResource("*", IsPattern: false, account));
            return _found;
        }
        ReadNamed(@event);
        var templates = shape.Templates;
        var place = new CallPlace(Partition(region), region, account, named);
        foreach (var template in templates)
        {
            if (!AddNamed(template, templates, account))
                AddFilled(template, place);
        }
        // A type that is not required may be what the call named in a way the templates do not tell: nothing is known then.
        if (_found.Count == 0)
            _found.Add(templates.Length == 1 ? new CalledResource(templates[0].Fill(place, _parameters, out _)[0], IsPattern: true, account) : new CalledResource("*", IsPattern: true, account));
        return _found;
    }

    private bool AddNamed(ResourceTemplate template, ResourceTemplate[] all, string account)
    {
        var any = false;
        foreach (var (arn, owner) in _named)
        {
            if (!template.Type.Matches(arn) || Array.Exists(all, other => other.LiteralLength > template.LiteralLength && other.Type.Matches(arn)))
                continue;
            Add(arn, isPattern: false, owner ?? AccountOf(arn, account));
            any = true;
        }
        return any;
    }

    private void AddFilled(ResourceTemplate template, in CallPlace place)
    {
        var texts = template.Fill(place, _parameters, out var filled);
        if (!filled && !template.Required)
            return;
        foreach (var text in texts)
            Add(text, text.Contains('*', StringComparison.Ordinal), AccountOf(text, place.Account));
    }

    private void Add(string text, bool isPattern, string account)
    {
        var resource = new CalledResource(text, isPattern, account);
        if (_found.Count < MaxResources && !_found.Contains(resource))
            _found.Add(resource);
    }

    private void ReadNamed(CloudTrailEvent @event)
    {
        _named.Clear();
        ReadResources(@event.Span(CloudTrailField.Resources));
        foreach (var (_, value) in _parameters.Values)
        {
            if (value.StartsWith("arn:", StringComparison.Ordinal) && !value.Contains('*', StringComparison.Ordinal) && !_named.Exists(named => named.Arn == value))
                _named.Add((value, null));
        }
    }

    // resources: [{"accountId": "...", "type": "AWS::S3::Object", "ARN": "..."}]
    private void ReadResources(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty || json[0] != (byte)'[')
            return;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 128 });
        string? arn = null, account = null;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 2)
            {
                var (isArn, isAccount) = (reader.ValueTextEquals("ARN"u8) || reader.ValueTextEquals("arn"u8), reader.ValueTextEquals("accountId"u8));
                reader.Read();
                if (reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped)
                    continue;
                if (isArn)
                    arn = reader.GetString();
                else if (isAccount)
                    account = reader.GetString();
            }
            else if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 1)
            {
                if (arn is { Length: > 0 } && _named.Count < MaxResources)
                    _named.Add((arn, account is { Length: > 0 } ? account : null));
                (arn, account) = (null, null);
            }
        }
    }

    private static string AccountOf(string arn, string otherwise) =>
        Model.Arn.TryParse(arn, out var parts) && parts.Account is { Length: 12 } account && !account.Contains('*', StringComparison.Ordinal) ? account : otherwise;

    private static string Partition(string region) =>
        region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn" : region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov" : "aws";
}
