using Landward.Aws.Descriptions;

namespace Landward.Detection.Linting;

/// <summary>What is known about a path of a call's parameters or answer.</summary>
internal enum FieldKnowledge
{
    /// <summary>Nothing: no description, or a part of the record that CloudTrail shapes in its own way.</summary>
    Unknown,

    /// <summary>The description has it.</summary>
    Present,

    /// <summary>The description has nothing of the kind.</summary>
    Missing,
}

/// <summary>
/// The paths that <c>requestParameters</c> and <c>responseElements</c> of a call can have, from the shapes of the service's description.
/// CloudTrail writes members in lower camel case; EC2 wraps lists in <c>items</c> and calls some of them sets; S3 mixes parameters,
/// headers and XML, and is not judged. Source: "CloudTrail record contents", AWS CloudTrail User Guide, and records of the services.
/// </summary>
internal static class CallFields
{
    private const int MaxDepth = 20;

    /// <param name="path">The path below <c>requestParameters</c> or <c>responseElements</c>.</param>
    /// <returns>What is known, and where it is missing the names that stand in its place.</returns>
    public static (FieldKnowledge Knowledge, IReadOnlyList<string> Known) Find(ServiceDescription service, Shape root, string path)
    {
        if (service.Name is "s3" or "s3control")
            return (FieldKnowledge.Unknown, []);
        return Find(service.Protocol == WireProtocol.Ec2, root, path.Split('.'), 0, 0);
    }

    private static (FieldKnowledge Knowledge, IReadOnlyList<string> Known) Find(bool wrapped, Shape shape, string[] path, int position, int depth)
    {
        if (position == path.Length)
            return (FieldKnowledge.Present, []);
        if (depth > MaxDepth || shape.IsDocument)
            return (FieldKnowledge.Unknown, []);
        switch (shape.Type)
        {
            case ShapeType.List when shape.Element is { } element:
                var next = wrapped && path[position] is "items" or "item" or "member" ? position + 1 : position;
                return Find(wrapped, element.Shape, path, next, depth + 1);
            case ShapeType.Map when shape.Value is { } value:
                return Find(wrapped, value.Shape, path, position + 1, depth + 1);
            case ShapeType.Structure:
                return FindMember(wrapped, shape, path, position, depth);
            case ShapeType.String or ShapeType.Blob or ShapeType.Timestamp:
                // Texts that hold JSON are sometimes recorded as what they hold.
                return (FieldKnowledge.Unknown, []);
            default:
                return (FieldKnowledge.Missing, []);
        }
    }

    private static (FieldKnowledge Knowledge, IReadOnlyList<string> Known) FindMember(bool wrapped, Shape shape, string[] path, int position, int depth)
    {
        var best = FieldKnowledge.Missing;
        IReadOnlyList<string> known = [];
        var segment = path[position];
        foreach (var member in shape.Members.Where(member => Spellings(member, wrapped).Contains(segment, StringComparer.Ordinal)))
        {
            var (knowledge, names) = Find(wrapped, member.Shape, path, position + 1, depth + 1);
            if (knowledge == FieldKnowledge.Present)
                return (knowledge, []);
            if (knowledge == FieldKnowledge.Unknown)
                best = FieldKnowledge.Unknown;
            known = names;
        }
        // Generated wrappers and answers in EC2's own words.
        if (wrapped && best == FieldKnowledge.Missing && (segment.StartsWith('_') || segment is "requestId" || segment.EndsWith("Set", StringComparison.Ordinal) || shape.Members.Any(member => IsLike(member.Name, segment))))
            return (FieldKnowledge.Unknown, []);
        return (best, known.Count > 0 || best != FieldKnowledge.Missing ? known : [.. shape.Members.Select(member => Lower(member.Name)).Distinct(StringComparer.Ordinal)]);
    }

    private static IEnumerable<string> Spellings(Member member, bool wrapped)
    {
        string[] names = member.QueryName is { } query ? [member.Name, member.WireName, query] : [member.Name, member.WireName];
        foreach (var name in names)
        {
            yield return Lower(name);
            yield return name;
            if (wrapped)
                yield return $"{Lower(name)}Set";
        }
    }

    /// <summary>The same word but for case, a plural or the name of a set.</summary>
    private static bool IsLike(string member, string segment) => Stem(member).Equals(Stem(segment), StringComparison.OrdinalIgnoreCase);

    private static string Stem(string name)
    {
        foreach (var ending in (ReadOnlySpan<string>)["Set", "List", "Info"])
        {
            if (name.Length > ending.Length && name.EndsWith(ending, StringComparison.Ordinal))
                name = name[..^ending.Length];
        }
        return name.TrimEnd('s');
    }

    private static string Lower(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name[1..];
}
