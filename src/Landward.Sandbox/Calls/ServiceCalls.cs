using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Model;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Calls;

/// <summary>Calls that AWS services make themselves: a trail file put into a bucket, an event sent to a topic.</summary>
internal sealed class ServiceCalls(SandboxParts parts, Authorizer authorizer)
{
    public SandboxParts Parts { get; } = parts;

    /// <summary>Runs an operation as a service principal, if the resource's policy lets it.</summary>
    /// <returns>Null when it was done, otherwise the error code.</returns>
    public string? Call(StateTransaction state, ServiceCall call, JsonObject input)
    {
        var facts = new CallFacts(call.Service, call.Operation, Caller.Service(call.Principal), call.Region, Parts.Clock.GetUtcNow(), call.Principal, call.Principal);
        return Parts.Permissive || authorizer.AllowsService(state, facts, call.Action, call.ResourceArn, call.Context)
            ? Run(state, facts, call.Account, input)
            : "AccessDenied";
    }

    /// <summary>
    /// Runs an operation with the permissions of the role that a trail names for its log group. CreateTrail has checked that the
    /// role exists and trusts CloudTrail.
    /// </summary>
    public string? CallAsTrailRole(StateTransaction state, string service, string operation, Arn resource, JsonObject input)
    {
        const string principal = "cloudtrail.amazonaws.com";
        return Run(state, new CallFacts(service, operation, Caller.Service(principal), resource.Region, Parts.Clock.GetUtcNow(), principal, principal), resource.Account, input);
    }

    private string? Run(StateTransaction state, CallFacts facts, string account, JsonObject input)
    {
        if (Parts.Registry.Find(facts.Service, facts.Operation) is not { } handler)
            return "NotImplementedException";
        var context = new CallContext(facts.Service, facts.Operation, facts.Caller, account, facts.Region, facts.Now, Parts.Ids.Uuid(), state, Parts.Ids)
        {
            Credentials = Parts.Credentials,
            RecordedEvents = Parts.Log,
            ServiceAccess = new ServiceAccess(authorizer, state, facts),
        };
        try
        {
            handler(context, input);
            return null;
        }
        catch (AwsErrorException error)
        {
            return error.Code;
        }
        catch (Exception error)
        {
            Parts.HandlerFailed(facts.Service, facts.Operation, error);
            return "InternalFailure";
        }
    }
}

/// <summary>One call of a service.</summary>
/// <param name="Principal"><c>cloudtrail.amazonaws.com</c>.</param>
/// <param name="Account">The account that owns the resource.</param>
/// <param name="Action">The IAM action the resource's policy must allow.</param>
internal sealed record ServiceCall(string Principal, string Service, string Operation, string Account, string Region, string Action, string ResourceArn)
{
    /// <summary>Condition keys such as aws:SourceArn.</summary>
    public ImmutableArray<(string Key, string Value)> Context { get; init; } = [];
}
