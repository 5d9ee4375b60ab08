using System.Text.Json;

namespace Landward.Logs;

internal enum ParsedRecord
{
    /// <summary>The bytes end before the record does.</summary>
    Incomplete,
    Event,

    /// <summary>An object that is neither an event nor a wrapper of events.</summary>
    Other,

    /// <summary>The object has a <c>Records</c> array; what was consumed ends behind its opening bracket.</summary>
    Wrapper,
}

/// <summary>Walks one record from its opening brace, picking the fields of <see cref="CloudTrailField"/> on the way.</summary>
internal static class CloudTrailEventParser
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = CloudTrailEvent.MaxDepth };

    /// <summary>Throws <see cref="JsonException"/> when the bytes are not JSON or nested too deeply.</summary>
    public static ParsedRecord Parse(ReadOnlySpan<byte> bytes, bool isFinal, CloudTrailEvent target, out int consumed)
    {
        target.Reset();
        consumed = 0;
        var reader = new Utf8JsonReader(bytes, isFinal, new JsonReaderState(ReaderOptions));
        if (!reader.Read())
            return ParsedRecord.Incomplete;
        bool hasSource = false, hasName = false;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                consumed = (int)reader.BytesConsumed;
                return hasSource && hasName ? ParsedRecord.Event : ParsedRecord.Other;
            }
            var isRecords = false;
            var isIdentity = false;
            var field = default(CloudTrailField?);
            var structure = default(CloudTrailField?);
            switch (reader.ValueSpan.Length)
            {
                case 7 when reader.ValueTextEquals("eventID"u8):
                    field = CloudTrailField.EventId;
                    break;
                case 7:
                    isRecords = reader.ValueTextEquals("Records"u8);
                    break;
                case 9 when reader.ValueTextEquals("eventTime"u8):
                    field = CloudTrailField.EventTime;
                    break;
                case 9 when reader.ValueTextEquals("eventName"u8):
                    (field, hasName) = (CloudTrailField.EventName, true);
                    break;
                case 9 when reader.ValueTextEquals("eventType"u8):
                    field = CloudTrailField.EventType;
                    break;
                case 9 when reader.ValueTextEquals("userAgent"u8):
                    field = CloudTrailField.UserAgent;
                    break;
                case 28 when reader.ValueTextEquals("sessionCredentialFromConsole"u8):
                    field = CloudTrailField.SessionCredentialFromConsole;
                    break;
                case 9 when reader.ValueTextEquals("awsRegion"u8):
                    field = CloudTrailField.AwsRegion;
                    break;
                case 9 when reader.ValueTextEquals("errorCode"u8):
                    field = CloudTrailField.ErrorCode;
                    break;
                case 9 when reader.ValueTextEquals("resources"u8):
                    structure = CloudTrailField.Resources;
                    break;
                case 10 when reader.ValueTextEquals("tlsDetails"u8):
                    structure = CloudTrailField.TlsDetails;
                    break;
                case 11 when reader.ValueTextEquals("eventSource"u8):
                    (field, hasSource) = (CloudTrailField.EventSource, true);
                    break;
                case 12:
                    isIdentity = reader.ValueTextEquals("userIdentity"u8);
                    break;
                case 13 when reader.ValueTextEquals("vpcEndpointId"u8):
                    field = CloudTrailField.VpcEndpointId;
                    break;
                case 15 when reader.ValueTextEquals("sourceIPAddress"u8):
                    field = CloudTrailField.SourceIpAddress;
                    break;
                case 17 when reader.ValueTextEquals("requestParameters"u8):
                    structure = CloudTrailField.RequestParameters;
                    break;
                case 18 when reader.ValueTextEquals("recipientAccountId"u8):
                    field = CloudTrailField.RecipientAccountId;
                    break;
                default:
                    break;
            }
            if (!reader.Read())
                return ParsedRecord.Incomplete;
            if (field is { } known)
                target.Set(known, ref reader);
            if (structure is { } part)
            {
                if (!target.SetStructure(part, ref reader))
                    return ParsedRecord.Incomplete;
                continue;
            }
            if (isRecords && reader.TokenType == JsonTokenType.StartArray)
            {
                consumed = (int)reader.BytesConsumed;
                return ParsedRecord.Wrapper;
            }
            if (isIdentity && reader.TokenType == JsonTokenType.StartObject)
            {
                if (!ReadIdentity(ref reader, target))
                    return ParsedRecord.Incomplete;
            }
            else if (!reader.TrySkip())
            {
                return ParsedRecord.Incomplete;
            }
        }
        return ParsedRecord.Incomplete;
    }

    private static bool ReadIdentity(ref Utf8JsonReader reader, CloudTrailEvent target)
    {
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
                return true;
            var field = IdentityField(ref reader);
            var isSession = reader.ValueTextEquals("sessionContext"u8);
            if (!reader.Read())
                return false;
            if (field is { } known)
                target.Set(known, ref reader);
            if (isSession && reader.TokenType == JsonTokenType.StartObject)
            {
                if (!ReadSession(ref reader, target))
                    return false;
            }
            else if (!reader.TrySkip())
            {
                return false;
            }
        }
        return false;
    }

    private static CloudTrailField? IdentityField(ref Utf8JsonReader reader) => reader.ValueSpan.Length switch
    {
        3 when reader.ValueTextEquals("arn"u8) => CloudTrailField.IdentityArn,
        4 when reader.ValueTextEquals("type"u8) => CloudTrailField.IdentityType,
        8 when reader.ValueTextEquals("userName"u8) => CloudTrailField.IdentityUserName,
        9 when reader.ValueTextEquals("accountId"u8) => CloudTrailField.IdentityAccountId,
        9 when reader.ValueTextEquals("invokedBy"u8) => CloudTrailField.IdentityInvokedBy,
        11 when reader.ValueTextEquals("principalId"u8) => CloudTrailField.IdentityPrincipalId,
        11 when reader.ValueTextEquals("accessKeyId"u8) => CloudTrailField.AccessKeyId,
        _ => null,
    };

    private static bool ReadSession(ref Utf8JsonReader reader, CloudTrailEvent target)
    {
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
                return true;
            var isIssuer = reader.ValueTextEquals("sessionIssuer"u8);
            var isAttributes = reader.ValueTextEquals("attributes"u8);
            var isWebIdentity = reader.ValueTextEquals("webIdFederationData"u8);
            var isSourceIdentity = reader.ValueTextEquals("sourceIdentity"u8);
            if (!reader.Read())
                return false;
            if (isSourceIdentity)
                target.Set(CloudTrailField.SourceIdentity, ref reader);
            if (isWebIdentity)
            {
                if (!target.SetStructure(CloudTrailField.WebIdFederationData, ref reader))
                    return false;
                continue;
            }
            if (isAttributes && reader.TokenType == JsonTokenType.StartObject)
            {
                if (!ReadAttributes(ref reader, target))
                    return false;
            }
            else if (isIssuer && reader.TokenType == JsonTokenType.StartObject)
            {
                if (!ReadIssuer(ref reader, target))
                    return false;
            }
            else if (!reader.TrySkip())
            {
                return false;
            }
        }
        return false;
    }

    private static bool ReadAttributes(ref Utf8JsonReader reader, CloudTrailEvent target)
    {
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
                return true;
            var isMfa = reader.ValueTextEquals("mfaAuthenticated"u8);
            if (!reader.Read())
                return false;
            if (isMfa)
                target.Set(CloudTrailField.MfaAuthenticated, ref reader);
            if (!reader.TrySkip())
                return false;
        }
        return false;
    }

    private static bool ReadIssuer(ref Utf8JsonReader reader, CloudTrailEvent target)
    {
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
                return true;
            var isArn = reader.ValueTextEquals("arn"u8);
            var isUserName = reader.ValueTextEquals("userName"u8);
            if (!reader.Read())
                return false;
            if (isArn)
                target.Set(CloudTrailField.SessionIssuerArn, ref reader);
            if (isUserName)
                target.Set(CloudTrailField.SessionIssuerUserName, ref reader);
            if (!reader.TrySkip())
                return false;
        }
        return false;
    }
}
