using System.Collections.Immutable;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Authorization;

/// <summary>Asks, while a call is handled, what resource-based policies let AWS services do.</summary>
internal sealed class ServiceAccess(Authorizer authorizer, StateTransaction state, CallFacts call)
{
    /// <param name="principal">The service, <c>cloudtrail.amazonaws.com</c>.</param>
    /// <param name="action">The IAM action, <c>s3:PutObject</c>.</param>
    /// <param name="resourceArn">What it would be done to.</param>
    /// <param name="context">Condition keys of that request, such as aws:SourceArn.</param>
    public bool Allows(string principal, string action, string resourceArn, params ImmutableArray<(string Key, string Value)> context) =>
        authorizer.AllowsService(state, call with { Caller = Caller.Service(principal) }, action, resourceArn, context);
}
