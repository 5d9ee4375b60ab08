using Landward.Sandbox.State;

namespace Landward.Sandbox.Authorization;

/// <summary>
/// Where authorization, CloudTrail and event delivery find what they need in the state: partitions, ids and member names that
/// service handlers and the engine share. Members not listed here belong to the service that owns the document; they follow
/// the service description's names.
/// </summary>
/// <remarks>
/// Conventions: a policy document is always its text as the caller sent it (a string, never parsed). A resource with a
/// resource-based policy keeps it in <see cref="Policy"/> at the top level. Tags stand in <see cref="Tags"/> at the top level,
/// either as a list of <c>{Key, Value}</c> (kms: <c>{TagKey, TagValue}</c>) or as a map. Times are ISO 8601 UTC strings.
/// </remarks>
internal static class StateLayout
{
    /// <summary>The account of a partition whose ids are unique over all accounts (buckets, access keys, sessions, accounts).</summary>
    public const string AnyAccount = "*";

    /// <summary>The account that owns AWS managed policies, as in <c>arn:aws:iam::aws:policy/...</c>.</summary>
    public const string AwsAccount = "aws";

    /// <summary>The resource-based policy's text (bucket, key, topic, queue, secret, event bus).</summary>
    public const string Policy = "Policy";

    public const string Tags = "Tags";
    public const string Arn = "Arn";

    /// <summary>The 12 digits of the owning account, on documents in an <see cref="AnyAccount"/> partition.</summary>
    public const string Account = "Account";

    /// <summary>IAM. Partition: ("iam", account, <see cref="ResourceKey.Global"/>, type), except access keys.</summary>
    public static class Iam
    {
        public const string Service = "iam";

        /// <summary>
        /// Id: user name. Members: UserName, UserId, Arn, Path, CreateDate, Tags, <see cref="PermissionsBoundary"/>,
        /// <see cref="AttachedPolicies"/>, <see cref="InlinePolicies"/>, <see cref="Groups"/>, <see cref="AccessKeyIds"/>.
        /// </summary>
        public const string User = "user";

        /// <summary>Id: group name. Members: GroupName, GroupId, Arn, Path, <see cref="AttachedPolicies"/>, <see cref="InlinePolicies"/>.</summary>
        public const string Group = "group";

        /// <summary>
        /// Id: role name. Members: RoleName, RoleId, Arn, Path, <see cref="AssumeRolePolicyDocument"/>, MaxSessionDuration, Tags,
        /// <see cref="PermissionsBoundary"/>, <see cref="AttachedPolicies"/>, <see cref="InlinePolicies"/>.
        /// A path under <c>/aws-service-role/</c> marks a service-linked role.
        /// </summary>
        public const string Role = "role";

        /// <summary>
        /// Id: the policy's ARN. Members: PolicyName, PolicyId, Arn, Path, <see cref="DefaultVersionId"/>, <see cref="Versions"/>.
        /// AWS managed policies: the same document in the partition of account <see cref="AwsAccount"/>.
        /// </summary>
        public const string ManagedPolicy = "policy";

        /// <summary>
        /// Partition ("iam", <see cref="AnyAccount"/>, global, access-key). Id: the access key id. Members: AccessKeyId, Account,
        /// UserName (absent for the root user), Status (<c>Active</c>/<c>Inactive</c>), CreateDate. The secret is derived, never stored.
        /// </summary>
        public const string AccessKey = "access-key";

        /// <summary>
        /// Written by the engine only. Partition ("iam", <see cref="AnyAccount"/>, global, access-key-last-used). Id: the access
        /// key id. Members: LastUsedDate, ServiceName, Region.
        /// </summary>
        public const string AccessKeyLastUsed = "access-key-last-used";

        /// <summary>Array of managed policy ARNs.</summary>
        public const string AttachedPolicies = "AttachedPolicies";

        /// <summary>Object: inline policy name to document text.</summary>
        public const string InlinePolicies = "InlinePolicies";

        /// <summary>Array of group names, on a user.</summary>
        public const string Groups = "Groups";

        /// <summary>Array of the user's access key ids.</summary>
        public const string AccessKeyIds = "AccessKeyIds";

        /// <summary>Object <c>{PermissionsBoundaryType, PermissionsBoundaryArn}</c>, absent without boundary.</summary>
        public const string PermissionsBoundary = "PermissionsBoundary";
        public const string PermissionsBoundaryArn = "PermissionsBoundaryArn";

        /// <summary>The trust policy's text.</summary>
        public const string AssumeRolePolicyDocument = "AssumeRolePolicyDocument";

        public const string DefaultVersionId = "DefaultVersionId";

        /// <summary>Object: version id to <c>{Document (text), CreateDate}</c>.</summary>
        public const string Versions = "Versions";
        public const string Document = "Document";
    }

    /// <summary>STS. Sessions are started through <c>CallContext.Credentials</c> and never written by handlers.</summary>
    public static class Sts
    {
        public const string Service = "sts";

        /// <summary>Partition ("sts", <see cref="AnyAccount"/>, global, session). Id: the session's access key id.</summary>
        public const string Session = "session";
    }

    /// <summary>
    /// Organizations. Accounts exist with or without an organization, so they stand in one partition of their own; everything
    /// else: ("organizations", management account, global, type).
    /// </summary>
    public static class Organizations
    {
        public const string Service = "organizations";

        /// <summary>
        /// Partition ("organizations", <see cref="AnyAccount"/>, global, account). Id: 12 digits. Members: Id, Arn, Name, Email,
        /// Status, JoinedMethod, JoinedTimestamp, Tags, and in an organization <see cref="ManagementAccountId"/>,
        /// <see cref="ParentId"/>, <see cref="PolicyIds"/>. The management account points at itself.
        /// </summary>
        public const string Account = "account";

        /// <summary>Id: <see cref="OrganizationId"/> (one per partition). Members: Id (<c>o-...</c>), Arn, FeatureSet, MasterAccountId ...</summary>
        public const string Organization = "organization";
        public const string OrganizationId = "organization";

        /// <summary>Id: <c>r-...</c>. Members: Id, Arn, Name, PolicyTypes (list of {Type, Status}), <see cref="PolicyIds"/>, Tags.</summary>
        public const string Root = "root";

        /// <summary>Id: <c>ou-...</c>. Members: Id, Arn, Name, <see cref="ParentId"/>, <see cref="PolicyIds"/>, Tags.</summary>
        public const string OrganizationalUnit = "organizational-unit";

        /// <summary>
        /// Id: <c>p-...</c>. Members: Id, Arn, Name, Description, Type, AwsManaged, <see cref="Content"/> (text), Tags.
        /// FullAWSAccess and RCPFullAWSAccess (<c>p-FullAWSAccess</c>, <c>p-RCPFullAWSAccess</c>) stand here too.
        /// </summary>
        public const string Policy = "policy";

        /// <summary>Id: service principal. Trusted access (EnableAWSServiceAccess). Members: ServicePrincipal, DateEnabled.</summary>
        public const string ServiceAccess = "service-access";

        /// <summary>Id: account. Members: DelegationEnabledDate, Services (object: service principal to DelegationEnabledDate).</summary>
        public const string DelegatedAdministrator = "delegated-administrator";

        public const string ManagementAccountId = "ManagementAccountId";
        public const string ParentId = "ParentId";

        /// <summary>Array of the ids of the policies (of every type) directly attached to a root, unit or account.</summary>
        public const string PolicyIds = "PolicyIds";
        public const string Content = "Content";
        public const string Type = "Type";
    }

    /// <summary>S3. Bucket names are unique over all accounts.</summary>
    public static class S3
    {
        public const string Service = "s3";

        /// <summary>
        /// Partition ("s3", <see cref="AnyAccount"/>, global, bucket). Id: bucket name. Members: Name, Account, Region, CreationDate,
        /// <see cref="StateLayout.Policy"/>, <see cref="PublicAccessBlock"/>, Tags, Versioning (Enabled/Suspended, absent: never).
        /// </summary>
        public const string Bucket = "bucket";

        /// <summary>Object with the four booleans of PublicAccessBlockConfiguration, on a bucket; see also <see cref="AccountPublicAccessBlock"/>.</summary>
        public const string PublicAccessBlock = "PublicAccessBlock";

        /// <summary>Partition ("s3", account, global, account-public-access-block). Id: the same word. Members: the four booleans.</summary>
        public const string AccountPublicAccessBlock = "account-public-access-block";

        /// <summary>
        /// The current objects of one bucket: partition ("s3", <see cref="AnyAccount"/>, global, <c>object:{bucket}</c>). Id: key.
        /// Members: Key, Size, ETag (with quotes), LastModified, ContentType, StorageClass, <see cref="BlobId"/>, Metadata (map),
        /// VersionId (when versioned), ServerSideEncryption, SSEKMSKeyId.
        /// </summary>
        public static string ObjectType(string bucket) => "object:" + bucket;

        /// <summary>Noncurrent versions and delete markers, in the same way; id: <c>key</c> + U+0000 + version id.</summary>
        public static string ObjectVersionType(string bucket) => "object-version:" + bucket;

        /// <summary>The id for <see cref="StateTransaction.FindBlob"/> with the object's content.</summary>
        public const string BlobId = "BlobId";
    }

    /// <summary>KMS. Partition: ("kms", account, region, type).</summary>
    public static class Kms
    {
        public const string Service = "kms";

        /// <summary>Id: key id. Members: KeyId, Arn, <see cref="StateLayout.Policy"/>, Tags ({TagKey, TagValue}), KeyManager (CUSTOMER/AWS) ...</summary>
        public const string Key = "key";

        /// <summary>Id: <c>alias/...</c>. Members: AliasName, AliasArn, <see cref="TargetKeyId"/>.</summary>
        public const string Alias = "alias";
        public const string TargetKeyId = "TargetKeyId";
    }

    /// <summary>SNS. Partition: ("sns", account, region, type).</summary>
    public static class Sns
    {
        public const string Service = "sns";

        /// <summary>Id: topic name. Members: TopicArn, <see cref="StateLayout.Policy"/>, Tags ...</summary>
        public const string Topic = "topic";

        /// <summary>
        /// Id: subscription ARN. In the topic's account and Region. Members: SubscriptionArn, TopicArn, Protocol, Endpoint, Owner,
        /// RawMessageDelivery (boolean), FilterPolicy (text), FilterPolicyScope.
        /// </summary>
        public const string Subscription = "subscription";
    }

    /// <summary>SQS. Partition: ("sqs", account, region, type).</summary>
    public static class Sqs
    {
        public const string Service = "sqs";

        /// <summary>Id: queue name. Members: QueueName, QueueArn, QueueUrl path parts, <see cref="StateLayout.Policy"/>, Tags ...</summary>
        public const string Queue = "queue";

        /// <summary>
        /// The messages of one queue: type <c>message:{queue}</c>. Id: SentTimestamp in Unix milliseconds (13 digits) + '-' +
        /// MessageId, so that ids sort by age. Members: MessageId, Body, MD5OfBody, SentTimestamp, VisibleAt, ReceiveCount.
        /// </summary>
        public static string MessageType(string queue) => "message:" + queue;
    }

    /// <summary>EventBridge. Partition: ("events", account, region, type).</summary>
    public static class Events
    {
        public const string Service = "events";

        /// <summary>Id: bus name. Members: Name, Arn, <see cref="StateLayout.Policy"/>. <c>default</c> exists without a document.</summary>
        public const string Bus = "event-bus";
        public const string DefaultBus = "default";

        /// <summary>
        /// Id: <c>{bus}/{rule}</c>. Members: Name, Arn, EventBusName, EventPattern (text), State (ENABLED/DISABLED/
        /// ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS), ScheduleExpression, <see cref="Targets"/>.
        /// </summary>
        public const string Rule = "rule";

        /// <summary>Object: target id to <c>{Id, Arn, RoleArn, Input, InputPath, InputTransformer, SqsParameters}</c>.</summary>
        public const string Targets = "Targets";
    }

    /// <summary>Secrets Manager. Partition: ("secretsmanager", account, region, type).</summary>
    public static class SecretsManager
    {
        public const string Service = "secretsmanager";

        /// <summary>Id: secret name. Members: ARN, Name, <see cref="StateLayout.Policy"/>, Tags ...</summary>
        public const string Secret = "secret";
    }

    /// <summary>S3 access points. Partition: ("s3control", account, region, type).</summary>
    public static class S3Control
    {
        public const string Service = "s3control";

        /// <summary>Id: access point name. Members: Name, Bucket, AccessPointArn, Alias, <see cref="StateLayout.Policy"/>, PublicAccessBlockConfiguration ...</summary>
        public const string AccessPoint = "access-point";
    }

    /// <summary>Lambda. Partition: ("lambda", account, region, type).</summary>
    public static class Lambda
    {
        public const string Service = "lambda";

        /// <summary>Id: function name. Members: FunctionName, FunctionArn, Role, <see cref="StateLayout.Policy"/>, Tags (map) ...</summary>
        public const string Function = "function";

        /// <summary>Id: <c>{layer}:{version}</c>. Members: LayerVersionArn, Version, <see cref="StateLayout.Policy"/> ...</summary>
        public const string LayerVersion = "layer-version";
    }

    /// <summary>DynamoDB. Partition: ("dynamodb", account, region, type).</summary>
    public static class DynamoDb
    {
        public const string Service = "dynamodb";

        /// <summary>Id: table name. Members: as DescribeTable answers them, <see cref="StateLayout.Policy"/>, <see cref="StreamPolicy"/>, Tags.</summary>
        public const string Table = "table";

        /// <summary>The resource-based policy of the table's latest stream, as <see cref="StateLayout.Policy"/> is the table's.</summary>
        public const string StreamPolicy = "StreamPolicy";
    }

    /// <summary>ECR. Partition: ("ecr", account, region, type).</summary>
    public static class Ecr
    {
        public const string Service = "ecr";

        /// <summary>Id: repository name. Members: as DescribeRepositories answers them, <see cref="StateLayout.Policy"/>, Tags.</summary>
        public const string Repository = "repository";
    }

    /// <summary>EFS. Partition: ("efs", account, region, type).</summary>
    public static class Efs
    {
        public const string Service = "efs";

        /// <summary>Id: file system id. Members: as DescribeFileSystems answers them, <see cref="StateLayout.Policy"/>, Tags.</summary>
        public const string FileSystem = "file-system";
    }

    /// <summary>CloudTrail. Partition: ("cloudtrail", account, <see cref="ResourceKey.Global"/>, type).</summary>
    public static class CloudTrail
    {
        public const string Service = "cloudtrail";

        /// <summary>Id: home Region + '/' + trail name. Members: as DescribeTrails answers them, and <see cref="Windows"/>, EventSelectors, delivery times.</summary>
        public const string Trail = "trail";

        /// <summary>
        /// When the trail logged: a list of {From, Until}, the sequence numbers after the first and up to the last event. A trail
        /// that is logging ends in a window without Until.
        /// </summary>
        public const string Windows = "Windows";
    }
}
