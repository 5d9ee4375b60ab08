using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Sandbox.Authentication;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services;
using Landward.Sandbox.State;

namespace Landward.Tests.Sandbox;

/// <summary>
/// Runs handlers against a state of their own, one transaction a call: committed when the handler answers, dropped when it
/// throws. No wire, no authentication, no authorization: those have their own tests.
/// </summary>
internal sealed class SandboxHarness
{
    public const string ManagementAccount = "111122223333";

    private readonly ServiceRegistry _registry = new();
    private readonly CredentialFactory _credentials = new(new SandboxSecrets(new byte[SandboxSecrets.MasterKeyBytes]));
    private int _requests;

    public SandboxHarness(params ReadOnlySpan<Action<ServiceRegistry>> services)
    {
        foreach (var register in services)
            register(_registry);
    }

    public SandboxState State { get; } = new();

    /// <summary>Random parts of ids from a fixed seed: a failing test fails again.</summary>
    public SandboxIds Ids { get; } = new(new Random(20260102));

    public DateTimeOffset Now { get; set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>Events put on event buses by committed calls, oldest first.</summary>
    public List<BusEvent> Events { get; } = [];

    /// <summary>The administrator user of the management account, in the home Region.</summary>
    public SandboxClient Management => As(ManagementAccount);

    /// <summary>A client acting as the IAM user <c>tester</c> of the account.</summary>
    public SandboxClient As(string account, string region = "eu-west-1") =>
        new(this, region, new Caller("IAMUser", account, $"arn:aws:iam::{account}:user/tester", "AIDATESTERTESTERTESTE") { UserName = "tester" });

    /// <summary>Called with service, operation, input and output of every call that succeeded.</summary>
    public Action<string, string, JsonObject, JsonObject> Answered { get; set; } = static (_, _, _, _) => { };

    public void Advance(TimeSpan time) => Now += time;

    internal JsonObject Call(Caller caller, string region, string service, string operation, JsonObject input)
    {
        var handler = _registry.Find(service, operation)
            ?? throw new InvalidOperationException($"{service}:{operation} is not registered in this test.");
        var transaction = State.Begin();
        var call = Context(transaction, caller, region, service, operation);
        var output = handler(call, input);
        transaction.Commit();
        Events.AddRange(call.Events);
        Answered(service, operation, input, output);
        return output;
    }

    /// <summary>Changes the state outside of any operation, as the start of a sandbox does.</summary>
    public void Change(Action<CallContext> change)
    {
        var transaction = State.Begin();
        change(Context(transaction, Caller.Service("sandbox"), "us-east-1", "sandbox", "Change"));
        transaction.Commit();
    }

    private CallContext Context(StateTransaction transaction, Caller caller, string region, string service, string operation) =>
        new(service, operation, caller, caller.Account, region, Now, $"request-{++_requests}", transaction, Ids)
        {
            Credentials = _credentials,
        };
}

/// <summary>One caller in one Region.</summary>
internal sealed record SandboxClient(SandboxHarness Harness, string Region, Caller Caller)
{
    public JsonObject Call(string service, string operation, object? input = null) =>
        Harness.Call(Caller, Region, service, operation, ToJson(input));

    /// <summary>The error the call answers; fails the test when it succeeds.</summary>
    public AwsErrorException Fails(string service, string operation, object? input = null) =>
        Should.Throw<AwsErrorException>(() => Call(service, operation, input), $"{service}:{operation}");

    public SandboxClient In(string region) => this with { Region = region };

    private static JsonObject ToJson(object? input) =>
        input switch
        {
            null => [],
            JsonObject members => (JsonObject)members.DeepClone(),
            string text => JsonNode.Parse(text)!.AsObject(),
            _ => JsonSerializer.SerializeToNode(input)!.AsObject(),
        };
}
