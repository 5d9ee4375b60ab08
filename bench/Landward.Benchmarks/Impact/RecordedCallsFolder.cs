using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Landward.Benchmarks.Impact;

/// <summary>Writes logs in CloudTrail's shape: the same seed gives the same calls.</summary>
internal sealed class RecordedCallsFolder(int seed)
{
    public const int Accounts = 100;
    public const int RolesPerAccount = 60;
    private const int EventsPerFile = 20_000;

    private static readonly (string Source, string Event, string Parameters, string? Type)[] Shapes =
    [
        ("s3", "GetObject", """{"bucketName":"data-%A-%R","Host":"data-%A-%R.s3.eu-west-1.amazonaws.com","key":"in/%N.parquet"}""", "AWS::S3::Object"),
        ("s3", "ListObjects", """{"bucketName":"data-%A-%R","Host":"data-%A-%R.s3.eu-west-1.amazonaws.com","list-type":"2","prefix":"in/"}""", null),
        ("dynamodb", "DescribeTable", """{"tableName":"orders-%N"}""", null),
        ("lambda", "UpdateFunctionCode20150331v2", """{"functionName":"worker-%N","s3Bucket":"code-%A","s3Key":"%U.zip","publish":false,"dryRun":false}""", null),
        ("ec2", "DescribeInstances", """{"maxResults":100,"instancesSet":{},"filterSet":{"items":[{"name":"tag:run","valueSet":{"items":[{"value":"%U"}]}}]}}""", null),
        ("ec2", "TerminateInstances", """{"instancesSet":{"items":[{"instanceId":"i-0%N"}]}}""", null),
        ("kms", "Decrypt", """{"encryptionAlgorithm":"SYMMETRIC_DEFAULT","encryptionContext":{"aws:s3:arn":"arn:aws:s3:::data-%A-%R"}}""", "AWS::KMS::Key"),
        ("secretsmanager", "GetSecretValue", """{"secretId":"arn:aws:secretsmanager:eu-west-1:%A:secret:db-%N-AbCdEf"}""", null),
        ("logs", "CreateLogStream", """{"logGroupName":"/app/%N","logStreamName":"main"}""", null),
        ("cloudtrail", "LookupEvents", """{"maxResults":50}""", null),
    ];

    /// <summary>Writes the calls, compressed as CloudTrail delivers them, and returns how many different (principal, action, resource) they are at least.</summary>
    public async Task<long> WriteAsync(string folder, int events, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var random = new Random(seed);
        var start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var line = new StringBuilder(2048);
        var distinct = new HashSet<int>();
        for (var written = 0; written < events;)
        {
            var path = Path.Combine(folder, $"calls-{written / EventsPerFile:D5}.json.gz");
            await using var writer = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16);
            await writer.WriteAsync("{\"Records\":[");
            for (var i = 0; i < EventsPerFile && written < events; i++, written++)
            {
                line.Clear();
                if (i > 0)
                    line.Append(',');
                distinct.Add(Append(line, random, start.AddSeconds(written)));
                await writer.WriteAsync(line, cancellationToken);
            }
            await writer.WriteAsync("]}");
        }
        return distinct.Count;
    }

    private static int Append(StringBuilder text, Random random, DateTime time)
    {
        var account = random.Next(Accounts);
        var role = random.Next(RolesPerAccount);
        // A role makes a few kinds of calls, each on a few resources.
        var shape = (role + random.Next(5)) % Shapes.Length;
        var number = random.Next(12);
        var (source, name, parameters, type) = Shapes[shape];
        var id = (100_000_000_000L + account).ToString(CultureInfo.InvariantCulture);
        var resource = (((role * 10) + shape) * 12) + number;
        var session = random.Next(1_000_000).ToString("x", CultureInfo.InvariantCulture);
        text.Append("{\"eventVersion\":\"1.09\",\"userIdentity\":{\"type\":\"AssumedRole\",\"principalId\":\"AROA").Append(id).Append('R').Append(role).Append(":i-0").Append(session)
            .Append("\",\"arn\":\"arn:aws:sts::").Append(id).Append(":assumed-role/worker-").Append(role).Append("/i-0").Append(session)
            .Append("\",\"accountId\":\"").Append(id).Append("\",\"accessKeyId\":\"ASIAIOSFODNN7").Append(session)
            .Append("\",\"sessionContext\":{\"sessionIssuer\":{\"type\":\"Role\",\"principalId\":\"AROA").Append(id).Append('R').Append(role)
            .Append("\",\"arn\":\"arn:aws:iam::").Append(id).Append(":role/app/worker-").Append(role).Append("\",\"accountId\":\"").Append(id).Append("\",\"userName\":\"worker-").Append(role)
            .Append("\"},\"webIdFederationData\":{},\"attributes\":{\"creationDate\":\"2026-01-01T00:00:00Z\",\"mfaAuthenticated\":\"false\"},\"ec2RoleDelivery\":\"2.0\"}},\"eventTime\":\"")
            .Append(time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture))
            .Append("\",\"eventSource\":\"").Append(source).Append(".amazonaws.com\",\"eventName\":\"").Append(name)
            .Append("\",\"awsRegion\":\"eu-west-1\",\"sourceIPAddress\":\"10.0.").Append(role).Append('.').Append(number)
            .Append("\",\"userAgent\":\"aws-sdk-java/2.20.162 Linux/5.10.197-186.748.amzn2.x86_64 OpenJDK_64-Bit_Server_VM/17.0.8 Java/17.0.8\"");
        if (random.Next(50) == 0)
            text.Append(",\"errorCode\":\"AccessDenied\",\"errorMessage\":\"User is not authorized to perform this action\"");
        text.Append(",\"requestParameters\":").Append(Filled(parameters, id, role, resource, random)).Append(",\"responseElements\":null,\"requestID\":\"");
        AppendId(text, random);
        text.Append("\",\"eventID\":\"");
        AppendId(text, random);
        text.Append("\",\"readOnly\":true,");
        if (type is not null)
        {
            var arn = type == "AWS::S3::Object" ? $"arn:aws:s3:::data-{id}-{role}/in/{resource}.parquet" : $"arn:aws:kms:eu-west-1:{id}:key/key-{resource}";
            text.Append("\"resources\":[{\"accountId\":\"").Append(id).Append("\",\"type\":\"").Append(type).Append("\",\"ARN\":\"").Append(arn).Append("\"}],");
        }
        text.Append("\"eventType\":\"AwsApiCall\",\"managementEvent\":true,\"recipientAccountId\":\"").Append(id)
            .Append("\",\"eventCategory\":\"Management\",\"tlsDetails\":{\"tlsVersion\":\"TLSv1.3\",\"cipherSuite\":\"TLS_AES_128_GCM_SHA256\",\"clientProvidedHostHeader\":\"")
            .Append(source).Append(".eu-west-1.amazonaws.com\"}}");
        var named = parameters.Contains("%N", StringComparison.Ordinal) || type is not null;
        return (((account * RolesPerAccount) + role) * 1000) + (shape * 12) + (named ? number : 0);
    }

    private static string Filled(string parameters, string account, int role, int resource, Random random) => parameters
        .Replace("%A", account, StringComparison.Ordinal)
        .Replace("%R", role.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("%N", resource.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("%U", random.NextInt64().ToString("x", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static void AppendId(StringBuilder text, Random random)
    {
        var high = random.NextInt64();
        var low = random.NextInt64();
        var hex = $"{high:x16}{low:x16}";
        text.Append(hex, 0, 8).Append('-').Append(hex, 8, 4).Append('-').Append(hex, 12, 4).Append('-').Append(hex, 16, 4).Append('-').Append(hex, 20, 12);
    }
}
