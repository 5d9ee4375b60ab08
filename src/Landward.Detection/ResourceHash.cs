using System.Runtime.InteropServices;
using Landward.Detection.Correlations;
using Landward.Logs;

namespace Landward.Detection;

/// <summary>Tells whether events name the same resources, without making texts of them.</summary>
internal sealed class ResourceHash
{
    private readonly Dictionary<int, EventFieldHash[]> _fields = [];
    private readonly List<ulong> _hashes = [];

    /// <summary>The hash of what the event holds where a rule's resources stand; zero when it names none.</summary>
    /// <param name="position">The rule's position among those of the run.</param>
    public ulong Read(int position, RuleExtension extension, CloudTrailEvent @event, CloudTrailSigmaEvent view)
    {
        if (!_fields.TryGetValue(position, out var fields))
            _fields.Add(position, fields = [.. extension.Resources.Select(resource => new EventFieldHash(resource.IdPath))]);
        var resources = 0UL;
        for (var i = 0; i < fields.Length; i++)
        {
            _hashes.Clear();
            fields[i].Read(@event, view, _hashes);
            if (_hashes.Count > 0)
                resources = KeyedHash.Of(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_hashes)), resources + (ulong)i + 1) | 1;
        }
        return resources;
    }
}
