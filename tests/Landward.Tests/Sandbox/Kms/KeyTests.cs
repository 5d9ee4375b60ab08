using System.Text;
using Landward.Sandbox.Services.Kms;

namespace Landward.Tests.Sandbox.Kms;

public sealed class KeyTests
{
    private readonly SandboxHarness _sandbox = new(KmsService.AddTo);

    private SandboxClient Client => _sandbox.Management;

    private string Create() => Client.Call("kms", "CreateKey", new { Description = "logs" })["KeyMetadata"]!["KeyId"]!.ToString();

    private string State(string key) => Client.Call("kms", "DescribeKey", new { KeyId = key })["KeyMetadata"]!["KeyState"]!.ToString();

    [Fact]
    public void What_is_encrypted_comes_back_with_the_same_context_only()
    {
        var key = Create();
        Client.Call("kms", "CreateAlias", new { AliasName = "alias/logs", TargetKeyId = key });
        var plaintext = Convert.ToBase64String(Encoding.UTF8.GetBytes("secret"));
        var blob = Client.Call("kms", "Encrypt", new { KeyId = "alias/logs", Plaintext = plaintext, EncryptionContext = new { purpose = "test" } })["CiphertextBlob"]!.ToString();
        Client.Call("kms", "Decrypt", new { CiphertextBlob = blob, EncryptionContext = new { purpose = "test" } })["Plaintext"]!.ToString().ShouldBe(plaintext);
        Client.Fails("kms", "Decrypt", new { CiphertextBlob = blob }).Code.ShouldBe("InvalidCiphertextException");
        Client.Fails("kms", "Decrypt", new { CiphertextBlob = blob, KeyId = Create(), EncryptionContext = new { purpose = "test" } }).Code.ShouldBe("IncorrectKeyException");
        Client.Fails("kms", "Decrypt", new { CiphertextBlob = "AAAA" }).Code.ShouldBe("InvalidCiphertextException");
    }

    [Fact]
    public void A_data_key_decrypts_to_its_plaintext()
    {
        var output = Client.Call("kms", "GenerateDataKey", new { KeyId = Create(), KeySpec = "AES_256" });
        Convert.FromBase64String(output["Plaintext"]!.ToString()).Length.ShouldBe(32);
        Client.Call("kms", "Decrypt", new { CiphertextBlob = output["CiphertextBlob"]!.ToString() })["Plaintext"]!.ToString().ShouldBe(output["Plaintext"]!.ToString());
    }

    [Fact]
    public void A_key_waits_for_deletion_comes_back_disabled_or_goes()
    {
        var key = Create();
        Client.Fails("kms", "ScheduleKeyDeletion", new { KeyId = key, PendingWindowInDays = 3 }).Code.ShouldBe("ValidationException");
        Client.Call("kms", "ScheduleKeyDeletion", new { KeyId = key, PendingWindowInDays = 7 });
        State(key).ShouldBe("PendingDeletion");
        Client.Fails("kms", "Encrypt", new { KeyId = key, Plaintext = "AAAA" }).Code.ShouldBe("KMSInvalidStateException");
        Client.Call("kms", "CancelKeyDeletion", new { KeyId = key });
        State(key).ShouldBe("Disabled");
        Client.Fails("kms", "Encrypt", new { KeyId = key, Plaintext = "AAAA" }).Code.ShouldBe("DisabledException");
        Client.Call("kms", "EnableKey", new { KeyId = key });
        Client.Call("kms", "ScheduleKeyDeletion", new { KeyId = key, PendingWindowInDays = 7 });
        _sandbox.Advance(TimeSpan.FromDays(8));
        Client.Fails("kms", "DescribeKey", new { KeyId = key }).Code.ShouldBe("NotFoundException");
        Client.Call("kms", "ListKeys")["Keys"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public void Rotation_is_off_until_it_is_turned_on()
    {
        var key = Create();
        Client.Call("kms", "GetKeyRotationStatus", new { KeyId = key })["KeyRotationEnabled"]!.GetValue<bool>().ShouldBeFalse();
        Client.Call("kms", "EnableKeyRotation", new { KeyId = key, RotationPeriodInDays = 90 });
        var status = Client.Call("kms", "GetKeyRotationStatus", new { KeyId = key });
        (status["KeyRotationEnabled"]!.GetValue<bool>(), status["RotationPeriodInDays"]!.GetValue<long>()).ShouldBe((true, 90));
        Client.Fails("kms", "EnableKeyRotation", new { KeyId = key, RotationPeriodInDays = 10 }).Code.ShouldBe("ValidationException");
    }

    [Fact]
    public void A_policy_that_locks_everybody_out_is_refused()
    {
        var key = Create();
        const string Foreign = """{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"kms:*","Resource":"*"}]}""";
        Client.Fails("kms", "PutKeyPolicy", new { KeyId = key, Policy = Foreign }).Code.ShouldBe("MalformedPolicyDocumentException");
        Client.Call("kms", "PutKeyPolicy", new { KeyId = key, Policy = Foreign, BypassPolicyLockoutSafetyCheck = true });
        Client.Call("kms", "GetKeyPolicy", new { KeyId = key })["Policy"]!.ToString().ShouldBe(Foreign);
        Client.Fails("kms", "GetKeyPolicy", new { KeyId = key, PolicyName = "other" }).Code.ShouldBe("NotFoundException");
    }

    [Fact]
    public void Aliases_are_unique_and_move()
    {
        var (first, second) = (Create(), Create());
        Client.Call("kms", "CreateAlias", new { AliasName = "alias/a", TargetKeyId = first });
        Client.Fails("kms", "CreateAlias", new { AliasName = "alias/a", TargetKeyId = second }).Code.ShouldBe("AlreadyExistsException");
        Client.Fails("kms", "CreateAlias", new { AliasName = "alias/aws/s3", TargetKeyId = second }).Code.ShouldBe("NotAuthorizedException");
        Client.Call("kms", "UpdateAlias", new { AliasName = "alias/a", TargetKeyId = second });
        Client.Call("kms", "DescribeKey", new { KeyId = "alias/a" })["KeyMetadata"]!["KeyId"]!.ToString().ShouldBe(second);
        Client.Call("kms", "ListAliases", new { KeyId = first })["Aliases"]!.AsArray().ShouldBeEmpty();
        Client.Fails("kms", "DeleteAlias", new { AliasName = "alias/b" }).Code.ShouldBe("NotFoundException");
    }

    [Fact]
    public void Keys_are_regional_and_tags_merge()
    {
        var key = Create();
        Client.In("us-east-1").Fails("kms", "DescribeKey", new { KeyId = key }).Code.ShouldBe("NotFoundException");
        Client.Call("kms", "TagResource", """{"KeyId":"KEY","Tags":[{"TagKey":"a","TagValue":"1"},{"TagKey":"b","TagValue":"2"}]}""".Replace("KEY", key, StringComparison.Ordinal));
        Client.Call("kms", "UntagResource", new { KeyId = key, TagKeys = new[] { "a" } });
        Client.Call("kms", "ListResourceTags", new { KeyId = key })["Tags"]!.ToJsonString().ShouldBe("""[{"TagKey":"b","TagValue":"2"}]""");
    }
}
