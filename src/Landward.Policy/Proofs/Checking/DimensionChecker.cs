using System.Collections.Immutable;

namespace Landward.Policy.Proofs;

/// <summary>Whether literals of one dimension exclude each other. Says yes only when it is sure.</summary>
internal sealed class DimensionChecker(ProofSpace space)
{
    private readonly PatternReader _reader = new();
    private readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal);

    public bool Exclude(ImmutableArray<int> literals)
    {
        if (literals.IsEmpty)
            return false;
        if (literals.Any(literal => literals.Contains(literal ^ 1)))
            return true;
        var name = string.Join(',', literals);
        if (!_known.TryGetValue(name, out var excluded))
            _known.Add(name, excluded = Decide(literals));
        return excluded;
    }

    private bool Decide(ImmutableArray<int> literals)
    {
        var atoms = literals.Select(literal => (Atom: space.AtomOf(literal), Holds: (literal & 1) == 0)).ToArray();
        return atoms[0].Atom.Dimension switch
        {
            PrincipalDimension callers => !Enumerable.Range(0, callers.Points.Count).Any(point => atoms.All(item => ((PrincipalAtom)item.Atom).Points[point] == item.Holds)),
            ActionDimension => ExcludeTexts(atoms, ReadAction),
            ResourceDimension => ExcludeResources(atoms),
            KeyDimension key => new ConditionChecker(_reader, key.Shape).Exclude([.. atoms.Select(item => (item.Atom.Source, item.Holds))], key.Name),
            _ => false,
        };
    }

    private bool ExcludeResources((Atom Atom, bool Holds)[] atoms)
    {
        static bool IsEverything(Atom atom) => atom.Source.Texts.Any(text => text.Length > 0 && text.Trim('*').Length == 0);
        if (atoms.Any(item => !item.Holds && IsEverything(item.Atom)))
            return true;
        var telling = atoms.Where(item => !IsEverything(item.Atom)).ToArray();
        // "*" is outside every pattern of ARNs, so some pattern must be wanted.
        return telling.Any(item => item.Holds) && ExcludeTexts(telling, _reader.ReadResource);
    }

    private static Element[]? ReadAction(string text, AtomSource source, bool narrow, bool opaque)
    {
        if (text.Trim('*').Length == 0)
            text = "*:*";
        return [.. text.Select(character => character switch
        {
            '*' => new Element(null, IsRun: true, StopsAtColon: true),
            '?' => new Element(null, false, StopsAtColon: true),
            _ => new Element(character),
        })];
    }

    /// <summary>
    /// An unknown text of a variable is the same in all patterns: with one wanted list it may stand as a letter of its own.
    /// Where several are wanted it is widened to any text, or all but one list are left aside; either only adds texts.
    /// </summary>
    private static bool ExcludeTexts((Atom Atom, bool Holds)[] atoms, Func<string, AtomSource, bool, bool, Element[]?> read)
    {
        Element[][] unwanted = [.. atoms.Where(item => !item.Holds).SelectMany(item => item.Atom.Source.Texts.Select(text => read(text, item.Atom.Source, true, true))).OfType<Element[]>()];
        var wanted = atoms.Where(item => item.Holds).Select(item => item.Atom.Source).ToArray();
        List<Element[]> Lists(AtomSource source, bool opaque) => [.. source.Texts.Select(text => read(text, source, false, opaque)).OfType<Element[]>()];
        if (wanted.Length == 0)
            return atoms[0].Atom.Dimension is ActionDimension && TextLanguage.IsEmpty([[ReadAction("*", AtomSource.None, false, true)!]], unwanted);
        return TextLanguage.IsEmpty([.. wanted.Select(source => Lists(source, wanted.Length == 1))], unwanted)
            || (wanted.Length > 1 && wanted.Any(source => source.Variables && TextLanguage.IsEmpty([Lists(source, opaque: true)], unwanted)));
    }
}
