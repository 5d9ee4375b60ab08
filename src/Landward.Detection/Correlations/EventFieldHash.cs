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

    public EventFieldHash(string path)
    {
        _path = path;
        _segments = [.. path.Split('.').Select(Encoding.UTF8.GetBytes)];
        _field = CloudTrailSigmaEvent.Fields.TryGetValue(path, out var field) ? field : null;
        _part = CloudTrailSigmaEvent.Parts.TryGetValue(path.Split('.')[0], out var part) ? part : null;
        _isSecret = EventPaths.IsSecret(path);
    }

    /// <summary>Adds the hashes of the different values, in the order of the event.</summary>
    public void Read(CloudTrailEvent @event, CloudTrailSigmaEvent view, List<ulong> hashes)
    {
        switch (_path)
        {
            case "account":
                Add(EventActor.AccountText(@event), hashes);
                return;
            case "principal":
                if (EventActor.TryHashPrincipal(@event, 0, out var principal))
                    hashes.Add(principal);
                return;
            default:
                break;
        }
        if (_field is { } field)
            Add(@event.Span(field), hashes);
        else if (_part is { } part && view.TryGetPart((int)part, out var member))
            Walk(member, 1, hashes);
        else
            Walk(view.Root, 0, hashes);
    }

    private void Walk(JsonTapeElement element, int depth, List<ulong> hashes)
    {
        if (depth == _segments.Length)
        {
            AddScalars(element, hashes);
        }
        else if (element.Kind == JsonValueKind.Object)
        {
            if (element.TryGetMember(_segments[depth], out var member))
                Walk(member, depth + 1, hashes);
        }
        else
        {
            foreach (var item in element.Items())
                Walk(item, depth, hashes);
        }
    }

    private void AddScalars(JsonTapeElement element, List<ulong> hashes)
    {
        if (element.Kind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
        {
            AddShown(element.Text, hashes);
            return;
        }
        foreach (var item in element.Items())
            AddScalars(item, hashes);
        foreach (var member in element.Members())
            AddScalars(member.Value, hashes);
    }

    /// <summary>As the text is shown: shortened, without control characters, masked where it is a secret.</summary>
    private void AddShown(ReadOnlySpan<byte> text, List<ulong> hashes)
    {
        if (text.IsEmpty)
            return;
        if (_isSecret)
            Add(Encoding.UTF8.GetBytes(EventPaths.Mask), hashes);
        else if (text.Length > MaxPlainLength || text.ContainsAny(Cleaned))
            Add(Encoding.UTF8.GetBytes(EventPaths.Clean(Encoding.UTF8.GetString(text))), hashes);
        else
            Add(text, hashes);
    }

    private static void Add(ReadOnlySpan<byte> text, List<ulong> hashes)
    {
        var hash = KeyedHash.Of(text);
        if (!text.IsEmpty && hashes.Count < MaxValues && !hashes.Contains(hash))
            hashes.Add(hash);
    }
}
