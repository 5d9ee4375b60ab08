using System.Collections.Frozen;
using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access;

/// <summary>A resource that others can be let in to, with every source of access it has of its own.</summary>
public sealed record AccessResource
{
    public required string Arn { get; init; }

    /// <summary>CloudFormation's name of the type, such as <c>AWS::S3::Bucket</c>, as Access Analyzer writes it.</summary>
    public required string Type { get; init; }

    /// <summary>The account that owns it, 12 digits.</summary>
    public required string Account { get; init; }

    public required string Region { get; init; }

    /// <summary>The resource-based policy; null when there is none.</summary>
    public AttachedPolicy? Policy { get; init; }

    /// <summary>Grants of an S3 access control list; empty where access control lists are disabled (object ownership BucketOwnerEnforced).</summary>
    public ImmutableArray<AclGrant> AclGrants { get; init; } = [];

    /// <summary>The bucket's or access point's own Block Public Access.</summary>
    public PublicAccessBlock? PublicAccessBlock { get; init; }

    /// <summary>Grants of a KMS key.</summary>
    public ImmutableArray<KeyGrant> KeyGrants { get; init; } = [];

    /// <summary>Accounts (12 digits) an EBS or RDS snapshot is shared with; <c>all</c> for everyone.</summary>
    public ImmutableArray<string> SharedWith { get; init; } = [];

    /// <summary>Of an access point: the ARN of its bucket.</summary>
    public string? Parent { get; init; }

    /// <summary>Of an access point: the VPC it is bound to.</summary>
    public string? VpcId { get; init; }

    /// <summary>The role that the resource runs with (Lambda function, EC2 instance ...).</summary>
    public string? RoleArn { get; init; }

    public FrozenDictionary<string, string> Tags { get; init; } = FrozenDictionary<string, string>.Empty;
}

/// <param name="Grantee">A canonical user id, or the URI of a group such as <c>http://acs.amazonaws.com/groups/global/AllUsers</c>.</param>
/// <param name="Permission"><c>READ</c>, <c>WRITE</c>, <c>READ_ACP</c>, <c>WRITE_ACP</c> or <c>FULL_CONTROL</c>.</param>
/// <param name="Owner">The grantee is the bucket's owner.</param>
public sealed record AclGrant(string Grantee, string Permission, bool Owner);

/// <param name="Operations">As KMS names them: <c>Decrypt</c>, <c>CreateGrant</c> ...</param>
/// <param name="EncryptionContext">Pairs that a call's encryption context must contain; empty for none.</param>
public sealed record KeyGrant(string Id, string GranteePrincipal, ImmutableArray<string> Operations, FrozenDictionary<string, string> EncryptionContext);
