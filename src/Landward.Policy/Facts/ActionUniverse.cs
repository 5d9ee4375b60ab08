using System.Collections.Immutable;
using Landward.Policy.Matching;

namespace Landward.Policy;

/// <summary>
/// All actions there are or will be, as finitely many atoms: the catalogue's actions (an atom's number is the action's id),
/// one OTHER atom per known service for names that the catalogue lacks, one for the actions of unknown services, and the
/// extra names given on construction. Every action belongs to exactly one atom. Immutable and safe to share.
/// </summary>
public sealed class ActionUniverse
{
    private readonly ImmutableArray<ExtraAction> _extras;
    private readonly Dictionary<string, int> _extraAtoms = new(StringComparer.Ordinal);

    /// <param name="facts">The catalogue.</param>
    /// <param name="extraActions">
    /// Full names (<c>s3:NewAction</c>) to tell apart from the other unknown ones. Names that the catalogue has or that are
    /// no complete action names are passed over.
    /// </param>
    public ActionUniverse(IamFacts facts, IEnumerable<string>? extraActions = null)
    {
        Facts = facts;
        var extras = ImmutableArray.CreateBuilder<ExtraAction>();
        foreach (var name in extraActions ?? [])
        {
            var parts = name.ToLowerInvariant().Split(':');
            if (parts.Length != 2 || !ActionSet.IsWellFormed(name) || name.AsSpan().ContainsAny('*', '?') || facts.FindAction(name) is not null)
                continue;
            if (_extraAtoms.TryAdd(name.ToLowerInvariant(), FirstExtra + extras.Count))
                extras.Add(new ExtraAction(name, parts[0], parts[1]));
        }
        _extras = extras.ToImmutable();
        All = new AtomSet(this).AddAll().Build();
        None = new AtomSet(this).Build();
    }

    public IamFacts Facts { get; }

    /// <summary>The number of atoms.</summary>
    public int Count => FirstExtra + _extras.Length;

    public ActionBits All { get; }

    public ActionBits None { get; }

    /// <summary>The atom of every action whose service the catalogue lacks.</summary>
    public int UnknownServices => Facts.ActionCount + Facts.Services.Length;

    private int FirstExtra => UnknownServices + 1;

    /// <summary>The atom of the names of a known service that are neither in the catalogue nor extra.</summary>
    public int OtherOf(IamService service) => Facts.ActionCount + service.Index;

    /// <summary>True for the atoms that stand for many names.</summary>
    public bool IsOther(int atom) => atom >= Facts.ActionCount && atom <= UnknownServices;

    /// <summary>The atom of an action's full name, whatever its case.</summary>
    public int AtomOf(string action)
    {
        if (Facts.FindAction(action) is { } known)
            return known.Id;
        if (_extraAtoms.TryGetValue(action.ToLowerInvariant(), out var extra))
            return extra;
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && Facts.FindService(action.AsSpan(0, colon)) is { } service ? OtherOf(service) : UnknownServices;
    }

    /// <summary>An action's full name; for OTHER atoms a text for people: <c>s3:(other)</c>, <c>(other)</c>.</summary>
    public string NameOf(int atom)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(atom);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(atom, Count);
        if (atom < Facts.ActionCount)
            return Facts.Action(atom).FullName;
        if (atom >= FirstExtra)
            return _extras[atom - FirstExtra].FullName;
        return atom == UnknownServices ? "(other)" : $"{Facts.Services[atom - Facts.ActionCount].Prefix}:(other)";
    }

    /// <summary>What a value of an Action element names. A malformed value names nothing.</summary>
    public ActionMatch Match(string pattern) => Match([pattern]);

    /// <summary>What any of the values names.</summary>
    public ActionMatch Match(IEnumerable<string> patterns)
    {
        var certain = new AtomSet(this);
        var possible = new AtomSet(this);
        foreach (var pattern in patterns)
            Add(pattern, certain, possible);
        return new ActionMatch(certain.Build(), possible.Build());
    }

    /// <summary>What a statement's Action or NotAction element names.</summary>
    public ActionMatch Match(PolicyStatement statement)
    {
        if (!statement.Actions.IsDefault)
            return Match(statement.Actions);
        return new ActionMatch(All, All).Except(Match(statement.NotActions));
    }

    /// <summary>
    /// True when the pattern may name an action that the atom <see cref="OtherOf"/> (or, for null, <see cref="UnknownServices"/>)
    /// stands for. Exact but for patterns without <c>*</c> all of whose fillings are known actions.
    /// </summary>
    public bool MayMatchOther(IamService? service, string pattern) => Match(pattern).Possible.Contains(service is null ? UnknownServices : OtherOf(service));

    /// <summary>True when the pattern names every action the OTHER atom stands for. Exact for one pattern; a union of patterns may cover more than each.</summary>
    public bool CoversOther(IamService? service, string pattern) => Match(pattern).Certain.Contains(service is null ? UnknownServices : OtherOf(service));

    private void Add(string pattern, AtomSet certain, AtomSet possible)
    {
        if (!ActionSet.IsWellFormed(pattern))
            return;
        if (pattern.AsSpan().TrimStart('*').IsEmpty)
        {
            certain.AddAll();
            possible.AddAll();
            return;
        }
        // A well-formed pattern has one colon, and so has an action: the two sides match each for itself.
        var parts = pattern.ToLowerInvariant().Split(':');
        var servicePattern = Glob.Compile(parts[0]);
        var name = new NamePattern(parts[1]);
        if (servicePattern.Literal is { } prefix)
        {
            if (Facts.FindService(prefix) is { } service)
                AddService(service, name, certain, possible);
            else if (name.Literal is null || !_extraAtoms.ContainsKey(pattern.ToLowerInvariant()))
                possible.Add(UnknownServices);
        }
        else
        {
            foreach (var service in Facts.Services)
            {
                if (servicePattern.Matches(service.Prefix))
                    AddService(service, name, certain, possible);
            }
            possible.Add(UnknownServices);
            if (NamePattern.IsEveryName(servicePattern) && name.Everything)
                certain.Add(UnknownServices);
        }
        for (var i = 0; i < _extras.Length; i++)
        {
            if (!servicePattern.Matches(_extras[i].Service) || !name.Matches(_extras[i].Name))
                continue;
            certain.Add(FirstExtra + i);
            possible.Add(FirstExtra + i);
        }
    }

    private void AddService(IamService service, NamePattern name, AtomSet certain, AtomSet possible)
    {
        if (name.Everything)
        {
            certain.AddRange(service.FirstActionId, service.ActionCount);
            possible.AddRange(service.FirstActionId, service.ActionCount);
            certain.Add(OtherOf(service));
            possible.Add(OtherOf(service));
            return;
        }
        if (name.Literal is { } literal)
        {
            if (service.FindAction(literal) is { } action)
            {
                certain.Add(action.Id);
                possible.Add(action.Id);
            }
            else if (!_extraAtoms.ContainsKey($"{service.Prefix}:{literal}"))
            {
                possible.Add(OtherOf(service));
            }
            return;
        }
        var names = service.LowerCaseNames;
        for (var i = 0; i < names.Length; i++)
        {
            if (!name.Matches(names[i]))
                continue;
            certain.Add(service.FirstActionId + i);
            possible.Add(service.FirstActionId + i);
        }
        possible.Add(OtherOf(service));
    }

    private readonly record struct ExtraAction(string FullName, string Service, string Name);

    private readonly struct NamePattern(string text)
    {
        private readonly Glob _glob = Glob.Compile(text);

        public string? Literal => _glob.Literal;

        public bool Everything => IsEveryName(_glob);

        public bool Matches(string name) => _glob.Matches(name);

        /// <summary>A name has at least one character, so <c>?*</c> takes every name too.</summary>
        public static bool IsEveryName(Glob glob) =>
            glob.MatchesEverything || (glob.Symbols() is var symbols && symbols.Contains(Glob.Star) && symbols.All(symbol => symbol < 0) && symbols.Count(symbol => symbol == Glob.Any) == 1);
    }

    private sealed class AtomSet(ActionUniverse universe)
    {
        private readonly ulong[] _words = new ulong[(universe.Count + 63) / 64];

        public void Add(int atom) => _words[atom / 64] |= 1UL << (atom % 64);

        public void AddRange(int start, int count)
        {
            if (count == 0)
                return;
            var (first, last) = (start / 64, (start + count - 1) / 64);
            var head = ulong.MaxValue << (start % 64);
            var tail = ulong.MaxValue >> (63 - ((start + count - 1) % 64));
            if (first == last)
            {
                _words[first] |= head & tail;
                return;
            }
            _words[first] |= head;
            _words.AsSpan(first + 1, last - first - 1).Fill(ulong.MaxValue);
            _words[last] |= tail;
        }

        public AtomSet AddAll()
        {
            AddRange(0, universe.Count);
            return this;
        }

        public ActionBits Build() => new(_words);
    }
}
