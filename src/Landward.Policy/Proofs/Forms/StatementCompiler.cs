using System.Collections.Immutable;
using Landward.Policy.Matching;

namespace Landward.Policy.Proofs;

/// <summary>Whose callers a statement speaks of.</summary>
internal enum PrincipalReading
{
    /// <summary>Its policy is attached to the caller: Principal says nothing.</summary>
    Attached,

    /// <summary>A resource's policy: a statement without Principal matches nobody.</summary>
    Named,

    /// <summary>A VPC endpoint's or resource control policy: a statement without Principal matches everybody.</summary>
    NamedOrEverybody,
}

/// <summary>Statement -> boxes. Depends on what the parser read only.</summary>
internal sealed class StatementCompiler(ProofSpace space)
{
    private const string CurrentVersion = "2012-10-17";

    /// <summary>Past this many defaults in one statement they are left vague.</summary>
    private const int MaxDefaults = 3;

    // Where "*" does not admit a calling service: in trust policies.
    private const string ServicesMustBeNamed = "iam";

    /// <summary>The policy variables whose values are known beforehand; null when none is.</summary>
    public KnownVariables? Known { get; set; }

    /// <summary>The boxes of one statement; none when it never matches.</summary>
    /// <param name="least">The closest naming of the caller that counts, for policies with Principal.</param>
    /// <param name="hasBoundary">A permissions boundary is attached to the caller.</param>
    public ImmutableArray<Box> Compile(PolicyDocument document, PolicyStatement statement, StatementRef? origin, PrincipalReading reading, PrincipalMatch least = PrincipalMatch.Account, bool hasBoundary = false)
    {
        var variables = document.Version == CurrentVersion;
        var literals = new List<int> { Action(statement) };
        foreach (var written in statement.Conditions.Conditions.Select(condition => condition.Source))
        {
            var source = variables && Known is not null ? written with { Values = Known.Fill(written.Values) } : written;
            if (KeyTest.Compile(source, space.Templates, variables) is not { } test)
                return [];
            var key = space.Key(source.Key);
            var text = $"{source.Operator.ToLowerInvariant()}\n{variables}\n{string.Join('\n', source.Values)}";
            literals.Add(space.Intern(key, text, id => new KeyAtom(id, key, new AtomSource(source.Operator, source.Values, variables), test)).Literal);
        }
        var known = variables ? Known : null;
        var (named, excluded) = (known?.Fill(statement.Resources) ?? statement.Resources, known?.Fill(statement.NotResources) ?? statement.NotResources);
        return [.. ResourcesOf(statement.Effect, named, excluded, variables)
            .SelectMany(resource => PrincipalsOf(statement, reading, least, hasBoundary).Select(principal => Box.Of([.. literals, .. resource, .. principal], origin)))];
    }

    /// <summary>The literal "this key is present" (or absent).</summary>
    public int Presence(string key, bool present = true)
    {
        var source = new Conditions.ConditionSource("Null", key, [present ? "false" : "true"]);
        var dimension = space.Key(key);
        return space.Intern(dimension, $"null\nTrue\n{source.Values[0]}", id => new KeyAtom(id, dimension, new AtomSource(source.Operator, source.Values, Variables: true), KeyTest.Compile(source, space.Templates, variables: true)!)).Literal;
    }

    /// <summary>The literal "the resource is one of these patterns".</summary>
    public int Resource(params IEnumerable<string> patterns) => ResourceAtom([.. patterns], variables: false, null);

    /// <summary>The literal "the action is one of these patterns".</summary>
    public int Action(params IEnumerable<string> patterns)
    {
        string[] names = [.. patterns.Where(ActionSet.IsWellFormed).Select(pattern => pattern.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return space.Intern(space.Actions, string.Join('\n', names), id =>
        {
            TextPattern[] texts = [.. names.Select(name => name.AsSpan().TrimStart('*').IsEmpty
                ? ActionDimension.Every
                : TextPattern.Parse(name).With(Segment))];
            return new TextAtom(id, space.Actions, new AtomSource(null, [.. names], Variables: false), texts, texts, Array.Exists(texts, text => text.Equals(ActionDimension.Every)));
        }).Literal;
    }

    /// <summary>The literal "the caller is one of these points".</summary>
    public int Principal(Func<Principal, bool> predicate)
    {
        ImmutableArray<bool> points = [.. space.Principals.Points.Select(predicate)];
        return space.Intern(space.Principals, string.Concat(points.Select(point => point ? '1' : '0')), id => new PrincipalAtom(id, space.Principals, points)).Literal;
    }

    private int Action(PolicyStatement statement) =>
        statement.Actions.IsDefault ? Atom.Not(Action(statement.NotActions)) : Action(statement.Actions);

    private IEnumerable<int[]> ResourcesOf(Effect effect, ImmutableArray<string> named, ImmutableArray<string> excluded, bool variables)
    {
        if (!excluded.IsDefault)
        {
            // "In some cases, variables can't be resolved": an Allow with NotResource then does not match.
            var strict = effect == Effect.Allow && !excluded.Any(IsEverything);
            var arns = Variants([.. excluded], variables).Where(absent => !strict || !excluded.Any(resource => Needs(resource, absent))).Select(absent => (int[])
            [
                Atom.Not(ResourceAtom([.. excluded.Where(resource => !Needs(resource, absent))], variables, absent)),
                .. Presences(excluded.Where(_ => strict), variables, absent),
            ]).ToArray();
            // The resource "*" is none of them whatever the variables are.
            return strict && arns.Any(literals => literals.Length > 1) ? [.. arns, [Atom.Not(Resource("arn:*"))]] : arns;
        }
        if (named.IsDefault)
            return [[]];
        var groups = named.ToLookup(resource => variables && !IsEverything(resource) && resource.Contains("${", StringComparison.Ordinal));
        int[][] plain = groups.Contains(false) ? [[ResourceAtom([.. groups[false]], variables, null)]] : [];
        return plain.Concat(groups[true].SelectMany(resource => Variants([resource], variables)
            .Where(absent => !Needs(resource, absent))
            .Select(absent => (int[])[ResourceAtom([resource], variables, absent), .. Presences([resource], variables, absent)])));
    }

    // A variable with a default is its key's value or the default: a statement is then one box for each.
    private IEnumerable<HashSet<string>?> Variants(string[] resources, bool variables)
    {
        string[] keys = variables ? [.. resources.SelectMany(TemplateReader.Defaulted).Distinct(StringComparer.OrdinalIgnoreCase)] : [];
        if (keys.Length == 0 || keys.Length > MaxDefaults || keys.Any(key => space.Key(key).Shape != KeyShape.Single))
            return [null];
        return Enumerable.Range(0, 1 << keys.Length)
            .Select(choice => keys.Where((_, index) => (choice & (1 << index)) != 0).ToHashSet(StringComparer.OrdinalIgnoreCase));
    }

    // A variable without default whose key is absent: the resource then matches nothing.
    private static bool Needs(string resource, HashSet<string>? absent) => absent is not null && TemplateReader.Undefaulted(resource).Any(absent.Contains);

    private IEnumerable<int> Presences(IEnumerable<string> resources, bool variables, HashSet<string>? absent)
    {
        string[] all = [.. resources];
        var defaulted = all.SelectMany(TemplateReader.Defaulted).Except(all.SelectMany(TemplateReader.Undefaulted), StringComparer.OrdinalIgnoreCase)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return all.Where(resource => variables && !IsEverything(resource))
            .SelectMany(resource => space.Templates.ReadResource(resource, variables, absent).Variables)
            .Concat(absent ?? [])
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(key => absent is not null || !defaulted.Contains(key))
            .Select(key => Presence(key, present: absent?.Contains(key) != true));
    }

    private int ResourceAtom(ImmutableArray<string> patterns, bool variables, HashSet<string>? absent)
    {
        string[] sorted = [.. patterns.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var source = $"{variables}\n{string.Join(',', absent?.Order(StringComparer.OrdinalIgnoreCase) ?? Enumerable.Empty<string>())}\n{absent is null}\n{string.Join('\n', sorted)}";
        return space.Intern(space.Resources, source, id =>
        {
            var raw = new AtomSource(null, [.. sorted], variables, absent);
            if (Array.Exists(sorted, IsEverything))
                return new TextAtom(id, space.Resources, raw, [ResourceDimension.EveryArn], [ResourceDimension.EveryArn], isEverything: true);
            var readings = sorted.Select(pattern => space.Templates.ReadResource(pattern, variables, absent)).Where(reading => reading.Pattern is not null).ToArray();
            return new TextAtom(
                id,
                space.Resources,
                raw,
                [.. readings.Where(reading => !reading.IsVague).Select(reading => reading.Pattern!)],
                [.. readings.Select(reading => reading.Pattern!)],
                isEverything: false);
        }).Literal;
    }

    private IEnumerable<int[]> PrincipalsOf(PolicyStatement statement, PrincipalReading reading, PrincipalMatch least, bool hasBoundary)
    {
        if (reading == PrincipalReading.Attached)
            return [[]];
        if (statement.Principals is not { } principals)
            return reading == PrincipalReading.NamedOrEverybody ? [[]] : [];
        bool IsNamed(Principal principal, string service) => principals.Match(principal, statement.Effect, service, hasBoundary) >= least;
        var anywhere = Principal(principal => IsNamed(principal, string.Empty) && IsNamed(principal, ServicesMustBeNamed));
        if (space.Principals.Points.All(point => IsNamed(point, string.Empty) == IsNamed(point, ServicesMustBeNamed)))
            return [[anywhere]];
        var elsewhere = Principal(principal => IsNamed(principal, string.Empty) && !IsNamed(principal, ServicesMustBeNamed));
        return [[anywhere], [elsewhere, Atom.Not(Resource($"arn:*:{ServicesMustBeNamed}:*:*:*"))]];
    }

    private static int Segment(int symbol) => symbol switch
    {
        Symbols.Star => Symbols.SegmentStar,
        Symbols.Any => Symbols.SegmentAny,
        _ => symbol,
    };

    private static bool IsEverything(string pattern) => pattern.Length > 0 && pattern.AsSpan().TrimStart('*').IsEmpty;
}
