using System.Collections.Immutable;

namespace Landward.Benchmarks.Corpus;

/// <summary>
/// What an organization at work calls: mostly reads by tools, some changes, some denials. Shapes of the records follow "CloudTrail
/// record contents" (AWS CloudTrail User Guide) and each service's API reference.
/// </summary>
internal static class TrailCalls
{
    private const string Key = """{"accountId":"<account>","type":"AWS::KMS::Key","ARN":"arn:aws:kms:<region>:<account>:key/<id>"}""";
    private const string S3 = """{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":0,"AuthenticationMethod":"AuthHeader","x-amz-id-2":"<base64>","bytesTransferredOut":<number>}""";

    /// <summary>Calls that no rule of the first-party pack asks about.</summary>
    public static IEnumerable<TrailCall> Unwatched => All.Where(call => call.Name is
        "GenerateDataKey" or "DescribeNetworkInterfaces" or "UpdateInstanceInformation" or "DescribeLogStreams" or "DescribeAlarms" or "DescribeTable"
        or "DescribeTargetHealth" or "BatchGetImage" or "DescribeAutoScalingGroups");

    public static ImmutableArray<TrailCall> All { get; } =
    [
        TrailCall.Of(12, "kms.amazonaws.com", "Decrypt", true, """{"encryptionAlgorithm":"SYMMETRIC_DEFAULT","encryptionContext":{"aws:s3:arn":"arn:aws:s3:::<word>-<account>/<word>/<id>"}}""", resources: Key),
        TrailCall.Of(6, "kms.amazonaws.com", "GenerateDataKey", true, """{"keyId":"arn:aws:kms:<region>:<account>:key/<id>","encryptionContext":{"PARAMETER_ARN":"arn:aws:ssm:<region>:<account>:parameter/<word>/<word>"},"keySpec":"AES_256"}""", resources: Key),
        TrailCall.Of(10, "sts.amazonaws.com", "AssumeRole", true, """{"roleArn":"arn:aws:iam::<account>:role/<word>","roleSessionName":"<word>-<number>","durationSeconds":3600}""", """{"credentials":{"accessKeyId":"ASIA<number>ABCDEFGH","sessionToken":"<base64><base64>","expiration":"Mar 10, 2026, 12:23:05 PM"},"assumedRoleUser":{"assumedRoleId":"AROA<number>:<word>","arn":"arn:aws:sts::<account>:assumed-role/<word>/<word>-<number>"}}""", """{"accountId":"<account>","type":"AWS::IAM::Role","ARN":"arn:aws:iam::<account>:role/<word>"}"""),
        TrailCall.Of(8, "sts.amazonaws.com", "GetCallerIdentity", true, "null"),
        TrailCall.Of(12, "ec2.amazonaws.com", "DescribeInstances", true, """{"instancesSet":{"items":[{"instanceId":"i-<hex>"},{"instanceId":"i-<hex>"}]},"filterSet":{"items":[{"name":"instance-state-name","valueSet":{"items":[{"value":"running"}]}}]}}"""),
        TrailCall.Of(9, "ec2.amazonaws.com", "DescribeRouteTables", true, """{"routeTableIdSet":{},"filterSet":{"items":[{"name":"association.main","valueSet":{"items":[{"value":"true"}]}},{"name":"vpc-id","valueSet":{"items":[{"value":"vpc-<hex>"}]}}]}}"""),
        TrailCall.Of(7, "ec2.amazonaws.com", "DescribeSecurityGroups", true, """{"securityGroupSet":{},"securityGroupIdSet":{"items":[{"groupId":"sg-<hex>"}]},"filterSet":{}}"""),
        TrailCall.Of(6, "ec2.amazonaws.com", "DescribeNetworkInterfaces", true, """{"networkInterfaceIdSet":{"items":[{"networkInterfaceId":"eni-<hex>"}]},"filterSet":{}}"""),
        TrailCall.Of(5, "ec2.amazonaws.com", "DescribeVpcAttribute", true, """{"vpcId":"vpc-<hex>","attribute":"enableDnsSupport"}"""),
        TrailCall.Of(4, "ec2.amazonaws.com", "DescribeImages", true, """{"executableBySet":{},"imagesSet":{"items":[{"imageId":"ami-<hex>"}]},"ownersSet":{},"filterSet":{}}"""),
        TrailCall.Of(2, "ec2.amazonaws.com", "CreateNetworkInterface", false, """{"subnetId":"subnet-<hex>","description":"AWS Lambda VPC ENI-<word>","groupSet":{"items":[{"groupId":"sg-<hex>"}]},"privateIpAddressesSet":{}}""", """{"requestId":"<id>","networkInterface":{"networkInterfaceId":"eni-<hex>","subnetId":"subnet-<hex>","vpcId":"vpc-<hex>","availabilityZone":"<region>a","description":"AWS Lambda VPC ENI-<word>","ownerId":"<account>","requesterManaged":false,"status":"pending","macAddress":"0e:12:34:56:78:9a","privateIpAddress":"10.0.3.<number>","sourceDestCheck":true,"groupSet":{"items":[{"groupId":"sg-<hex>","groupName":"<word>"}]},"tagSet":{}}}"""),
        TrailCall.Of(1, "ec2.amazonaws.com", "CreateTags", false, """{"resourcesSet":{"items":[{"resourceId":"i-<hex>"}]},"tagSet":{"items":[{"key":"Name","value":"<word>"},{"key":"CostCenter","value":"<number>"}]}}""", """{"requestId":"<id>","_return":true}"""),
        TrailCall.Of(8, "iam.amazonaws.com", "GetRole", true, """{"roleName":"<word>"}"""),
        TrailCall.Of(6, "iam.amazonaws.com", "ListAttachedRolePolicies", true, """{"roleName":"<word>"}"""),
        TrailCall.Of(3, "iam.amazonaws.com", "GetUser", true, "null", error: "AccessDenied"),
        TrailCall.Of(10, "ssm.amazonaws.com", "GetParameter", true, """{"name":"/<word>/<word>/<word>","withDecryption":true}""", resources: """{"accountId":"<account>","ARN":"arn:aws:ssm:<region>:<account>:parameter/<word>/<word>"}"""),
        TrailCall.Of(5, "ssm.amazonaws.com", "DescribeParameters", true, """{"parameterFilters":[{"key":"Name","option":"Equals","values":["/<word>/<word>"]}],"shared":false}"""),
        TrailCall.Of(8, "ssm.amazonaws.com", "UpdateInstanceInformation", false, """{"instanceId":"i-<hex>","agentVersion":"3.3.<number>","agentStatus":"Active","platformType":"Linux","platformName":"Amazon Linux","platformVersion":"2023","iPAddress":"10.0.1.<number>","computerName":"ip-10-0-1-<number>.<region>.compute.internal","agentName":"amazon-ssm-agent"}"""),
        TrailCall.Of(6, "s3.amazonaws.com", "GetBucketAcl", true, """{"bucketName":"<word>-<account>","Host":"<word>-<account>.s3.<region>.amazonaws.com","acl":""}""", additional: S3, resources: """{"accountId":"<account>","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::<word>-<account>"}"""),
        TrailCall.Of(5, "s3.amazonaws.com", "ListBuckets", true, """{"Host":"s3.<region>.amazonaws.com"}""", additional: S3),
        TrailCall.Of(3, "s3.amazonaws.com", "GetBucketPolicy", true, """{"bucketName":"<word>-<account>","Host":"s3.<region>.amazonaws.com","policy":""}""", error: "NoSuchBucketPolicy", additional: S3),
        TrailCall.Of(6, "logs.amazonaws.com", "DescribeLogStreams", true, """{"logGroupName":"/aws/lambda/<word>-<number>","orderBy":"LastEventTime","descending":true,"limit":50}"""),
        TrailCall.Of(4, "logs.amazonaws.com", "CreateLogStream", false, """{"logGroupName":"/aws/lambda/<word>","logStreamName":"2026/03/10/[$LATEST]<hex><hex>"}"""),
        TrailCall.Of(6, "monitoring.amazonaws.com", "DescribeAlarms", true, """{"alarmNames":["<word>-cpu-\"high\"-<number>"],"maxRecords":100}"""),
        TrailCall.Of(5, "dynamodb.amazonaws.com", "DescribeTable", true, """{"tableName":"<word>-<number>"}""", resources: """{"accountId":"<account>","type":"AWS::DynamoDB::Table","ARN":"arn:aws:dynamodb:<region>:<account>:table/<word>"}"""),
        TrailCall.Of(5, "elasticloadbalancing.amazonaws.com", "DescribeTargetHealth", true, """{"targetGroupArn":"arn:aws:elasticloadbalancing:<region>:<account>:targetgroup/<word>/<hex>"}"""),
        TrailCall.Of(4, "lambda.amazonaws.com", "GetFunction20150331v2", true, """{"functionName":"arn:aws:lambda:<region>:<account>:function:<word>-<number>"}"""),
        TrailCall.Of(4, "ecr.amazonaws.com", "BatchGetImage", true, """{"registryId":"<account>","repositoryName":"<word>/<word>","imageIds":[{"imageTag":"build-<number>"}],"acceptedMediaTypes":["application/vnd.docker.distribution.manifest.v2+json","application/vnd.oci.image.index.v1+json"]}""", resources: """{"accountId":"<account>","ARN":"arn:aws:ecr:<region>:<account>:repository/<word>/<word>"}"""),
        TrailCall.Of(3, "autoscaling.amazonaws.com", "DescribeAutoScalingGroups", true, """{"maxRecords":100,"autoScalingGroupNames":["<word>-asg-<number>"]}"""),
        TrailCall.Of(3, "secretsmanager.amazonaws.com", "GetSecretValue", true, """{"secretId":"arn:aws:secretsmanager:<region>:<account>:secret:<word>/<word>-AbCdEf"}"""),
        TrailCall.Of(3, "rds.amazonaws.com", "DescribeDBInstances", true, """{"dBInstanceIdentifier":"<word>-db-<number>","filters":[{"name":"engine","values":["aurora-postgresql"]}]}"""),
        TrailCall.Of(2, "cloudformation.amazonaws.com", "DescribeStackEvents", true, """{"stackName":"arn:aws:cloudformation:<region>:<account>:stack/<word>-stack/<id>"}"""),
    ];
}
