namespace Landward.Policy.Facts;

/// <summary>Finds the facts of a key as a policy writes it: whole names, and names that fill a template's placeholders.</summary>
internal sealed class ConditionKeyIndex
{
    private readonly Dictionary<string, IamConditionKey> _whole = new(StringComparer.OrdinalIgnoreCase);

    // By what stands before the first placeholder, the longest first.
    private readonly (string Head, IamConditionKey Key)[] _templates;

    public ConditionKeyIndex(IEnumerable<IamConditionKey> keys)
    {
        var templates = new List<(string Head, IamConditionKey Key)>();
        foreach (var key in keys)
        {
            if (IamConditionKey.FirstPlaceholder(key.Name) is { } first)
                templates.Add((key.Name[..first.Start], key));
            else
                _whole[key.Name] = key;
        }
        _templates = [.. templates.OrderByDescending(template => template.Head.Length)];
    }

    public IamConditionKey? Find(string name)
    {
        if (_whole.TryGetValue(name, out var key))
            return key;
        foreach (var (head, template) in _templates)
        {
            if (name.StartsWith(head, StringComparison.OrdinalIgnoreCase) && Fits(template.Name, name))
                return template;
        }
        return null;
    }

    // Each placeholder takes the fewest characters, at least one; the last literal is anchored at the end.
    private static bool Fits(ReadOnlySpan<char> template, ReadOnlySpan<char> name)
    {
        while (IamConditionKey.FirstPlaceholder(template) is { } place)
        {
            var literal = template[..place.Start];
            if (!name.StartsWith(literal, StringComparison.OrdinalIgnoreCase))
                return false;
            name = name[literal.Length..];
            template = template[place.End..];
            var next = IamConditionKey.FirstPlaceholder(template);
            var following = next is { } end ? template[..end.Start] : template;
            if (next is null)
                return name.Length > following.Length && name.EndsWith(following, StringComparison.OrdinalIgnoreCase);
            var at = name.IsEmpty ? -1 : name[1..].IndexOf(following, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
                return false;
            name = name[(at + 1)..];
        }
        return name.Equals(template, StringComparison.OrdinalIgnoreCase);
    }
}
