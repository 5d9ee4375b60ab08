using System.Collections.Frozen;
using Landward.Policy;

namespace Landward.Access.History;

/// <summary>
/// Under which members of requestParameters the value of a placeholder stands: <c>${TableName}</c> is <c>tableName</c> in DynamoDB's
/// API and <c>${DbInstanceName}</c> is <c>dBInstanceIdentifier</c> in that of RDS. Found by the parts of the names; where these have
/// nothing in common, by the table. Source: the services' API references.
/// </summary>
internal sealed class PlaceholderNames
{
    private static readonly FrozenDictionary<string, string[]> Other = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase)
    {
        ["ObjectName"] = ["key"],
        ["SecurityGroupId"] = ["groupId"],
        ["NaclId"] = ["networkAclId"],
        ["KeyPairName"] = ["keyName"],
        ["Alias"] = ["aliasName"],
        ["QueueName"] = ["queueUrl", "queueName"],
        ["ClusterParameterGroupName"] = ["dBClusterParameterGroupName"],
        ["ClusterSnapshotName"] = ["dBClusterSnapshotIdentifier"],
        ["SnapshotName"] = ["dBSnapshotIdentifier", "snapshotIdentifier", "snapshotName"],
        ["SubnetGroupName"] = ["dBSubnetGroupName"],
        ["ParameterGroupName"] = ["dBParameterGroupName"],
        ["DbClusterInstanceName"] = ["dBClusterIdentifier"],
        ["PolicyNameWithPath"] = ["policyName"],
        ["CertificateNameWithPath"] = ["serverCertificateName"],
        ["MfaTokenIdWithPath"] = ["virtualMFADeviceName"],
        ["SamlProviderName"] = ["name"],
        ["DocumentName"] = ["documentName", "name"],
        ["TopicName"] = ["name"],
        ["ApiId"] = ["restApiId"],
        ["SecretId"] = ["secretId", "name"],
        ["TrailName"] = ["trailName", "name"],
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] Endings = ["Name", "Id", "Identifier", "Arn"];

    private readonly string[] _names;
    private readonly Kind _kind;
    private readonly string _entity;

    private PlaceholderNames(string[] names, Kind kind, string entity)
    {
        _names = names;
        _kind = kind;
        _entity = entity;
    }

    private enum Kind
    {
        Plain,
        Queue,
        Secret,
        Parameter,
        Alias,
        Pathed,
        Function,
        Key,
    }

    public IEnumerable<string> All => _kind == Kind.Pathed ? _names.Append("path") : _names;

    /// <param name="action">A plain <c>name</c> or <c>id</c> is that of what the action's name speaks of.</param>
    /// <param name="alone">The template has no other placeholder.</param>
    public static PlaceholderNames Of(string action, IamResourceType type, string placeholder, bool alone)
    {
        var pathed = placeholder.EndsWith("WithPath", StringComparison.Ordinal);
        var text = Trim(Trim(placeholder, "WithPath"), "WithoutLeadingSlash");
        var stem = Endings.Aggregate(text, Trim);
        var typeName = type.Name.Replace("-", string.Empty, StringComparison.Ordinal).Replace(" ", string.Empty, StringComparison.Ordinal);
        var names = new List<string>(Other.GetValueOrDefault(placeholder, [])) { text, stem + "Name", stem + "Id", stem + "Identifier", "db" + stem + "Identifier" };
        if (alone)
            names.AddRange([stem, typeName + "Name", typeName + "Id", typeName + "Identifier", typeName]);
        if (alone && action.Contains(stem, StringComparison.OrdinalIgnoreCase) && text.Length > stem.Length)
            names.Add(text[stem.Length..]);
        var kind = (type.Service.Prefix, placeholder) switch
        {
            ("sqs", "QueueName") => Kind.Queue,
            ("secretsmanager", "SecretId") => Kind.Secret,
            ("ssm", "ParameterNameWithoutLeadingSlash") => Kind.Parameter,
            ("kms", "Alias") => Kind.Alias,
            ("kms", "KeyId") => Kind.Key,
            ("lambda", "FunctionName") => Kind.Function,
            _ => pathed ? Kind.Pathed : Kind.Plain,
        };
        return new PlaceholderNames([.. names.Distinct(StringComparer.OrdinalIgnoreCase)], kind, typeName);
    }

    /// <summary>Adds the placeholder's values; a value may hold <c>*</c> for what the event does not say.</summary>
    public void Collect(in CallPlace place, RequestParameters parameters, List<string> into)
    {
        foreach (var name in _names)
        {
            parameters.Collect(name, into);
            if (into.Count > 0)
                break;
        }
        for (var i = 0; i < into.Count; i++)
            into[i] = Shape(into[i], place, parameters);
        into.RemoveAll(value => value.Length == 0 || value.StartsWith("arn:", StringComparison.Ordinal));
    }

    private string Shape(string value, in CallPlace place, RequestParameters parameters) => _kind switch
    {
        Kind.Queue => value[(value.LastIndexOf('/') + 1)..],
        // Six random characters follow the name in a secret's ARN ("What's in a Secrets Manager secret?").
        Kind.Secret => value.StartsWith("arn:", StringComparison.Ordinal) ? value : value + "-*",
        Kind.Parameter => value.TrimStart('/'),
        Kind.Alias => value.StartsWith("alias/", StringComparison.Ordinal) ? value["alias/".Length..] : value,
        // An alias does not say which key it stands for.
        Kind.Key => value.StartsWith("alias/", StringComparison.Ordinal) ? "*" : value,
        // Also `account:function:name` and `name:qualifier` ("FunctionName", AWS Lambda API Reference).
        Kind.Function => value.Contains(":function:", StringComparison.Ordinal) ? value[(value.IndexOf(":function:", StringComparison.Ordinal) + ":function:".Length)..] : value,
        Kind.Pathed => WithPath(value, place, parameters),
        _ => value,
    };

    private string WithPath(string name, in CallPlace place, RequestParameters parameters)
    {
        if (place.Named.TryGetValue($"{place.Account}:{_entity}/{name}", out var arn))
            return arn[(arn.IndexOf('/', StringComparison.Ordinal) + 1)..];
        // A call that creates the entity says its path; no path is the default.
        if (parameters.First("path") is { } path && path.StartsWith('/'))
            return path[1..] + name;
        return "*" + name;
    }

    private static string Trim(string text, string ending) =>
        text.Length > ending.Length && text.EndsWith(ending, StringComparison.Ordinal) ? text[..^ending.Length] : text;
}
