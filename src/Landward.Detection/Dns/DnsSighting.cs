using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Landward.Model;

namespace Landward.Detection.Dns;

/// <summary>A query that a finding cites.</summary>
/// <param name="Time">Seconds since 1970.</param>
/// <param name="Name">The name asked for.</param>
/// <param name="Origin">The log it was read from.</param>
internal readonly record struct DnsSighting(long Time, string Name, string Origin) : IComparable<DnsSighting>
{
    public const string EventSource = "route53resolver.amazonaws.com";

    /// <summary>The earlier one, whatever the order in which logs are read.</summary>
    public int CompareTo(DnsSighting other)
    {
        var byTime = Time.CompareTo(other.Time);
        if (byTime != 0)
            return byTime;
        var byName = string.CompareOrdinal(Name, other.Name);
        return byName != 0 ? byName : string.CompareOrdinal(Origin, other.Origin);
    }

    /// <param name="why">What was seen, one sentence.</param>
    public EventMatch ToMatch(DnsSource source, string why, params ReadOnlySpan<(string Name, string? Value)> facts)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        Add("queryName", Name);
        Add("sourceAddress", source.Address);
        Add("instanceId", source.Instance);
        Add("vpcId", source.Vpc);
        foreach (var (name, value) in facts)
            Add(name, value);
        var id = string.Join('\n', source.Key, Time.ToString(CultureInfo.InvariantCulture), Name);
        var evidence = new Evidence(
            $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..32]}",
            DateTimeOffset.FromUnixTimeSeconds(Time),
            EventSource,
            "DNSQuery",
            null,
            Origin);
        return new EventMatch(evidence, source.Account, source.Region, null, [source.Resource], all.ToImmutable(), why);

        void Add(string name, string? value)
        {
            if (value is not null)
                all[name] = value;
        }
    }
}
