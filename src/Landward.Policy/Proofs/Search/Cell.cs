namespace Landward.Policy.Proofs;

/// <summary>
/// The part of one dimension that some literals leave, with a value from it. Cells are shared: the same literals, in whatever
/// order, are the same cell, so each question about a dimension is answered once.
/// </summary>
internal sealed class Cell
{
    private const sbyte Unset = -1;

    private readonly ProofSpace _space;
    private readonly int[] _literals;
    private Dictionary<int, Cell>? _children;
    private sbyte[] _truth = [];
    private Existence? _existence;
    private object? _value;

    public Cell(ProofSpace space, Dimension dimension, int[] literals, int id)
    {
        _space = space;
        _literals = literals;
        Dimension = dimension;
        Id = id;
    }

    public int Id { get; }

    public Dimension Dimension { get; }

    /// <summary>In ascending order.</summary>
    public ReadOnlySpan<int> Literals => _literals;

    public Existence Existence
    {
        get
        {
            if (_existence is { } known)
                return known;
            var wanted = new List<Atom>();
            var unwanted = new List<Atom>();
            for (var i = 1; i < _literals.Length; i++)
            {
                if (_literals[i] == Atom.Not(_literals[i - 1]))
                {
                    _existence = Existence.No;
                    return Existence.No;
                }
            }
            foreach (var literal in _literals)
                (Atom.IsNegated(literal) ? unwanted : wanted).Add(_space.AtomOf(literal));
            var existence = Dimension.Find(wanted, unwanted, out _value);
            _existence = existence;
            return existence;
        }
    }

    /// <summary>A value of the cell; null unless <see cref="Existence"/> is yes.</summary>
    public object? Value => Existence == Existence.Yes ? _value : null;

    public bool Contains(int literal) => Array.BinarySearch(_literals, literal) >= 0;

    /// <summary>The part of this cell where one more literal holds.</summary>
    public Cell With(int literal)
    {
        if (Contains(literal))
            return this;
        _children ??= [];
        if (_children.TryGetValue(literal, out var child))
            return child;
        child = Contains(Atom.Not(literal)) ? _space.EmptyCell(Dimension, literal) : _space.CellOf(Dimension, [.. _literals.Append(literal).Order()]);
        _children.Add(literal, child);
        return child;
    }

    /// <summary>Whether the literal is true of <see cref="Value"/>.</summary>
    public bool Holds(int literal)
    {
        var id = Atom.IdOf(literal);
        if (Contains(literal))
            return true;
        if (Contains(Atom.Not(literal)))
            return false;
        if (id >= _truth.Length)
        {
            var grown = new sbyte[Math.Max(_space.AtomCount, id + 1)];
            Array.Fill(grown, Unset);
            _truth.CopyTo(grown, 0);
            _truth = grown;
        }
        if (_truth[id] == Unset)
            _truth[id] = Dimension.Holds(_space.AtomOf(literal), Value!) ? (sbyte)1 : (sbyte)0;
        return (_truth[id] == 1) != Atom.IsNegated(literal);
    }

    /// <summary>Every value of the cell has the literal.</summary>
    public bool Implies(int literal) => Contains(literal) || With(Atom.Not(literal)).Existence == Existence.No;
}
