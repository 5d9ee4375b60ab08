using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Sandbox.Authentication;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Clock;
using Landward.Sandbox.Services.Organizations;
using Landward.Sandbox.State;
using Landward.Storage;

namespace Landward.Sandbox.Hosting;

/// <summary>A sandbox without its server: state, engine and store, opened from its files or made afresh.</summary>
internal sealed record OpenedSandbox(SandboxEngine Engine, SandboxParts Parts, SandboxOptions Options, string ManagementAccount, AwsCredentials Administrator) : IAsyncDisposable
{
    private const string ClockSetting = "clock";

    public SandboxOwnership? Ownership { get; init; }

    public static async Task<OpenedSandbox> OpenAsync(SandboxFiles files, SandboxOptions options)
    {
        var secrets = options.Memory ? new SandboxSecrets(RandomNumberGenerator.GetBytes(SandboxSecrets.MasterKeyBytes)) : files.ReadOrCreateMasterKey();
        SandboxStore? store = null;
        try
        {
            store = options.Memory ? null : SandboxStore.Open(files.Database);
            var parts = Assemble(secrets, options, store);
            var (account, accessKeyId) = IsEmpty(parts) || files.ReadCredentials() is not { } known
                ? await PlantAsync(parts, files, options)
                : known;
            var administrator = new AwsCredentials(accessKeyId, secrets.SecretAccessKey(accessKeyId));
            var engine = new SandboxEngine(parts);
            return new OpenedSandbox(engine, parts, options, account, administrator);
        }
        catch (StorageException error)
        {
            await DisposeAsync(store);
            throw new SandboxException(error.ToDiagnostic(), error);
        }
        catch (InvalidDataException error)
        {
            await DisposeAsync(store);
            throw SandboxException.Damaged(files.Database, error.Message, error);
        }
        catch
        {
            await DisposeAsync(store);
            throw;
        }
    }

    /// <summary>Back to a fresh sandbox; the administrator's access key stays the same.</summary>
    public Task ResetAsync() => Engine.RestartAsync(state => Bootstrap(Parts, state, Options, Administrator.AccessKeyId));

    public async ValueTask DisposeAsync()
    {
        await DisposeAsync(Parts.Store);
        Ownership?.Dispose();
    }

    private static ValueTask DisposeAsync(SandboxStore? store) => store?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static SandboxParts Assemble(SandboxSecrets secrets, SandboxOptions options, SandboxStore? store)
    {
        var clock = new SandboxClock(options.TimeProvider);
        var state = new SandboxState();
        var log = new Trails.EventLog(SandboxStore.EventsInMemory);
        store?.Load(state, log);
        RestoreClock(clock, store?.ReadSetting(ClockSetting));
        // A repeatable run that is continued goes on with other numbers than those it has used already.
        var seed = options.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
        var ids = new SandboxIds(new Random(unchecked(seed ^ (int)(log.LastSequence * 0x9E3779B1))));
        return new SandboxParts(secrets, clock, options.TimeProvider, ids, SandboxServices.Create(), store)
        {
            State = state,
            Log = log,
            Permissive = options.Permissive,
            HandlerFailed = options.HandlerFailed,
        };
    }

    private static bool IsEmpty(SandboxParts parts) =>
        !parts.State.Partitions.Any(partition => partition.Service == StateLayout.Organizations.Service);

    private static async Task<(string Account, string AccessKeyId)> PlantAsync(SandboxParts parts, SandboxFiles files, SandboxOptions options)
    {
        if (!IsEmpty(parts))
            throw SandboxException.Damaged(files.Directory, "its credentials.json is missing.");
        var state = parts.State.Begin();
        var key = Bootstrap(parts, state, options, null);
        if (!options.Memory)
            files.WriteCredentials(options.ManagementAccount, new AwsCredentials(key, parts.Secrets.SecretAccessKey(key)));
        await SandboxEngine.StoreAsync(parts, state);
        return (options.ManagementAccount, key);
    }

    /// <summary>Fills an empty state and returns the administrator's access key id.</summary>
    private static string Bootstrap(SandboxParts parts, StateTransaction state, SandboxOptions options, string? accessKeyId)
    {
        var call = new CallContext(
            "sandbox", "Start", Caller.Service("sandbox"), options.ManagementAccount, options.HomeRegion, parts.Clock.GetUtcNow(), parts.Ids.Uuid(), state, parts.Ids)
        {
            Credentials = parts.Credentials,
        };
        var start = new SandboxStart(options.HomeRegion) { ManagementAccountId = options.ManagementAccount, AccountQuota = options.AccountQuota };
        var key = SandboxBootstrap.Fill(call, start).AccessKeyId;
        if (options.Permissive && options.ManagementAccount != SandboxParts.PermissiveAccount)
            AccountCreation.SignUp(call, SandboxParts.PermissiveAccount, "permissive", "permissive@example.com");
        if (accessKeyId is null)
            return key;
        // Whoever holds the administrator's key keeps it through a reset.
        var document = (JsonObject)state.Find(CredentialFactory.AccessKey(key))!.DeepClone();
        document["AccessKeyId"] = accessKeyId;
        state.Remove(CredentialFactory.AccessKey(key));
        state.Put(CredentialFactory.AccessKey(accessKeyId), document);
        var users = call.TableOf(StateLayout.Iam.Service, options.ManagementAccount, ResourceKey.Global, StateLayout.Iam.User);
        users.Update(SandboxBootstrap.AdministratorName, user => user[StateLayout.Iam.AccessKeyIds] = new JsonArray(accessKeyId));
        return accessKeyId;
    }

    private static void RestoreClock(SandboxClock clock, string? setting)
    {
        if (setting?.Split(' ') is not [var offset, var frozen] || !long.TryParse(offset, CultureInfo.InvariantCulture, out var ticks))
            return;
        clock.Restore(TimeSpan.FromTicks(ticks), long.TryParse(frozen, CultureInfo.InvariantCulture, out var at) ? new DateTimeOffset(at, TimeSpan.Zero) : null);
    }

    internal static Task StoreClockAsync(SandboxParts parts)
    {
        var frozen = parts.Clock.IsFrozen ? parts.Clock.GetUtcNow().UtcTicks.ToString(CultureInfo.InvariantCulture) : "-";
        return parts.Store?.WriteSettingAsync(ClockSetting, string.Create(CultureInfo.InvariantCulture, $"{parts.Clock.Offset.Ticks} {frozen}")) ?? Task.CompletedTask;
    }
}
