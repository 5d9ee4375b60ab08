namespace Landward.Policy.Proofs;

/// <summary>One thing that requests differ in: the caller, the action, the resource, one condition key.</summary>
internal abstract class Dimension(int index, string name)
{
    public int Index { get; } = index;

    /// <summary>For people: <c>action</c>, <c>resource</c>, <c>principal</c>, or the condition key.</summary>
    public string Name { get; } = name;

    /// <summary>Finds a value that every atom of the first list is true of and no atom of the second.</summary>
    public abstract Existence Find(IReadOnlyList<Atom> wanted, IReadOnlyList<Atom> unwanted, out object? value);

    /// <summary>Whether the atom is true of a value that <see cref="Find"/> gave.</summary>
    public abstract bool Holds(Atom atom, object value);
}

/// <summary>Actions, in lower case.</summary>
internal sealed class ActionDimension(int index) : Dimension(index, "action")
{
    /// <summary>Every action is <c>service:name</c>.</summary>
    public static readonly TextPattern Every = new(Symbols.SegmentStar, ':', Symbols.SegmentStar);

    public override Existence Find(IReadOnlyList<Atom> wanted, IReadOnlyList<Atom> unwanted, out object? value)
    {
        TextPattern[][] groups = wanted.Count == 0 ? [[Every]] : [.. wanted.Select(atom => ((TextAtom)atom).Outside)];
        var found = TextSearch.Find(groups, [.. unwanted.SelectMany(atom => ((TextAtom)atom).Inside)], out var text);
        value = text;
        return found;
    }

    public override bool Holds(Atom atom, object value) => Array.Exists(((TextAtom)atom).Outside, pattern => pattern.Matches((string)value));
}

/// <summary>Resources: ARNs, and <c>*</c> for actions without resource type, which only the pattern <c>*</c> reaches.</summary>
internal sealed class ResourceDimension(int index) : Dimension(index, "resource")
{
    private const string Wildcard = "*";

    public static readonly TextPattern EveryArn = TextPattern.Literal("arn")
        .Then(':', Symbols.SegmentStar, ':', Symbols.SegmentStar, ':', Symbols.SegmentStar, ':', Symbols.SegmentStar, ':', Symbols.Star);

    public override Existence Find(IReadOnlyList<Atom> wanted, IReadOnlyList<Atom> unwanted, out object? value)
    {
        value = null;
        if (unwanted.Any(atom => ((TextAtom)atom).IsEverything))
            return Existence.No;
        TextPattern[][] groups = [.. wanted.Cast<TextAtom>().Where(atom => !atom.IsEverything).Select(atom => atom.Outside)];
        var found = TextSearch.Find(groups.Length == 0 ? [[EveryArn]] : groups, [.. unwanted.SelectMany(atom => ((TextAtom)atom).Inside)], out var text);
        value = text;
        if (found == Existence.Yes || groups.Length > 0)
            return found;
        value = Wildcard;
        return Existence.Yes;
    }

    public override bool Holds(Atom atom, object value)
    {
        var set = (TextAtom)atom;
        return set.IsEverything || Array.Exists(set.Outside, pattern => pattern.Matches((string)value));
    }
}

/// <summary>A condition key.</summary>
internal sealed class KeyDimension(int index, string key) : Dimension(index, key)
{
    public KeyShape Shape { get; set; } = KeyShape.Single;

    public override Existence Find(IReadOnlyList<Atom> wanted, IReadOnlyList<Atom> unwanted, out object? value)
    {
        var tests = wanted.Select(atom => (((KeyAtom)atom).Test, true)).Concat(unwanted.Select(atom => (((KeyAtom)atom).Test, false)));
        var found = KeySearch.Find([.. tests], Shape, out var text);
        value = text;
        return found;
    }

    public override bool Holds(Atom atom, object value) => ((KeyAtom)atom).Test.Holds((KeyValue)value);
}

/// <summary>Callers: a finite set of representatives, one for each way in which the policies can tell callers apart.</summary>
internal sealed class PrincipalDimension(int index) : Dimension(index, "principal")
{
    /// <summary>Fixed before the first search.</summary>
    public IReadOnlyList<Principal> Points { get; set; } = [];

    public override Existence Find(IReadOnlyList<Atom> wanted, IReadOnlyList<Atom> unwanted, out object? value)
    {
        value = null;
        for (var point = 0; point < Points.Count; point++)
        {
            if (wanted.All(atom => ((PrincipalAtom)atom).Points[point]) && !unwanted.Any(atom => ((PrincipalAtom)atom).Points[point]))
            {
                value = point;
                return Existence.Yes;
            }
        }
        return Existence.No;
    }

    public override bool Holds(Atom atom, object value) => ((PrincipalAtom)atom).Points[(int)value];
}
