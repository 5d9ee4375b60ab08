using Landward.Sandbox.Services.S3;

namespace Landward.Tests.Sandbox.S3;

public sealed class BucketTests
{
    private const string Other = "444455556666";
    private readonly SandboxHarness _sandbox = new(S3Service.AddTo);

    private SandboxClient Owner => _sandbox.Management;

    private void Create(string name) =>
        Owner.Call("s3", "CreateBucket", new { Bucket = name, CreateBucketConfiguration = new { LocationConstraint = "eu-west-1" } });

    [Fact]
    public void A_name_taken_by_another_account_is_refused_everywhere()
    {
        Create("shared-name");
        var refused = _sandbox.As(Other, "us-east-1").Fails("s3", "CreateBucket", new { Bucket = "shared-name" });
        (refused.Code, refused.Status).ShouldBe(("BucketAlreadyExists", 409));
    }

    [Fact]
    public void An_own_bucket_cannot_be_made_again_outside_us_east_1()
    {
        Create("mine-already");
        Owner.Fails("s3", "CreateBucket", new { Bucket = "mine-already", CreateBucketConfiguration = new { LocationConstraint = "eu-west-1" } })
            .Code.ShouldBe("BucketAlreadyOwnedByYou");
        var virginia = Owner.In("us-east-1");
        virginia.Call("s3", "CreateBucket", new { Bucket = "mine-in-virginia" });
        virginia.Call("s3", "CreateBucket", new { Bucket = "mine-in-virginia" })["Location"]!.ToString().ShouldBe("/mine-in-virginia");
    }

    [Theory]
    [InlineData("eu-west-1", null, "IllegalLocationConstraintException")]
    [InlineData("eu-west-1", "us-west-2", "IllegalLocationConstraintException")]
    [InlineData("us-east-1", "us-east-1", "InvalidLocationConstraint")]
    public void The_location_constraint_must_suit_the_endpoint(string endpoint, string? constraint, string code) =>
        Owner.In(endpoint).Fails("s3", "CreateBucket", new { Bucket = "abc-def", CreateBucketConfiguration = constraint is null ? null : new { LocationConstraint = constraint } })
            .Code.ShouldBe(code);

    [Theory]
    [InlineData("ab")]
    [InlineData("Upper-Case")]
    [InlineData("under_score")]
    [InlineData("-leading")]
    [InlineData("two..dots")]
    [InlineData("192.168.5.4")]
    [InlineData("xn--bucket")]
    [InlineData("bucket-s3alias")]
    public void A_name_against_the_rules_is_refused(string name) => Owner.Fails("s3", "CreateBucket", new { Bucket = name }).Code.ShouldBe("InvalidBucketName");

    [Fact]
    public void A_new_bucket_blocks_public_access_encrypts_and_ignores_acls()
    {
        Create("fresh-bucket");
        var input = new { Bucket = "fresh-bucket" };
        Owner.Call("s3", "GetPublicAccessBlock", input)["PublicAccessBlockConfiguration"]!.AsObject().Select(setting => setting.Value!.GetValue<bool>()).ShouldAllBe(on => on);
        Owner.Call("s3", "GetBucketEncryption", input).ToJsonString().ShouldContain("AES256");
        Owner.Call("s3", "GetBucketOwnershipControls", input).ToJsonString().ShouldContain("BucketOwnerEnforced");
        Owner.Call("s3", "GetBucketLocation", input)["LocationConstraint"]!.ToString().ShouldBe("eu-west-1");
        Owner.Call("s3", "GetBucketVersioning", input).ShouldBeEmpty();
        Owner.Fails("s3", "PutBucketAcl", new { Bucket = "fresh-bucket", ACL = "public-read" }).Code.ShouldBe("AccessControlListNotSupported");
    }

    [Theory]
    [InlineData("GetBucketPolicy", "NoSuchBucketPolicy")]
    [InlineData("GetBucketPolicyStatus", "NoSuchBucketPolicy")]
    [InlineData("GetBucketLifecycleConfiguration", "NoSuchLifecycleConfiguration")]
    [InlineData("GetBucketTagging", "NoSuchTagSet")]
    [InlineData("GetBucketReplication", "ReplicationConfigurationNotFoundError")]
    [InlineData("GetBucketWebsite", "NoSuchWebsiteConfiguration")]
    [InlineData("GetObjectLockConfiguration", "ObjectLockConfigurationNotFoundError")]
    public void What_a_bucket_lacks_answers_its_own_error(string operation, string code)
    {
        Create("bare-bucket");
        var refused = Owner.Fails("s3", operation, new { Bucket = "bare-bucket" });
        (refused.Code, refused.Status).ShouldBe((code, 404));
        Owner.Fails("s3", operation, new { Bucket = "no-such-bucket" }).Code.ShouldBe("NoSuchBucket");
    }

    [Fact]
    public void Sub_resources_are_answered_as_they_were_put()
    {
        Create("configured");
        Owner.Call("s3", "PutBucketTagging", """{"Bucket":"configured","Tagging":{"TagSet":[{"Key":"a","Value":"b"}]}}""");
        Owner.Call("s3", "GetBucketTagging", new { Bucket = "configured" }).ToJsonString().ShouldBe("""{"TagSet":[{"Key":"a","Value":"b"}]}""");
        Owner.Call("s3", "PutBucketLifecycleConfiguration", """{"Bucket":"configured","LifecycleConfiguration":{"Rules":[{"ID":"old","Status":"Enabled","Filter":{"Prefix":""},"Expiration":{"Days":365}}]}}""");
        Owner.Call("s3", "GetBucketLifecycleConfiguration", new { Bucket = "configured" })["Rules"]![0]!["Expiration"]!["Days"]!.GetValue<int>().ShouldBe(365);
        Owner.Call("s3", "DeleteBucketLifecycle", new { Bucket = "configured" });
        Owner.Fails("s3", "GetBucketLifecycleConfiguration", new { Bucket = "configured" }).Code.ShouldBe("NoSuchLifecycleConfiguration");
        Owner.Call("s3", "GetBucketNotificationConfiguration", new { Bucket = "configured" }).ShouldBeEmpty();
        Owner.Call("s3", "DeletePublicAccessBlock", new { Bucket = "configured" });
        Owner.Fails("s3", "GetPublicAccessBlock", new { Bucket = "configured" }).Code.ShouldBe("NoSuchPublicAccessBlockConfiguration");
    }

    [Fact]
    public void A_bucket_with_objects_or_versions_cannot_be_deleted()
    {
        Create("full-bucket");
        Owner.Call("s3", "PutBucketVersioning", """{"Bucket":"full-bucket","VersioningConfiguration":{"Status":"Enabled"}}""");
        Owner.Call("s3", "PutObject", new { Bucket = "full-bucket", Key = "k", Body = "" });
        Owner.Fails("s3", "DeleteBucket", new { Bucket = "full-bucket" }).Code.ShouldBe("BucketNotEmpty");
        var marker = Owner.Call("s3", "DeleteObject", new { Bucket = "full-bucket", Key = "k" });
        marker["DeleteMarker"]!.GetValue<bool>().ShouldBeTrue();
        Owner.Fails("s3", "DeleteBucket", new { Bucket = "full-bucket" }).Code.ShouldBe("BucketNotEmpty");
        var versions = Owner.Call("s3", "ListObjectVersions", new { Bucket = "full-bucket" });
        foreach (var version in versions["Versions"]!.AsArray().Concat(versions["DeleteMarkers"]!.AsArray()))
            Owner.Call("s3", "DeleteObject", new { Bucket = "full-bucket", Key = "k", VersionId = version!["VersionId"]!.ToString() });
        Owner.Call("s3", "DeleteBucket", new { Bucket = "full-bucket" });
        Owner.Fails("s3", "HeadBucket", new { Bucket = "full-bucket" }).Code.ShouldBe("NoSuchBucket");
    }

    [Fact]
    public void Another_owner_than_expected_is_refused()
    {
        Create("owned-bucket");
        Owner.Fails("s3", "HeadBucket", new { Bucket = "owned-bucket", ExpectedBucketOwner = Other }).Code.ShouldBe("AccessDenied");
    }
}
