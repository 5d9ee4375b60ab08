using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Landward.Rules.Json;

namespace Landward.Rules.Sigma;

/// <summary>A question about a value of an event; a struct, so that asking allocates nothing.</summary>
internal interface IValueTest
{
    bool Holds(JsonTapeElement value);
}

/// <summary>A dotted path into an event. An array on the way stands for each of its elements. Names are case-sensitive.</summary>
/// <param name="number">The number of the field the path names, or -1.</param>
/// <param name="part">The number of the member the path starts with, or -1.</param>
internal sealed class FieldPath(string text, int number = -1, int part = -1)
{
    private readonly string[] _names = text.Split('.');
    private readonly byte[][] _segments = [.. text.Split('.').Select(Encoding.UTF8.GetBytes)];

    /// <summary>The name on the path that is the least likely to stand anywhere else; empty where it may be written with short escapes.</summary>
    private readonly byte[] _longest = Longest(text, text.Split('.'));

    /// <summary>The same, of the names below the first.</summary>
    private readonly byte[] _longestInPart = Longest(text, text.Split('.')[1..]);

    public string Text => text;

    /// <summary>The number under which the event may answer without being parsed, or -1.</summary>
    public int Number => number;

    /// <summary>As <see cref="SigmaEnvironment.IsRepeated"/>.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>The names below a numbered member of the document, where the path starts with it.</summary>
    public ImmutableHashSet<string> Members(string member) => part >= 0 && _names[0] == member ? [.. _names.AsSpan(1)] : [];

    /// <summary>Does some value at the path satisfy the test?</summary>
    public bool Any<T>(SigmaEvent @event, T test)
        where T : struct, IValueTest
    {
        if (part >= 0 && !@event.PartMayHaveMember(part, _longestInPart))
            return false;
        if (part >= 0 && @event.TryGetPart(part, out var member))
            return member.Kind != JsonValueKind.Undefined && Any(member, 1, ref test);
        return @event.MayHaveMember(_longest) && Any(@event.Root, 0, ref test);
    }

    private static byte[] Longest(string path, string[] names) =>
        path.AsSpan().IndexOfAny("/\\\"") >= 0 || path.Any(char.IsControl) ? [] : Encoding.UTF8.GetBytes(names.MaxBy(name => name.Length) ?? string.Empty);

    private bool Any<T>(JsonTapeElement element, int depth, ref T test)
        where T : struct, IValueTest
    {
        if (depth == _segments.Length)
            return test.Holds(element);
        switch (element.Kind)
        {
            case JsonValueKind.Object:
                return element.TryGetMember(_segments[depth], out var member) && Any(member, depth + 1, ref test);
            case JsonValueKind.Array:
                foreach (var item in element.Items())
                {
                    if (Any(item, depth, ref test))
                        return true;
                }
                return false;
            default:
                return false;
        }
    }
}
