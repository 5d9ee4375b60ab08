using System.Diagnostics.CodeAnalysis;

namespace Landward.Policy.Proofs;

/// <summary>The dimensions and atoms of one query. Equal questions are one atom, whichever statement asks them.</summary>
internal sealed class ProofSpace
{
    private readonly List<Atom> _atoms = [];
    private readonly List<Dimension> _dimensions = [];
    private readonly Dictionary<string, KeyDimension> _keys = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(int Dimension, string Source), Atom> _known = [];
    private readonly Dictionary<int[], Cell> _cells = new(LiteralsComparer.Instance);
    private readonly List<Cell> _free = [];
    private int _cellCount;

    public ProofSpace()
    {
        Principals = Add(new PrincipalDimension(0));
        Actions = Add(new ActionDimension(1));
        Resources = Add(new ResourceDimension(2));
    }

    public TemplateReader Templates { get; } = new();

    public PrincipalDimension Principals { get; }

    public ActionDimension Actions { get; }

    public ResourceDimension Resources { get; }

    public IReadOnlyCollection<KeyDimension> Keys => _keys.Values;

    public int DimensionCount => _dimensions.Count;

    public int AtomCount => _atoms.Count;

    public Atom AtomOf(int literal) => _atoms[Atom.IdOf(literal)];

    public KeyDimension Key(string key)
    {
        if (!_keys.TryGetValue(key, out var dimension))
            _keys.Add(key, dimension = Add(new KeyDimension(_dimensions.Count, key)));
        return dimension;
    }

    public bool TryGetKey(string key, [NotNullWhen(true)] out KeyDimension? dimension) => _keys.TryGetValue(key, out dimension);

    /// <summary>The atom for a question, made when nobody asked it before.</summary>
    public Atom Intern(Dimension dimension, string source, Func<int, Atom> make)
    {
        if (_known.TryGetValue((dimension.Index, source), out var known))
            return known;
        var atom = make(_atoms.Count);
        _atoms.Add(atom);
        _known.Add((dimension.Index, source), atom);
        return atom;
    }

    /// <summary>A state in which nothing is decided.</summary>
    public Cell[] Everything()
    {
        while (_free.Count < _dimensions.Count)
            _free.Add(new Cell(this, _dimensions[_free.Count], [], _cellCount++));
        return [.. _free];
    }

    public Cell CellOf(Dimension dimension, int[] literals)
    {
        // Literals belong to one dimension each, so the row alone is the key.
        if (!_cells.TryGetValue(literals, out var cell))
            _cells.Add(literals, cell = new Cell(this, dimension, literals, _cellCount++));
        return cell;
    }

    /// <summary>The cell of a literal and its complement.</summary>
    public Cell EmptyCell(Dimension dimension, int literal) => CellOf(dimension, [literal & ~1, literal | 1]);

    private T Add<T>(T dimension)
        where T : Dimension
    {
        _dimensions.Add(dimension);
        return dimension;
    }
}
