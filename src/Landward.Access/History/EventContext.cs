using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Landward.Logs;
using Landward.Policy;

namespace Landward.Access.History;

/// <summary>
/// What an event tells about condition keys. Source: "AWS global condition context keys", IAM User Guide, and "CloudTrail record
/// contents". A key that is not in the table stays unknown.
/// </summary>
internal static class EventContext
{
    private static readonly ContextValue True = ContextValue.Single("true");
    private static readonly ContextValue False = ContextValue.Single("false");
    private static readonly ContextValue Present = ContextValue.Unknown(ContextKnowledge.PresentValueUnknown);

    /// <summary>Reads one key: true when the event tells about it; a null value means that the request did not carry it.</summary>
    internal delegate bool Reading(CloudTrailEvent @event, RequestParameters parameters, out ContextValue? value);

    private static readonly FrozenDictionary<string, Reading> Readings = new Dictionary<string, Reading>(StringComparer.OrdinalIgnoreCase)
    {
        ["aws:RequestedRegion"] = (CloudTrailEvent @event, RequestParameters _, out ContextValue? value) => Text(@event, CloudTrailField.AwsRegion, out value),
        ["aws:UserAgent"] = (CloudTrailEvent @event, RequestParameters _, out ContextValue? value) => Text(@event, CloudTrailField.UserAgent, out value),
        ["aws:SecureTransport"] = ReadTransport,
        ["aws:SourceIp"] = ReadSourceIp,
        ["aws:VpcSourceIp"] = ReadVpcSourceIp,
        ["aws:SourceVpce"] = ReadSourceVpce,
        ["aws:SourceVpc"] = (CloudTrailEvent @event, RequestParameters _, out ContextValue? value) =>
        {
            value = @event.IsAbsent(CloudTrailField.VpcEndpointId) ? null : Present;
            return true;
        },
        ["aws:MultiFactorAuthPresent"] = ReadMfa,
        ["aws:MultiFactorAuthAge"] = (CloudTrailEvent @event, RequestParameters _, out ContextValue? value) =>
        {
            value = @event.Span(CloudTrailField.MfaAuthenticated).SequenceEqual("true"u8) ? Present : null;
            return true;
        },
        ["aws:TokenIssueTime"] = (CloudTrailEvent @event, RequestParameters _, out ContextValue? value) =>
        {
            value = IsTemporary(@event) ? Present : null;
            return true;
        },
        ["aws:SourceIdentity"] = (CloudTrailEvent @event, RequestParameters _, out ContextValue? value) => Text(@event, CloudTrailField.SourceIdentity, out value),
        ["aws:FederatedProvider"] = ReadFederatedProvider,
        ["aws:ViaAWSService"] = (CloudTrailEvent @event, RequestParameters _, out ContextValue? value) =>
        {
            value = IsForwarded(@event) ? True : False;
            return true;
        },
        ["aws:CalledVia"] = ReadCalledVia,
        ["aws:CurrentTime"] = (CloudTrailEvent _, RequestParameters _, out ContextValue? value) => Always(out value),
        ["aws:EpochTime"] = (CloudTrailEvent _, RequestParameters _, out ContextValue? value) => Always(out value),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // Parameters that are condition keys of the same value (Service Authorization Reference).
    private static readonly FrozenDictionary<string, string> Parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["ec2:InstanceType"] = "instanceType",
        ["sts:ExternalId"] = "externalId",
        ["sts:RoleSessionName"] = "roleSessionName",
        ["iam:PermissionsBoundary"] = "permissionsBoundary",
        ["iam:PolicyARN"] = "policyArn",
        ["iam:AWSServiceName"] = "aWSServiceName",
        ["organizations:ServicePrincipal"] = "servicePrincipal",
        ["s3:prefix"] = "prefix",
        ["s3:x-amz-acl"] = "x-amz-acl",
        ["s3:x-amz-server-side-encryption"] = "x-amz-server-side-encryption",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The members of requestParameters that tell about these keys.</summary>
    public static IEnumerable<string> ParametersOf(IEnumerable<string> keys) =>
        keys.Where(Parameters.ContainsKey).Select(key => Parameters[key]);

    /// <summary>The keys that an event tells about, of those asked for; ordered.</summary>
    public static ImmutableArray<(string Key, Reading Read)> For(IEnumerable<string> keys) =>
    [
        .. keys.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)
            .Select(key => (key, Readings.GetValueOrDefault(key) ?? (Parameters.TryGetValue(key, out var name) ? Parameter(name) : null)))
            .Where(pair => pair.Item2 is not null)
            .Select(pair => (pair.key, pair.Item2!)),
    ];

    private static bool Text(CloudTrailEvent @event, CloudTrailField field, out ContextValue? value)
    {
        value = @event.Text(field) is { } text ? ContextValue.Single(text) : null;
        return true;
    }

    // Present in every request, but a call made again is made at another time.
    private static bool Always(out ContextValue? value)
    {
        value = Present;
        return true;
    }

    private static bool ReadTransport(CloudTrailEvent @event, RequestParameters parameters, out ContextValue? value)
    {
        value = True;
        return !@event.IsAbsent(CloudTrailField.TlsDetails);
    }

    // Through a VPC endpoint a request carries aws:VpcSourceIp instead. A service that calls for somebody stands as its name.
    private static bool ReadSourceIp(CloudTrailEvent @event, RequestParameters parameters, out ContextValue? value)
    {
        value = null;
        if (!@event.IsAbsent(CloudTrailField.VpcEndpointId))
            return true;
        value = Address(@event);
        return value is not null;
    }

    private static bool ReadVpcSourceIp(CloudTrailEvent @event, RequestParameters parameters, out ContextValue? value)
    {
        value = null;
        if (@event.IsAbsent(CloudTrailField.VpcEndpointId))
            return true;
        value = Address(@event);
        return value is not null;
    }

    private static bool ReadSourceVpce(CloudTrailEvent @event, RequestParameters parameters, out ContextValue? value) =>
        Text(@event, CloudTrailField.VpcEndpointId, out value);

    private static ContextValue? Address(CloudTrailEvent @event) =>
        @event.Text(CloudTrailField.SourceIpAddress) is { } text && IPAddress.TryParse(text, out _) ? ContextValue.Single(text) : null;

    // Long-term keys never carry it; temporary ones always do.
    private static bool ReadMfa(CloudTrailEvent @event, RequestParameters parameters, out ContextValue? value)
    {
        var text = @event.Text(CloudTrailField.MfaAuthenticated);
        value = text is not null ? ContextValue.Single(text) : null;
        return text is not null || !IsTemporary(@event);
    }

    private static bool ReadFederatedProvider(CloudTrailEvent @event, RequestParameters parameters, out ContextValue? value)
    {
        value = null;
        var json = @event.Span(CloudTrailField.WebIdFederationData);
        if (json.IsEmpty || json[0] != (byte)'{')
            return true;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 128 });
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("federatedProvider"u8))
                continue;
            reader.Read();
            value = reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped ? ContextValue.Single(reader.GetString()!) : null;
            return true;
        }
        return true;
    }

    // "AWS Internal" says that some service called, not which.
    private static bool ReadCalledVia(CloudTrailEvent @event, RequestParameters parameters, out ContextValue? value)
    {
        value = null;
        if (!IsForwarded(@event))
            return true;
        if (@event.Text(CloudTrailField.IdentityInvokedBy) is not { } by || !by.EndsWith(".amazonaws.com", StringComparison.Ordinal))
            return false;
        value = ContextValue.Multiple([by]);
        return true;
    }

    private static Reading Parameter(string name) => (CloudTrailEvent _, RequestParameters parameters, out ContextValue? value) =>
    {
        var text = parameters.First(name);
        value = text is null ? null : ContextValue.Single(text);
        // That a parameter is missing from a shortened list says nothing.
        return text is not null || !parameters.Truncated;
    };

    private static bool IsForwarded(CloudTrailEvent @event) =>
        !@event.IsAbsent(CloudTrailField.IdentityInvokedBy) && !@event.Span(CloudTrailField.IdentityType).SequenceEqual("AWSService"u8);

    private static bool IsTemporary(CloudTrailEvent @event) => @event.Span(CloudTrailField.AccessKeyId).StartsWith("ASIA"u8);
}
