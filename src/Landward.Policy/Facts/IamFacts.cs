using System.Collections.Immutable;
using System.Globalization;
using Landward.Policy.Facts;

namespace Landward.Policy;

/// <summary>
/// What AWS publishes about services, actions, resource types and condition keys, from the embedded facts file. Immutable and
/// safe to share; parts are read when first asked for. Facts end at <see cref="Date"/>: what is not in them may still exist.
/// Source: "Service Authorization Reference", through the data file's notice.
/// </summary>
public sealed class IamFacts
{
    private static readonly Lazy<IamFacts> Embedded = new(() => new IamFacts(FactsFile.Load()));

    private readonly FactsFile _file;
    private readonly Dictionary<string, IamService> _byPrefix;
    private readonly Dictionary<string, IamService>.AlternateLookup<ReadOnlySpan<char>> _byPrefixSpan;
    private FactsDetails? _details;
    private ConditionKeyIndex? _conditionKeys;
    private ResourceTypeIndex? _resourceTypes;
    private ActionUniverse? _universe;

    private IamFacts(FactsFile file)
    {
        _file = file;
        NamesPart = file.Names();
        var reader = new FactsReader(NamesPart);
        Version = reader.Text();
        Date = DateOnly.ParseExact(reader.Text(), "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var services = new IamService[reader.Number()];
        _byPrefix = new Dictionary<string, IamService>(services.Length, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < services.Length; i++)
        {
            var prefix = reader.Text();
            var name = reader.Text();
            var resourceControlPolicies = reader.Number() != 0;
            var actionCount = reader.Number();
            services[i] = new IamService(this, i, prefix, name, resourceControlPolicies, ActionCount, actionCount, reader.Block());
            _byPrefix.Add(prefix, services[i]);
            ActionCount += actionCount;
        }
        _byPrefixSpan = _byPrefix.GetAlternateLookup<ReadOnlySpan<char>>();
        Services = ImmutableArray.Create(services);
    }

    public static IamFacts Current => Embedded.Value;

    /// <summary>The version of the catalogue the facts come from.</summary>
    public string Version { get; }

    /// <summary>The day the catalogue was gathered. Proofs over actions hold for the actions known by then.</summary>
    public DateOnly Date { get; }

    /// <summary>Sorted by prefix.</summary>
    public ImmutableArray<IamService> Services { get; }

    public int ActionCount { get; }

    /// <summary>Every condition key, global ones included.</summary>
    public IReadOnlyList<IamConditionKey> ConditionKeys => Details.Keys;

    /// <summary>The finite set of actions that decisions over all actions range over.</summary>
    public ActionUniverse Universe => LazyInitializer.EnsureInitialized(ref _universe, () => new ActionUniverse(this));

    internal byte[] NamesPart { get; }

    internal FactsDetails Details => LazyInitializer.EnsureInitialized(ref _details, () => new FactsDetails(_file.Details(), Services.Length));

    /// <summary>The service of a prefix, whatever its case; null when the facts do not have it.</summary>
    public IamService? FindService(ReadOnlySpan<char> prefix) => _byPrefixSpan.TryGetValue(prefix, out var service) ? service : null;

    /// <summary>The action of a name such as <c>s3:GetObject</c>, whatever its case; null when the facts do not have it.</summary>
    public IamAction? FindAction(ReadOnlySpan<char> name)
    {
        var colon = name.IndexOf(':');
        return colon < 0 ? null : FindService(name[..colon])?.FindAction(name[(colon + 1)..]);
    }

    /// <param name="id">An <see cref="IamAction.Id"/> of these facts.</param>
    public IamAction Action(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, ActionCount);
        var (low, high) = (0, Services.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Services[middle].FirstActionId <= id)
                low = middle;
            else
                high = middle - 1;
        }
        // A service without actions shares its first id with the next one; the last of those has the action.
        return Services[low].ActionArray[id - Services[low].FirstActionId];
    }

    /// <summary>The actions that a value of an Action element such as <c>s3:Get*</c> names, by id.</summary>
    public IEnumerable<IamAction> Expand(string pattern)
    {
        foreach (var id in Universe.Match(pattern).Certain)
        {
            if (id >= ActionCount)
                yield break;
            yield return Action(id);
        }
    }

    /// <summary>
    /// The facts of a condition key as a policy writes it, whatever its case: <c>aws:RequestTag/Env</c> gives
    /// <c>aws:RequestTag/${TagKey}</c>. Null when the facts do not have it.
    /// </summary>
    public IamConditionKey? FindConditionKey(string name) =>
        LazyInitializer.EnsureInitialized(ref _conditionKeys, () => new ConditionKeyIndex(Details.Keys)).Find(name);

    /// <summary>The resource types of an action that exists; empty otherwise and for actions that only <c>*</c> reaches.</summary>
    public ImmutableArray<IamActionResource> ResourceTypesOf(ReadOnlySpan<char> action) => FindAction(action)?.ResourceTypes ?? [];

    /// <summary>
    /// The resource types an ARN without wildcards can be of: those whose template fits with the most literal text. More than
    /// one when services share a type (Glue and DataZone, say) or templates say the same; empty when none fits.
    /// </summary>
    public ImmutableArray<IamResourceType> MatchArn(string arn) =>
        LazyInitializer.EnsureInitialized(ref _resourceTypes, () => new ResourceTypeIndex(Services)).Match(arn);

    /// <summary>False also for services the facts do not have.</summary>
    public bool SupportsResourceControlPolicies(ReadOnlySpan<char> servicePrefix) => FindService(servicePrefix) is { SupportsResourceControlPolicies: true };
}
