using System.Text;
using System.Text.Json;
using Landward.Logs;

namespace Landward.Tests.Logs;

public sealed class RecordScannerTests
{
    private static readonly Dictionary<CloudTrailField, string> Paths = new()
    {
        [CloudTrailField.EventId] = "eventID",
        [CloudTrailField.EventTime] = "eventTime",
        [CloudTrailField.EventSource] = "eventSource",
        [CloudTrailField.EventName] = "eventName",
        [CloudTrailField.AwsRegion] = "awsRegion",
        [CloudTrailField.SourceIpAddress] = "sourceIPAddress",
        [CloudTrailField.ErrorCode] = "errorCode",
        [CloudTrailField.RecipientAccountId] = "recipientAccountId",
        [CloudTrailField.IdentityType] = "userIdentity.type",
        [CloudTrailField.IdentityArn] = "userIdentity.arn",
        [CloudTrailField.IdentityAccountId] = "userIdentity.accountId",
        [CloudTrailField.IdentityPrincipalId] = "userIdentity.principalId",
        [CloudTrailField.IdentityUserName] = "userIdentity.userName",
        [CloudTrailField.IdentityInvokedBy] = "userIdentity.invokedBy",
        [CloudTrailField.AccessKeyId] = "userIdentity.accessKeyId",
        [CloudTrailField.SessionIssuerArn] = "userIdentity.sessionContext.sessionIssuer.arn",
        [CloudTrailField.SessionIssuerUserName] = "userIdentity.sessionContext.sessionIssuer.userName",
        [CloudTrailField.MfaAuthenticated] = "userIdentity.sessionContext.attributes.mfaAuthenticated",
        [CloudTrailField.UserAgent] = "userAgent",
        [CloudTrailField.EventType] = "eventType",
        [CloudTrailField.SessionCredentialFromConsole] = "sessionCredentialFromConsole",
        [CloudTrailField.VpcEndpointId] = "vpcEndpointId",
        [CloudTrailField.SharedEventId] = "sharedEventID",
        [CloudTrailField.SourceIdentity] = "userIdentity.sessionContext.sourceIdentity",
        [CloudTrailField.RequestParameters] = "requestParameters",
        [CloudTrailField.Resources] = "resources",
        [CloudTrailField.TlsDetails] = "tlsDetails",
        [CloudTrailField.WebIdFederationData] = "userIdentity.sessionContext.webIdFederationData",
        [CloudTrailField.UserIdentity] = "userIdentity",
    };

    private static readonly CloudTrailField[] Structures =
        [CloudTrailField.RequestParameters, CloudTrailField.Resources, CloudTrailField.TlsDetails, CloudTrailField.WebIdFederationData, CloudTrailField.UserIdentity];

    private readonly StopIndex _index = new();
    private readonly RecordScanner _scanner = new();
    private readonly CloudTrailEvent _event = new();

    [Fact]
    public void Every_field_is_the_one_a_document_finds()
    {
        Paths.Count.ShouldBe(Enum.GetValues<CloudTrailField>().Length);
        var random = new Random(LongSuite.Seed);
        for (var i = 0; i < LongSuite.Times(1_500); i++)
            CheckFields(new RandomRecord(random).Next());
    }

    [Fact]
    public void Callers_that_look_alike_are_told_apart_whatever_was_read_before()
    {
        var random = new Random(LongSuite.Seed);
        string[] issuers = ["{}", "null", "\"none\"", """{"type":"Role","arn":"arn:aws:iam::111122223333:role/a","userName":"a"}""", """{"arn":1,"userName":null,"arn":{"arn":"no"}}"""];
        string[] tails =
        [
            "", ",\"invokedBy\":\"AWS Internal\"", ",\"invokedBy\":null", ",\"type\":\"Root\"", ",\"arn\":\"arn:\\u0061ws\"", ",\"sessionContext\":{}", ",\"sessionContext\":{\"sourceIdentity\":\"\\ud83d\\ude00\"}",
            ",\"other\":[{\"arn\":[]}]", " , \"userName\" : \"b\" ", $",\"other\":\"{new string('x', 1_000)}\"",
        ];
        for (var i = 0; i < LongSuite.Times(3_000); i++)
        {
            var name = random.Next(3);
            var identity = $"{{\"type\":\"AssumedRole\",\"principalId\":\"AROA{name}:session\",\"arn\":\"arn:aws:sts::111122223333:assumed-role/a/session\",\"accountId\":\"111122223333\","
                + $"\"sessionContext\":{{\"sessionIssuer\":{issuers[random.Next(issuers.Length)]},\"attributes\":{{\"mfaAuthenticated\":\"{random.Next(2)}\"}}}}{tails[random.Next(tails.Length)]}}}";
            string[] members =
            [
                "\"eventSource\":\"s\",\"eventName\":\"n\"", $"\"userIdentity\":{identity}", "\"userAgent\":\"a\",\"eventType\":null", "\"vpcEndpointId\":\"v\\n\"",
                random.Next(4) == 0 ? "\"userIdentity\":null" : "\"x\":1", random.Next(4) == 0 ? "\"userIdentity\":{\"type\":\"Root\"}" : "\"y\":{}",
            ];
            random.Shuffle(members);
            var text = $"{{{string.Join(',', members)}}}";
            CheckFields(text);
            var cut = Encoding.UTF8.GetBytes(text).AsSpan(0, random.Next(1, text.Length));
            Scan(cut, out _).ShouldBe(ParsedRecord.Incomplete, text);
        }
    }

    [Fact]
    public void Every_beginning_of_a_record_is_incomplete()
    {
        var random = new Random(LongSuite.Seed);
        for (var i = 0; i < LongSuite.Times(20); i++)
        {
            var bytes = Encoding.UTF8.GetBytes(new RandomRecord(random).Next());
            for (var length = 1; length < bytes.Length; length++)
                Scan(bytes.AsSpan(0, length), out _).ShouldBe(ParsedRecord.Incomplete, Encoding.UTF8.GetString(bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Damaged_records_are_refused_exactly_when_they_are_no_json()
    {
        var random = new Random(LongSuite.Seed);
        const string alphabet = "\"\\{}[]:,0123456789-+.eEtrufalsn \n\u0001x";
        for (var i = 0; i < LongSuite.Times(10_000); i++)
        {
            var bytes = Encoding.UTF8.GetBytes(new RandomRecord(random).Next()).ToList();
            for (var changes = random.Next(1, 3); changes > 0; changes--)
            {
                var at = random.Next(1, bytes.Count);
                if (random.Next(3) == 0 && bytes.Count > 2)
                    bytes.RemoveAt(at);
                else if (random.Next(2) == 0)
                    bytes.Insert(at, (byte)alphabet[random.Next(alphabet.Length)]);
                else
                    bytes[at] = (byte)alphabet[random.Next(alphabet.Length)];
            }
            byte[] damaged = [.. bytes];
            var scanned = Scan(damaged, out var consumed);
            var (isJson, length) = Reference(damaged);
            var text = $"seed {LongSuite.Seed}: {Encoding.UTF8.GetString(damaged)}";
            if (isJson)
            {
                scanned.ShouldBeOneOf([ParsedRecord.Event, ParsedRecord.Other], text);
                consumed.ShouldBe(length, text);
            }
            else
            {
                scanned.ShouldBeOneOf([ParsedRecord.Malformed, ParsedRecord.Incomplete], text);
            }
        }
    }

    [Theory]
    [InlineData(CloudTrailEvent.MaxDepth, ParsedRecord.Event)]
    [InlineData(CloudTrailEvent.MaxDepth + 1, ParsedRecord.TooDeep)]
    [InlineData(10_000, ParsedRecord.TooDeep)]
    public void Nesting_has_a_limit(int depth, object expected)
    {
        var text = $"{{\"eventSource\":{new string('[', depth - 1)}{new string(']', depth - 1)},\"eventName\":1}}";
        Scan(Encoding.UTF8.GetBytes(text), out _).ShouldBe(expected);
        if (expected is ParsedRecord.Event)
            _event.Root.GetProperty("eventName").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("\\ud800", "\uFFFD")]
    [InlineData("\\udc00x", "\uFFFDx")]
    [InlineData("\\ud800\\n", "\uFFFD\n")]
    [InlineData("\\ud800\\ud83d\\ude00", "\uFFFD\U0001F600")]
    [InlineData("\\ud83d\\ude00\\ude00", "\U0001F600\uFFFD")]
    public void Half_a_surrogate_pair_reads_as_the_replacement_character_everywhere(string written, string read)
    {
        var text = $"{{\"eventSource\":\"{written}\",\"eventName\":{{\"{written}\":\"{written}\"}}}}";
        Scan(Encoding.UTF8.GetBytes(text), out _).ShouldBe(ParsedRecord.Event);
        _event.Text(CloudTrailField.EventSource).ShouldBe(read);
        _event.Root.GetProperty("eventSource").GetString().ShouldBe(read);
        _event.Root.GetProperty("eventName").GetProperty(read).GetString().ShouldBe(read);
    }

    [Fact]
    public void Later_object_of_the_same_name_replaces_all_of_the_earlier()
    {
        var text = """
            {"eventSource":"s","eventName":"n","userIdentity":{"arn":"a","type":"Root","sessionContext":{"sessionIssuer":{"arn":"i"}}},
             "requestParameters":{"a":1},"userIdentity":{"type":"IAMUser"},"requestParameters":null}
            """;
        Scan(Encoding.UTF8.GetBytes(text), out _).ShouldBe(ParsedRecord.Event);
        _event.Text(CloudTrailField.IdentityType).ShouldBe("IAMUser");
        _event.Text(CloudTrailField.UserIdentity).ShouldBe("{\"type\":\"IAMUser\"}");
        _event.IsAbsent(CloudTrailField.IdentityArn).ShouldBeTrue();
        _event.IsAbsent(CloudTrailField.SessionIssuerArn).ShouldBeTrue();
        _event.IsAbsent(CloudTrailField.RequestParameters).ShouldBeTrue();
    }

    /// <summary>Holds every field against what a document finds.</summary>
    private void CheckFields(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        using var document = JsonDocument.Parse(bytes);
        var isEvent = document.RootElement.TryGetProperty("eventSource", out _) && document.RootElement.TryGetProperty("eventName", out _);
        Scan(bytes, out var consumed).ShouldBe(isEvent ? ParsedRecord.Event : ParsedRecord.Other, text);
        consumed.ShouldBe(bytes.Length);
        foreach (var (field, path) in Paths)
        {
            var (kind, expected) = Expected(document.RootElement, path, Structures.Contains(field));
            _event.IsAbsent(field).ShouldBe(expected is null, $"{field} of {text}");
            _event.IsNull(field).ShouldBe(kind == JsonValueKind.Null, $"{field} of {text}");
            Encoding.UTF8.GetString(_event.Span(field)).ShouldBe(expected ?? "", $"{field} of {text}");
        }
    }

    private ParsedRecord Scan(ReadOnlySpan<byte> record, out int consumed)
    {
        // Anywhere in a buffer, so that records straddle blocks differently.
        var before = record.Length % 64;
        var buffer = new byte[before + record.Length + StopIndex.Padding];
        record.CopyTo(buffer.AsSpan(before));
        _index.Reset();
        _index.Fill(buffer, before + record.Length);
        var scanned = _scanner.Scan(buffer, before, before + record.Length, _index.Bits, _event, out consumed);
        _event.SetJson(buffer, before, consumed);
        return scanned;
    }

    private static (bool IsJson, int Length) Reference(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = CloudTrailEvent.MaxDepth }));
        try
        {
            return (reader.Read() && reader.TrySkip(), (int)reader.BytesConsumed);
        }
        catch (JsonException)
        {
            return (false, 0);
        }
    }

    /// <summary>The field's text; null when it is absent or null, empty when it is an object or a list that is not picked as such.</summary>
    private static (JsonValueKind Kind, string? Text) Expected(JsonElement record, string path, bool isStructure)
    {
        var value = record;
        foreach (var name in path.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
                return (JsonValueKind.Undefined, null);
        }
        return (value.ValueKind, value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Object or JsonValueKind.Array => isStructure ? value.GetRawText() : "",
            _ => value.GetRawText(),
        });
    }
}
