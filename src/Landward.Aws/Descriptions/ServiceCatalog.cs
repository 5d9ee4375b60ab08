using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Reflection;

namespace Landward.Aws.Descriptions;

/// <summary>The services Landward knows. Descriptions are embedded and read when first asked for. Thread-safe.</summary>
public sealed class ServiceCatalog
{
    private const string Prefix = "Landward.Aws.Descriptions.";
    private const string Suffix = ".json.gz";

    private readonly ConcurrentDictionary<string, Lazy<ServiceDescription>> _services = new(StringComparer.Ordinal);
    private readonly FrozenSet<string> _names;

    private ServiceCatalog(IEnumerable<string> names)
    {
        Names = [.. names.Order(StringComparer.Ordinal)];
        _names = Names.ToFrozenSet(StringComparer.Ordinal);
    }

    public static ServiceCatalog Default { get; } = new(
        Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length]));

    /// <summary>Names of all services, in ordinal order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The description, or null when the service is not known.</summary>
    public ServiceDescription? Find(string service) =>
        _names.Contains(service) ? _services.GetOrAdd(service, name => new Lazy<ServiceDescription>(() => Load(name))).Value : null;

    /// <summary>The description.</summary>
    /// <exception cref="ArgumentException">The service is not known.</exception>
    public ServiceDescription Get(string service) =>
        Find(service) ?? throw new ArgumentException(
            $"No description of the AWS service `{service}`.{Model.Suggestion.DidYouMean(service, Names)}", nameof(service));

    private static ServiceDescription Load(string name)
    {
        using var packed = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name + Suffix)!;
        using var text = new GZipStream(packed, CompressionMode.Decompress);
        using var buffer = new MemoryStream();
        text.CopyTo(buffer);
        return DescriptionReader.Read(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
    }
}
