using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;

namespace Landward.Aws.Descriptions;

/// <summary>What tells services apart on the wire, known without reading their descriptions.</summary>
internal sealed class ServiceIndex
{
    private readonly FrozenDictionary<string, string> _byTarget;
    private readonly ImmutableArray<Entry> _entries;

    private ServiceIndex(ImmutableArray<Entry> entries)
    {
        _entries = entries;
        _byTarget = entries.Where(entry => entry.TargetPrefix is not null)
            .ToFrozenDictionary(entry => entry.TargetPrefix!, entry => entry.Service, StringComparer.Ordinal);
    }

    public static ServiceIndex Default { get; } = Load();

    /// <summary>The service with this prefix in <c>X-Amz-Target</c>, or null.</summary>
    public string? ByTarget(string prefix) => _byTarget.GetValueOrDefault(prefix);

    /// <summary>The services signed under this name; a description's own name is understood too.</summary>
    public IEnumerable<Entry> BySigningName(string name) =>
        _entries.Where(entry => entry.SigningName == name).Concat(_entries.Where(entry => entry.Service == name && entry.SigningName != name));

    /// <summary>The services of the query and ec2 protocols with this API version.</summary>
    public IEnumerable<Entry> ByVersion(string version) => _entries.Where(entry => entry.SpeaksForm && entry.ApiVersion == version);

    private static ServiceIndex Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Landward.Aws.Descriptions.index.json")!;
        using var document = JsonDocument.Parse(stream);
        return new ServiceIndex([.. document.RootElement.EnumerateArray().Select(item => new Entry(
            item.GetProperty("service").GetString()!,
            item.GetProperty("signingName").GetString()!,
            DescriptionReader.Text(item, "targetPrefix"),
            item.GetProperty("apiVersion").GetString()!,
            DescriptionReader.Texts(item, "protocols")))]);
    }

    internal sealed record Entry(string Service, string SigningName, string? TargetPrefix, string ApiVersion, ImmutableArray<string> Protocols)
    {
        public bool SpeaksForm => Protocols.Contains("query") || Protocols.Contains("ec2");

        public bool SpeaksRest => Protocols.Contains("rest-json") || Protocols.Contains("rest-xml");
    }
}
