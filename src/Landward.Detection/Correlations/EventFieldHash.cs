using System.Text;
using System.Text.Json;
using Landward.Logs;
using Landward.Rules.Json;

namespace Landward.Detection.Correlations;

/// <summary>
/// A field that correlations group by or count, read as hashes of its values: equal where <see cref="EventActor.Values"/> gives equal
/// texts, and read without making any.
/// </summary>
internal sealed class EventFieldHash
{
    private const int MaxValues = 1000;

    /// <summary>Texts up to this length, without control characters, stand in findings as they are.</summary>
    private const int MaxPlainLength = 512;

    private static readonly System.Buffers.SearchValues<byte> Cleaned =
        System.Buffers.SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (byte)code), 0x7F, 0xC2]);

    private readonly string _path;
    private readonly byte[][] _segments;
    private readonly CloudTrailField? _field;
    private readonly CloudTrailField? _part;
    private readonly bool _isSecret;

    /// <param name="path">A path, or <c>account</c> or <c>principal</c>.</param>
    public EventFieldHash(string path)
        : this(path, isGroup: true)
    {
    }

    private EventFieldHash(string path, bool isGroup)
    {
        _path = isGroup ? path : string.Empty;
        _segments = [.. path.Split('.').Select(Encoding.UTF8.GetBytes)];
        _field = CloudTrailSigmaEvent.Fields.TryGetValue(path, out var field) ? field : null;
        _part = CloudTrailSigmaEvent.Parts.TryGetValue(path.Split('.')[0], out var part) ? part : null;
        _isSecret = EventPaths.IsSecret(path);
    }

    /// <summary>What a rule reads at the paths of its resources and facts.</summary>
    public static EventFieldHash[] OfDetails(RuleExtension extension) =>
        [.. extension.Resources.Select(resource => resource.IdPath).Concat(extension.Facts.Values).Select(path => new EventFieldHash(path, isGroup: false))];

    /// <summary>Equal for events in which everything at the paths is the same; the hashes are used as room.</summary>
    public static ulong OfAll(EventFieldHash[] paths, CloudTrailEvent @event, CloudTrailSigmaEvent view, List<ulong> hashes)
    {
        var all = (ulong)paths.Length;
        foreach (var path in paths)
        {
            hashes.Clear();
            if (path._field is { } field && @event.Span(field).IsEmpty && !@event.IsAbsent(field))
                hashes.Add(KeyedHash.Of(@event.Json.Span));
            path.Read(@event, view, hashes, isDistinct: false);
            all = KeyedHash.Combine(all, (ulong)hashes.Count + 1);
            foreach (var hash in hashes)
                all = KeyedHash.Combine(all, hash);
        }
        return all;
    }

    /// <summary>Adds the hashes of the different values, in the order of the event.</summary>
    public void Read(CloudTrailEvent @event, CloudTrailSigmaEvent view, List<ulong> hashes) => Read(@event, view, hashes, isDistinct: true);

    private void Read(CloudTrailEvent @event, CloudTrailSigmaEvent view, List<ulong> hashes, bool isDistinct)
    {
        switch (_path)
        {
            case "account":
                Add(EventActor.AccountText(@event), hashes, isDistinct);
                return;
            case "principal":
                if (EventActor.TryHashPrincipal(@event, 0, out var principal))
                    hashes.Add(principal);
                return;
            default:
                break;
        }
        if (_field is { } field)
            Add(@event.Span(field), hashes, isDistinct);
        else if (_part is { } part && view.TryGetPart((int)part, out var member))
            Walk(member, 1, hashes, isDistinct);
        else
            Walk(view.Root, 0, hashes, isDistinct);
    }

    private void Walk(JsonTapeElement element, int depth, List<ulong> hashes, bool isDistinct)
    {
        if (depth == _segments.Length)
        {
            AddScalars(element, hashes, isDistinct);
        }
        else if (element.Kind == JsonValueKind.Object)
        {
            if (element.TryGetMember(_segments[depth], out var member))
                Walk(member, depth + 1, hashes, isDistinct);
        }
        else
        {
            foreach (var item in element.Items())
                Walk(item, depth, hashes, isDistinct);
        }
    }

    private void AddScalars(JsonTapeElement element, List<ulong> hashes, bool isDistinct)
    {
        if (element.Kind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
        {
            AddShown(element.Text, hashes, isDistinct);
            return;
        }
        foreach (var item in element.Items())
            AddScalars(item, hashes, isDistinct);
        foreach (var member in element.Members())
            AddScalars(member.Value, hashes, isDistinct);
    }

    /// <summary>As the text is shown: shortened, without control characters, masked where it is a secret.</summary>
    private void AddShown(ReadOnlySpan<byte> text, List<ulong> hashes, bool isDistinct)
    {
        if (text.IsEmpty)
            return;
        if (_isSecret)
            Add(Encoding.UTF8.GetBytes(EventPaths.Mask), hashes, isDistinct);
        else if (text.Length > MaxPlainLength || text.ContainsAny(Cleaned))
            Add(Encoding.UTF8.GetBytes(EventPaths.Clean(Encoding.UTF8.GetString(text))), hashes, isDistinct);
        else
            Add(text, hashes, isDistinct);
    }

    private static void Add(ReadOnlySpan<byte> text, List<ulong> hashes, bool isDistinct)
    {
        if (text.IsEmpty || hashes.Count >= MaxValues)
            return;
        var hash = KeyedHash.Of(text);
        if (!isDistinct || !hashes.Contains(hash))
            hashes.Add(hash);
    }
}
