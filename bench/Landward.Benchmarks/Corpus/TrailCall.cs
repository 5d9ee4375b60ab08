using System.Text;

namespace Landward.Benchmarks.Corpus;

/// <summary>
/// An event of one API operation as a text with gaps: <c>&lt;identity&gt;</c>, <c>&lt;account&gt;</c>, <c>&lt;region&gt;</c>,
/// <c>&lt;ip&gt;</c>, <c>&lt;agent&gt;</c>, <c>&lt;time&gt;</c>, <c>&lt;id&gt;</c> (a UUID), <c>&lt;hex&gt;</c> (17 digits, as resource
/// ids end), <c>&lt;word&gt;</c>, <c>&lt;number&gt;</c>, <c>&lt;base64&gt;</c> (76 characters).
/// </summary>
/// <param name="Name">The operation.</param>
/// <param name="Weight">How often the operation is called, relative to the others.</param>
/// <param name="Parts">Texts and, between them, names of gaps.</param>
internal sealed record TrailCall(string Name, int Weight, (byte[] Text, string? Gap)[] Parts)
{
    public static TrailCall Of(int weight, string source, string name, bool readOnly, string request, string response = "null", string resources = "", string error = "", string additional = "")
    {
        var service = source.Split('.')[0];
        var text = string.Concat(
            "{\"eventVersion\":\"1.10\",\"userIdentity\":<identity>,\"eventTime\":\"<time>\",\"eventSource\":\"", source, "\",\"eventName\":\"", name,
            "\",\"awsRegion\":\"<region>\",\"sourceIPAddress\":\"<ip>\",\"userAgent\":\"<agent>\",",
            error.Length == 0 ? "" : $"\"errorCode\":\"{error}\",\"errorMessage\":\"User is not authorized to perform: {service}:{name} on resource <word>\",",
            $"\"requestParameters\":{request},\"responseElements\":{response},",
            additional.Length == 0 ? "" : $"\"additionalEventData\":{additional},",
            "\"requestID\":\"<id>\",\"eventID\":\"<id>\",\"readOnly\":", readOnly ? "true" : "false",
            resources.Length == 0 ? "" : $",\"resources\":[{resources}]",
            ",\"eventType\":\"AwsApiCall\",\"managementEvent\":true,\"recipientAccountId\":\"<account>\",\"eventCategory\":\"Management\",",
            "\"tlsDetails\":{\"tlsVersion\":\"TLSv1.3\",\"cipherSuite\":\"TLS_AES_128_GCM_SHA256\",\"clientProvidedHostHeader\":\"", service, ".<region>.amazonaws.com\"}}");
        var parts = new List<(byte[], string?)>();
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf('<', at);
            if (open < 0)
            {
                parts.Add((Encoding.UTF8.GetBytes(text[at..]), null));
                break;
            }
            var close = text.IndexOf('>', open);
            parts.Add((Encoding.UTF8.GetBytes(text[at..open]), text[(open + 1)..close]));
            at = close + 1;
        }
        return new TrailCall(name, weight, [.. parts]);
    }
}
