using Landward.Logs;

namespace Landward.Detection.Correlations;

/// <summary>
/// A field that correlations group by or count, read as hashes of its values: equal where <see cref="EventActor.Values"/> gives equal
/// texts, and read without making any.
/// </summary>
internal sealed class EventFieldHash(string path)
{
    private const int MaxValues = 1000;

    private readonly CloudTrailField? _field = CloudTrailSigmaEvent.Fields.TryGetValue(path, out var field) ? field : null;
    private readonly EventPath _path = new(path);

    /// <summary>Adds the hashes of the different values, in the order of the event.</summary>
    public void Read(CloudTrailEvent @event, CloudTrailSigmaEvent view, List<ulong> hashes)
    {
        var values = new DifferentValues(hashes);
        if (path == "account")
        {
            values.Take(EventActor.AccountText(@event));
        }
        else if (path == "principal")
        {
            if (EventActor.TryHashPrincipal(@event, 0, out var principal))
                hashes.Add(principal);
        }
        else if (_field is { } field)
        {
            values.Take(@event.Span(field));
        }
        else
        {
            _path.Read(view, ref values);
        }
    }

    private readonly struct DifferentValues(List<ulong> hashes) : IEventTexts
    {
        public bool Take(ReadOnlySpan<byte> text)
        {
            var hash = KeyedHash.Of(text);
            if (!text.IsEmpty && !hashes.Contains(hash))
                hashes.Add(hash);
            return hashes.Count < MaxValues;
        }
    }
}
