using System.Text;

namespace Landward.Tests.Logs;

/// <summary>Random JSON objects that look more or less like CloudTrail records.</summary>
internal sealed class RandomRecord(Random random)
{
    private static readonly string[] Keys =
    [
        "eventID", "eventTime", "eventSource", "eventName", "awsRegion", "sourceIPAddress", "userAgent", "errorCode", "requestParameters",
        "resources", "tlsDetails", "eventType", "recipientAccountId", "vpcEndpointId", "sharedEventID", "sessionCredentialFromConsole", "userIdentity",
        "userIdentity", "userIdentity", "sessionContext", "sessionContext", "attributes", "sessionIssuer", "webIdFederationData",
        "sourceIdentity", "mfaAuthenticated", "arn", "type", "userName", "accountId", "invokedBy", "principalId", "accessKeyId",
        "eventVersion", "readOnly", "", "x", "event\\u004eame", "\\u0061rn", "eventName\\u0020", "a\\\"b", "\\\\",
    ];

    private static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "-0", "12", "-1.5e3", "0.25", "1E+9", "\"\"", "\"text\"", "\"with \\\"quotes\\\" and \\\\\"", "\"\\u00e9\\n\\/\"",
        "\"\\ud83d\\ude00 and \u00e9\"", "\"{[,:]}\"", "\"a long text that goes on behind the end of the block of sixty-four bytes it starts in, \\t and more\"",
    ];

    private readonly StringBuilder _text = new();
    private readonly bool _spaced = random.Next(3) == 0;

    public string Next()
    {
        _text.Clear();
        WriteObject(0, required: random.Next(8) > 0);
        return _text.ToString();
    }

    private void WriteObject(int depth, bool required = false)
    {
        _text.Append('{');
        Space();
        var count = random.Next(depth == 0 ? 14 : 7);
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                Punctuate(',');
            _text.Append('"').Append(Keys[random.Next(Keys.Length)]).Append('"');
            Punctuate(':');
            WriteValue(depth + 1);
        }
        if (required)
            _text.Append(count > 0 ? "," : "").Append("\"eventSource\":\"iam.amazonaws.com\",\"eventName\":\"GetRole\"");
        Space();
        _text.Append('}');
    }

    private void WriteValue(int depth)
    {
        switch (depth < 6 ? random.Next(6) : 5)
        {
            case 0 or 1:
                WriteObject(depth);
                break;
            case 2:
                _text.Append('[');
                var count = random.Next(4);
                for (var i = 0; i < count; i++)
                {
                    if (i > 0)
                        Punctuate(',');
                    WriteValue(depth + 1);
                }
                Space();
                _text.Append(']');
                break;
            default:
                _text.Append(Scalars[random.Next(Scalars.Length)]);
                break;
        }
    }

    private void Punctuate(char mark)
    {
        Space();
        _text.Append(mark);
        Space();
    }

    private void Space()
    {
        if (_spaced)
            _text.Append(" \n\t\r".AsSpan(0, random.Next(5)));
    }
}
