using System.Text;
using System.Text.Json;
using Landward.Logs;
using Landward.Rules.Json;

namespace Landward.Detection;

/// <summary>Takes the texts at a path of an event.</summary>
internal interface IEventTexts
{
    /// <returns>False when no more are wanted.</returns>
    bool Take(ReadOnlySpan<byte> text);
}

/// <summary>A path of events, as <see cref="EventPaths"/> reads it, prepared once: the texts at it are read without a document being made.</summary>
internal sealed class EventPath
{
    /// <summary>Texts up to this length, without control characters, stand in findings as they are.</summary>
    private const int MaxPlainLength = 512;

    private static readonly System.Buffers.SearchValues<byte> Cleaned =
        System.Buffers.SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (byte)code), 0x7F, 0xC2]);

    private readonly byte[][] _segments;
    private readonly CloudTrailField? _part;
    private readonly bool _isSecret;

    public EventPath(string path)
    {
        _segments = [.. path.Split('.').Select(Encoding.UTF8.GetBytes)];
        _part = CloudTrailSigmaEvent.Parts.TryGetValue(path.Split('.')[0], out var part) ? part : null;
        _isSecret = EventPaths.IsSecret(path);
    }

    /// <summary>Hands out every text, in the order of the event, as it is shown: shortened, without control characters, masked where it is a secret.</summary>
    public void Read<T>(CloudTrailSigmaEvent @event, ref T texts)
        where T : struct, IEventTexts
    {
        if (_part is { } part && @event.TryGetPart((int)part, out var member))
            Walk(member, 1, ref texts);
        else
            Walk(@event.Root, 0, ref texts);
    }

    private bool Walk<T>(JsonTapeElement element, int depth, ref T texts)
        where T : struct, IEventTexts
    {
        if (depth == _segments.Length)
            return TakeAll(element, ref texts);
        if (element.Kind == JsonValueKind.Object)
            return !element.TryGetMember(_segments[depth], out var member) || Walk(member, depth + 1, ref texts);
        foreach (var item in element.Items())
        {
            if (!Walk(item, depth, ref texts))
                return false;
        }
        return true;
    }

    private bool TakeAll<T>(JsonTapeElement element, ref T texts)
        where T : struct, IEventTexts
    {
        if (element.Kind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
            return Take(element.Text, ref texts);
        foreach (var item in element.Items())
        {
            if (!TakeAll(item, ref texts))
                return false;
        }
        foreach (var member in element.Members())
        {
            if (!TakeAll(member.Value, ref texts))
                return false;
        }
        return true;
    }

    private bool Take<T>(ReadOnlySpan<byte> text, ref T texts)
        where T : struct, IEventTexts
    {
        if (text.IsEmpty)
            return true;
        if (_isSecret)
            return texts.Take(Encoding.UTF8.GetBytes(EventPaths.Mask));
        return texts.Take(text.Length > MaxPlainLength || text.ContainsAny(Cleaned) ? Encoding.UTF8.GetBytes(EventPaths.Clean(Encoding.UTF8.GetString(text))) : text);
    }
}
