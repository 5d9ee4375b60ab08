using Landward.Sandbox.Authorization;
using Landward.Sandbox.State;

namespace Landward.Tests.Sandbox.Sts;

public sealed class StsTests
{
    private const string RoleArn = "arn:aws:iam::111122223333:role/team/web";
    private readonly IdentitySandbox _sandbox = new();

    public StsTests() =>
        _sandbox.Management.Call("iam", "CreateRole", new
        {
            RoleName = "web",
            Path = "/team/",
            MaxSessionDuration = 7200,
            AssumeRolePolicyDocument = """{"Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}}""",
        });

    [Fact]
    public void A_role_session_drops_the_path_and_is_stored_with_the_roles_arn()
    {
        var output = _sandbox.Management.Call("sts", "AssumeRole", new { RoleArn, RoleSessionName = "me", SourceIdentity = "alice" });
        IdentitySandbox.Text(output["AssumedRoleUser"]!, "Arn").ShouldBe("arn:aws:sts::111122223333:assumed-role/web/me");
        IdentitySandbox.Text(output["AssumedRoleUser"]!, "AssumedRoleId").ShouldMatch("^AROA[A-Z2-7]{17}:me$");
        var key = IdentitySandbox.Text(output["Credentials"]!, "AccessKeyId");
        key.ShouldStartWith("ASIA");
        IdentitySandbox.Text(output["Credentials"]!, "Expiration").ShouldBe("2026-01-02T04:04:05Z");
        var session = _sandbox.Harness.State.Begin().Find(new ResourceKey("sts", StateLayout.AnyAccount, ResourceKey.Global, StateLayout.Sts.Session, key))!;
        (session["RoleArn"]!.GetValue<string>(), session["SourceIdentity"]!.GetValue<string>()).ShouldBe((RoleArn, "alice"));
        _sandbox.Management.Call("sts", "GetAccessKeyInfo", new { AccessKeyId = key })["Account"]!.GetValue<string>().ShouldBe("111122223333");
        _sandbox.Management.Call("iam", "GetRole", new { RoleName = "web" })["Role"]!["RoleLastUsed"]!["Region"]!.GetValue<string>().ShouldBe("eu-west-1");
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/none")]
    [InlineData("arn:aws:iam::111122223333:role/web")]
    [InlineData("arn:aws:iam::999999999999:role/web")]
    public void A_role_that_is_not_there_is_denied(string roleArn)
    {
        var error = _sandbox.Management.Fails("sts", "AssumeRole", new { RoleArn = roleArn, RoleSessionName = "me" });
        (error.Code, error.Status).ShouldBe(("AccessDenied", 403));
        error.Message.ShouldBe($"User: arn:aws:iam::111122223333:user/tester is not authorized to perform: sts:AssumeRole on resource: {roleArn}");
    }

    [Theory]
    [InlineData("""{"RoleArn":"arn:aws:iam::111122223333:role/team/web","RoleSessionName":"me","DurationSeconds":7201}""", "ValidationError")]
    [InlineData("""{"RoleArn":"arn:aws:iam::111122223333:role/team/web","RoleSessionName":"me","DurationSeconds":899}""", "ValidationError")]
    [InlineData("""{"RoleArn":"arn:aws:iam::111122223333:role/team/web","RoleSessionName":"a b"}""", "ValidationError")]
    [InlineData("""{"RoleArn":"role/team/web","RoleSessionName":"me"}""", "ValidationError")]
    [InlineData("""{"RoleArn":"arn:aws:iam::111122223333:role/team/web","RoleSessionName":"me","Policy":"{}"}""", "MalformedPolicyDocument")]
    [InlineData("""{"RoleArn":"arn:aws:iam::111122223333:role/team/web","RoleSessionName":"me","TokenCode":"123456"}""", "AccessDenied")]
    [InlineData("""{"RoleArn":"arn:aws:iam::111122223333:role/team/web","RoleSessionName":"me","PolicyArns":[{"arn":"arn:aws:iam::aws:policy/None"}]}""", "NoSuchEntity")]
    public void What_is_asked_is_checked(string input, string code) => _sandbox.Management.Fails("sts", "AssumeRole", input).Code.ShouldBe(code);

    [Fact]
    public void Chained_roles_last_one_hour()
    {
        var session = _sandbox.Management with
        {
            Caller = _sandbox.Management.Caller with { Type = "AssumedRole", UserName = null, Arn = "arn:aws:sts::111122223333:assumed-role/x/y" },
        };
        session.Fails("sts", "AssumeRole", new { RoleArn, RoleSessionName = "me", DurationSeconds = 7200 }).Code.ShouldBe("ValidationError");
        session.Call("sts", "AssumeRole", new { RoleArn, RoleSessionName = "me" })["Credentials"].ShouldNotBeNull();
        session.Fails("sts", "GetSessionToken").Message.ShouldBe("Cannot call GetSessionToken with session credentials");
    }

    [Fact]
    public void A_user_gets_a_session_and_a_federated_user()
    {
        IdentitySandbox.Text(_sandbox.Management.Call("sts", "GetSessionToken")["Credentials"]!, "Expiration").ShouldBe("2026-01-02T15:04:05Z");
        var federated = _sandbox.Management.Call("sts", "GetFederationToken", new { Name = "bob", DurationSeconds = 900 });
        IdentitySandbox.Text(federated["FederatedUser"]!, "Arn").ShouldBe("arn:aws:sts::111122223333:federated-user/bob");
        IdentitySandbox.Text(federated["FederatedUser"]!, "FederatedUserId").ShouldBe("111122223333:bob");
    }

    [Fact]
    public void The_callers_identity_is_what_it_signed_as()
    {
        var identity = _sandbox.Management.Call("sts", "GetCallerIdentity");
        (IdentitySandbox.Text(identity, "Account"), IdentitySandbox.Text(identity, "Arn")).ShouldBe(("111122223333", "arn:aws:iam::111122223333:user/tester"));
    }
}
