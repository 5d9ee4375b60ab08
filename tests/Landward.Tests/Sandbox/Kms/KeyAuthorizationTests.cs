using System.Text.Json.Nodes;

namespace Landward.Tests.Sandbox.Kms;

public sealed class KeyAuthorizationTests
{
    [Theory]
    [InlineData("alias/absent")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public async Task A_key_that_is_not_there_is_not_found_rather_than_denied(string key)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        (await RunningSandbox.FailsAsync(sandbox.Admin, "kms", "DescribeKey", new JsonObject { ["KeyId"] = key })).Code.ShouldBe("NotFoundException");
    }

    [Fact]
    public async Task A_key_policy_that_leaves_the_account_out_refuses_its_administrator()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var key = (await sandbox.CallAsync("kms", "CreateKey"))["KeyMetadata"]!["KeyId"]!.ToString();
        await sandbox.CallAsync("kms", "PutKeyPolicy", new JsonObject
        {
            ["KeyId"] = key,
            ["BypassPolicyLockoutSafetyCheck"] = true,
            ["Policy"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"kms:*","Resource":"*"}]}""",
        });
        (await RunningSandbox.FailsAsync(sandbox.Admin, "kms", "DescribeKey", new JsonObject { ["KeyId"] = key })).Code.ShouldBe("AccessDeniedException");
    }
}
