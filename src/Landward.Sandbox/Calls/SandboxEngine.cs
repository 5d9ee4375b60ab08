using System.Collections.Immutable;
using Landward.Aws.Routing;
using Landward.Aws.Signing;
using Landward.Aws.Wire;
using Landward.Sandbox.Authentication;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Clock;
using Landward.Sandbox.Delivery;
using Landward.Sandbox.Services;
using Landward.Sandbox.State;
using Landward.Sandbox.Trails;
using Landward.Storage;

namespace Landward.Sandbox.Calls;

/// <summary>
/// Answers AWS API requests against the state.
/// </summary>
/// <remarks>
/// One request: (1) claim: which service and operation; (2) authenticate: signature, key, session; (3) authorize through the
/// policy engine; (4) handle inside a transaction; (5) encode in the service's protocol; (6) write the CloudTrail event; (7)
/// deliver events to buses; (8) commit state and event together. Steps (1), the signature of (2) and decoding run outside the
/// gate, the rest one call at a time. A call that changed something is answered once its commit is stored.
/// </remarks>
internal sealed class SandboxEngine
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);
    private static readonly ServiceError InternalFailure =
        new("InternalFailure", "The request processing has failed because of an unknown error, exception or failure.", 500);

    private readonly Lock _gate = new();
    private readonly SandboxParts _parts;
    private readonly Authorizer _authorizer;
    private readonly EventWriter _eventWriter;
    private readonly EventDelivery _delivery;
    private readonly TrailDelivery _trailDelivery;
    private readonly AlarmWatch _alarms;
    private bool _mustReread;

    internal SandboxEngine(SandboxParts parts)
    {
        _parts = parts;
        _authorizer = new Authorizer(AuthorizationTable.Default);
        _eventWriter = new EventWriter(parts.Ids);
        var serviceCalls = new ServiceCalls(parts, _authorizer);
        _delivery = new EventDelivery(serviceCalls);
        _trailDelivery = new TrailDelivery(serviceCalls);
        _alarms = new AlarmWatch(serviceCalls, new AlarmActions(serviceCalls, _delivery));
    }

    public SandboxClock Clock => _parts.Clock;

    /// <summary>Answers one request. Never throws for what a caller can send.</summary>
    /// <param name="sourceAddress">The IP address the request comes from.</param>
    public async Task<WireResponse> HandleAsync(WireRequest request, string sourceAddress, CancellationToken cancellationToken)
    {
        RoutedCall? routed;
        var scope = CredentialScope.Find(request);
        try
        {
            routed = RequestRouter.Route(request, scope?.Service);
        }
        catch (WireFormatException error)
        {
            return UnclaimedRequest.Answer(error.Code, error.Message, 400);
        }
        if (routed is null)
            return UnclaimedRequest.Answer("UnknownOperationException", "The request belongs to no service the sandbox knows.", 404, UnclaimedRequest.SpeaksXml(request, scope?.Service));

        var signature = SigV4.Verify(request, FindSecret, _parts.WallClock.GetUtcNow(), ClockSkew);
        var prepared = new PreparedCall(request, routed, scope, signature) { SourceAddress = sourceAddress }.WithInput();
        WireResponse response;
        Task stored;
        lock (_gate)
            (response, stored) = Run(prepared);
        try
        {
            await stored.WaitAsync(cancellationToken);
        }
        catch (StorageException)
        {
            // Not stored is not done: neither the caller nor those who call next may believe otherwise.
            Volatile.Write(ref _mustReread, true);
            return ServerCodec.EncodeError(routed, InternalFailure, response.Headers["x-amzn-RequestId"] ?? string.Empty);
        }
        return response;
    }

    /// <summary>Runs something on the state under the gate, inside one transaction that is committed and stored.</summary>
    internal async Task ChangeAsync(Action<StateTransaction> change)
    {
        Task stored;
        lock (_gate)
        {
            var state = _parts.State.Begin();
            change(state);
            stored = Commit(state, []);
        }
        await stored;
    }

    /// <summary>Changes the clock, keeps the change, and delivers what it makes due.</summary>
    public async Task ChangeClockAsync(Action<SandboxClock> change)
    {
        change(_parts.Clock);
        await Hosting.OpenedSandbox.StoreClockAsync(_parts);
        await DeliverAsync();
    }

    /// <summary>Forgets everything, the clock's changes too, and fills an empty state.</summary>
    internal async Task RestartAsync(Action<StateTransaction> fill)
    {
        Task cleared;
        Task stored;
        lock (_gate)
        {
            // Queued before what fills the state, so that it is done before.
            cleared = _parts.Store?.ClearAsync() ?? Task.CompletedTask;
            _parts.Clock.Restore(TimeSpan.Zero, null);
            _parts.State = new SandboxState();
            _parts.Log.Clear();
            _parts.Coverage.Clear();
            var state = _parts.State.Begin();
            fill(state);
            stored = Commit(state, []);
        }
        await cleared;
        await stored;
    }

    /// <summary>Commits and stores a transaction before there is an engine.</summary>
    internal static Task StoreAsync(SandboxParts parts, StateTransaction state) => Commit(parts, state, []);

    /// <summary>Reads something under the gate.</summary>
    internal T Read<T>(Func<SandboxParts, T> read)
    {
        lock (_gate)
            return read(_parts);
    }

    /// <summary>
    /// Delivers the trail files that are due (a clock that has passed a five-minute boundary makes them so), and then evaluates alarms, for
    /// which ten seconds are enough.
    /// </summary>
    public Task DeliverAsync()
    {
        var now = _parts.Clock.GetUtcNow();
        var trails = _trailDelivery.IsDue(now) || _trailDelivery.IsPressing;
        var alarms = _alarms.IsDue(now);
        if (!trails && !alarms)
            return Task.CompletedTask;
        return ChangeAsync(state =>
        {
            if (trails)
                _trailDelivery.Deliver(state);
            if (alarms)
                _alarms.Evaluate(state);
        });
    }

    private AccessKeySecret? FindSecret(string accessKeyId) =>
        // Secrets are derived, so every id has one; whether the key exists is looked up under the gate.
        new(_parts.Secrets.SecretAccessKey(accessKeyId), accessKeyId.StartsWith("ASIA", StringComparison.Ordinal) ? _parts.Secrets.SessionToken(accessKeyId) : null);

    private (WireResponse Response, Task Stored) Run(PreparedCall prepared)
    {
        var requestId = _parts.Ids.Uuid();
        var (service, operation) = (prepared.Routed.Service, prepared.Routed.Operation);
        if (operation is null || _parts.Registry.Find(service.Name, operation.Name) is not { } handler)
        {
            _parts.Coverage.Missing(service.Name, prepared.Routed.OperationName);
            var missing = new ServiceError("NotImplementedException", $"The sandbox does not implement {service.Name}:{prepared.Routed.OperationName}.", 501);
            return (ServerCodec.EncodeError(prepared.Routed, missing, requestId), Task.CompletedTask);
        }
        if (Volatile.Read(ref _mustReread))
            Reread();
        var state = _parts.State.Begin();
        var now = _parts.Clock.GetUtcNow();
        var (caller, refusal) = Authenticate(state, prepared, now);
        if (caller is null)
        {
            _parts.Coverage.Refused(refusal!.Code);
            return (ServerCodec.EncodeError(prepared.Routed, refusal, requestId), Task.CompletedTask);
        }
        _parts.Coverage.Served(service.Name, operation.Name);
        var facts = new CallFacts(service.Name, operation.Name, caller, prepared.Region, now, prepared.SourceAddress, prepared.UserAgent);
        var call = new CallContext(service.Name, operation.Name, caller, caller.Account, prepared.Region, now, requestId, state, _parts.Ids)
        {
            Credentials = _parts.Credentials,
            RecordedEvents = _parts.Log,
            IsPermissive = _parts.Permissive,
            ServiceAccess = new ServiceAccess(_authorizer, state, facts),
        };
        var result = Answer(prepared, facts, call, handler);
        return Finish(prepared, facts, call, result);
    }

    /// <summary>Goes back to what is stored, after something could not be.</summary>
    private void Reread()
    {
        try
        {
            _parts.State = _parts.Store!.Reread();
            Volatile.Write(ref _mustReread, false);
        }
        catch (StorageException)
        {
            // Tried again with the next call; until then changes fail as this one did.
        }
    }

    private (Caller? Caller, ServiceError? Refusal) Authenticate(StateTransaction state, PreparedCall prepared, DateTimeOffset now)
    {
        var protocol = prepared.Routed.Protocol;
        if (prepared.Signature is SignatureResult.Anonymous)
        {
            if (prepared.Request.RawQuery.Contains("AWSAccessKeyId=", StringComparison.Ordinal))
                return (null, AuthenticationErrors.OldSignature);
            return prepared.Routed.Operation!.IsUnsigned || prepared.Routed.Service.Name == "s3"
                ? (new Caller("Anonymous", string.Empty, "anonymous", "anonymous"), null)
                : (null, AuthenticationErrors.Missing(protocol));
        }
        if (prepared.Scope is not { } scope)
            return (null, AuthenticationErrors.Of(prepared.Signature, protocol) ?? AuthenticationErrors.Missing(protocol));
        var (caller, problem) = CallerLookup.Find(state, scope.AccessKeyId, now);
        if (_parts.Permissive)
            return (caller ?? CallerLookup.Root(SandboxParts.PermissiveAccount, scope.AccessKeyId), null);
        return problem switch
        {
            CredentialProblem.Unknown => (null, AuthenticationErrors.UnknownKey(protocol)),
            // An expired token is only told to who can sign with it.
            CredentialProblem.Expired => (null, AuthenticationErrors.Of(prepared.Signature, protocol) ?? AuthenticationErrors.Expired(protocol)),
            _ => AuthenticationErrors.Of(prepared.Signature, protocol) is { } refusal ? (null, refusal) : (caller, null),
        };
    }

    private CallResult Answer(PreparedCall prepared, CallFacts facts, CallContext call, OperationHandler handler)
    {
        AuthorizationAnswer? authorization = null;
        try
        {
            if (!_parts.Permissive)
            {
                if (AuthenticationErrors.UnfitSession(facts, prepared.Routed.Protocol) is { } unfit)
                    return CallResult.Failed(unfit, null);
                authorization = _authorizer.Authorize(call.State, facts, prepared.Input);
                if (!authorization.Outcome.IsAllowed)
                {
                    // Who does not say who he is learns nothing about why.
                    var message = facts.Caller.Account.Length == 0 ? "Access Denied" : authorization.Message!;
                    var denial = DenialErrors.Of(prepared.Routed.Service, prepared.Routed.Protocol, message);
                    return CallResult.Failed(denial, authorization);
                }
            }
            if (prepared.Malformed is { } malformed)
                return CallResult.Failed(new ServiceError(malformed.Code, malformed.Message, 400), authorization);
            if (InputValidation.FirstViolation(prepared.Routed, prepared.Input) is { } violation)
                return CallResult.Failed(violation, authorization);
            var output = handler(call, prepared.Input);
            return new CallResult(output, ServerCodec.EncodeOutput(prepared.Routed, output, call.RequestId), null, authorization);
        }
        catch (AwsErrorException error)
        {
            return CallResult.Failed(new ServiceError(error.Code, error.Message, error.Status) { Members = error.Members }, authorization);
        }
        catch (Exception error)
        {
            // A bug in a handler costs its caller this call and nobody anything else.
            _parts.HandlerFailed(call.Service, call.Operation, error);
            return CallResult.Failed(InternalFailure, authorization);
        }
    }

    private (WireResponse Response, Task Stored) Finish(PreparedCall prepared, CallFacts facts, CallContext call, CallResult result)
    {
        var state = result.Error is null ? call.State : _parts.State.Begin();
        var response = result.Response ?? ServerCodec.EncodeError(prepared.Routed, result.Error!, call.RequestId);
        var changed = result.Error is null && state.HasChanges;
        var finished = new FinishedCall(prepared.Routed.Service, prepared.Routed.Operation!, facts.Caller, facts.Region, facts.Now, call.RequestId)
        {
            Input = prepared.Input,
            Output = result.Output,
            ErrorCode = result.Error?.Code,
            ErrorMessage = result.Error?.Message,
            Status = response.Status,
            SourceAddress = facts.SourceAddress,
            UserAgent = facts.UserAgent,
            Host = prepared.Host,
            Resources = result.Authorization?.Resources ?? [],
            Outcome = result.Authorization?.Outcome,
        };
        var recorded = Record(finished);
        AccessKeyUse.Note(state, facts);
        _delivery.Deliver(state, facts.Now, recorded, result.Error is null ? call.Events : []);
        if (call is { Service: "cloudwatch", Operation: "SetAlarmState" } && changed)
            _alarms.RunPending(state);
        var stored = Commit(state, recorded);
        return (response, changed ? stored : Task.CompletedTask);
    }

    /// <summary>The caller's event and, for a role assumed across accounts, the role account's view of it.</summary>
    private ImmutableArray<RecordedEvent> Record(FinishedCall call)
    {
        var sequence = _parts.Log.LastSequence + 1;
        ImmutableArray<RecordedEvent> recorded;
        if (call.Caller.Account.Length == 0)
            recorded = AnonymousEvents(call, sequence);
        else if (call.ErrorCode is null && RoleAccount(call) is { } roleAccount && roleAccount != call.Caller.Account)
        {
            var shared = _parts.Ids.Uuid();
            recorded = [_eventWriter.Write(call, sequence, shared), _eventWriter.WriteForAccount(call, sequence + 1, roleAccount, shared)];
        }
        else
            recorded = [_eventWriter.Write(call, sequence)];
        foreach (var item in recorded)
            _parts.Log.Add(item);
        return recorded;
    }

    /// <summary>An anonymous call is seen by the account whose resource it addresses, if there is one.</summary>
    private ImmutableArray<RecordedEvent> AnonymousEvents(FinishedCall call, long sequence)
    {
        var owner = call.Input["Bucket"]?.ToString() is { } bucket
            ? (string?)_parts.State.Find(new ResourceKey(StateLayout.S3.Service, StateLayout.AnyAccount, ResourceKey.Global, StateLayout.S3.Bucket, bucket))?[StateLayout.Account]
            : null;
        return owner is null ? [] : [_eventWriter.WriteForAccount(call, sequence, owner, null)];
    }

    private static string? RoleAccount(FinishedCall call) =>
        call.Operation.Name == "AssumeRole" && Model.Arn.TryParse(call.Input["RoleArn"]?.ToString(), out var role) ? role.Account : null;

    private Task Commit(StateTransaction state, ImmutableArray<RecordedEvent> recorded) => Commit(_parts, state, recorded);

    private static Task Commit(SandboxParts parts, StateTransaction state, ImmutableArray<RecordedEvent> recorded)
    {
        var (documents, blobs) = state.Commit();
        if (parts.Store is not { } store || (documents.Count == 0 && blobs.Count == 0 && recorded.IsEmpty))
            return Task.CompletedTask;
        var texts = documents.Select(change => (change.Key, change.Document?.ToJsonString())).ToImmutableArray();
        return store.AppendAsync(new CommittedCall(texts, blobs, recorded));
    }
}
