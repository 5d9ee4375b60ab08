using System.Text.RegularExpressions;

namespace Landward.Policy.Proofs;

/// <summary>
/// Turns a state of the search into a request. Where a wildcard absorbed nothing in particular, a readable word is tried
/// first; whether it is still a witness, the evaluator says.
/// </summary>
internal sealed partial class WitnessBuilder(ProofSpace space, IReadOnlyList<string> actionNames)
{
    private const string Account = "111122223333";
    private static readonly string[] ArnDefaults = ["arn", "aws", "example", "eu-west-1", Account, "example"];
    private static readonly string?[] Words = ["example", "x", "q7", null];

    /// <summary>Requests for the state, the most readable first: with actions that exist, then with words in place of what nothing names.</summary>
    public IEnumerable<AuthorizationRequest> Requests(Cell[] state)
    {
        var action = (string)state[space.Actions.Index].Value!;
        foreach (var known in action.Contains(Symbols.Fresh, StringComparison.Ordinal) ? KnownActions.Like(action, (string)state[space.Resources.Index].Value!) : [])
            yield return Build(state, text => Replace(text, Words[0], readable: true), known);
        foreach (var readable in (bool[])[true, false])
        {
            foreach (var word in Words)
            {
                if (!readable || word == Words[0])
                    yield return Build(state, text => Replace(text, word, readable), null);
            }
        }
    }

    private AuthorizationRequest Build(Cell[] state, Func<string, string> rewrite, string? known)
    {
        var principal = space.Principals.Points[(int)state[space.Principals.Index].Value!];
        var values = space.Keys.ToDictionary(key => key.Name, key => (KeyValue)state[key.Index].Value!, StringComparer.OrdinalIgnoreCase);
        var texts = new[] { (string)state[space.Actions.Index].Value!, (string)state[space.Resources.Index].Value! };
        if (space.Templates.Tokens.Count > 0)
        {
            Settle(state, values, texts[1]);
            Resolve(values, texts);
        }
        var action = known ?? NameOf(rewrite(texts[0]));
        var resource = rewrite(texts[1]);
        var context = new RequestContext.Builder();
        foreach (var (key, value) in values.Where(item => !item.Value.IsAbsent).OrderBy(item => item.Key, StringComparer.OrdinalIgnoreCase))
            context.Add(key, value.Multivalued ? ContextValue.Multiple([.. value.Values.Select(rewrite)]) : ContextValue.Single(rewrite(value.Values[0])));
        return new AuthorizationRequest(principal, action, WithService(resource, action), resourceAccount: null, context.Build());
    }

    // Where a pattern with a variable met another pattern, the text says what the variable must be.
    private void Settle(Cell[] state, Dictionary<string, KeyValue> values, string resource)
    {
        foreach (var literal in state[space.Resources.Index].Literals)
        {
            if (!Atom.IsNegated(literal))
                Settle(state, values, ((TextAtom)space.AtomOf(literal)).Outside, resource);
        }
        foreach (var key in space.Keys)
        {
            foreach (var literal in state[key.Index].Literals)
            {
                if (values[key.Name] is { IsAbsent: false, Values: [var text] } && ((KeyAtom)space.AtomOf(literal)).Test.Values is { Family: ValueFamily.Text } test && test.IsNegated == Atom.IsNegated(literal))
                    Settle(state, values, test.Patterns, text);
            }
        }
    }

    private void Settle(Cell[] state, Dictionary<string, KeyValue> values, TextPattern[] patterns, string text)
    {
        foreach (var (token, found) in patterns.SelectMany(pattern => VariableMatch.Find(pattern, text)))
        {
            var key = space.Templates.Tokens.First(item => item.Value == token).Key;
            var value = KeyValue.Single(found);
            if (!space.TryGetKey(key, out var dimension))
            {
                values[key] = value;
                continue;
            }
            var fits = true;
            foreach (var literal in state[dimension.Index].Literals)
                fits &= dimension.Holds(space.AtomOf(literal), value) != Atom.IsNegated(literal);
            if (fits)
                values[key] = value;
        }
    }

    // A token stands for the value of a variable: it takes the value of its key, which must then be there.
    private void Resolve(Dictionary<string, KeyValue> values, string[] texts)
    {
        foreach (var (key, token) in space.Templates.Tokens)
        {
            var used = texts.Any(text => text.Contains(token, StringComparison.Ordinal))
                || values.Values.Any(value => !value.IsAbsent && value.Values.Any(text => text.Contains(token, StringComparison.Ordinal)));
            if (!used)
                continue;
            if (!values.TryGetValue(key, out var known) || known.IsAbsent || known.Multivalued)
                values[key] = known = KeyValue.Single(new string(Symbols.Fresh, 1));
            var text = known.Values[0].Replace(token, Symbols.Fresh);
            for (var i = 0; i < texts.Length; i++)
                texts[i] = texts[i].Replace(token.ToString(), text, StringComparison.Ordinal);
            foreach (var (other, value) in values.ToArray().Where(item => !item.Value.IsAbsent))
                values[other] = value with { Values = [.. value.Values.Select(item => item.Replace(token.ToString(), text, StringComparison.Ordinal))] };
        }
    }

    private static string Replace(string text, string? word, bool readable)
    {
        if (!text.Contains(Symbols.Fresh, StringComparison.Ordinal))
            return text;
        if (readable && text.Split(':', ArnDefaults.Length) is { Length: 6 } segments && segments[0] == "arn")
        {
            for (var i = 1; i < segments.Length; i++)
            {
                if (segments[i].Trim(Symbols.Fresh).Length == 0 && segments[i].Length > 0)
                    segments[i] = ArnDefaults[i];
            }
            text = string.Join(':', segments);
        }
        return word is null ? text
            : readable ? FreshRun().Replace(text, word)
            : text.Replace(Symbols.Fresh.ToString(), word, StringComparison.Ordinal);
    }

    // A resource of any service may as well be one of the action's service.
    private static string WithService(string resource, string action)
    {
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && resource.StartsWith("arn:aws:example:", StringComparison.Ordinal)
            ? string.Concat("arn:aws:", action.AsSpan(0, colon), resource.AsSpan("arn:aws:example".Length))
            : resource;
    }

    // Actions are compared in lower case; the longest name or beginning of one that a policy writes gives the case back.
    private string NameOf(string action)
    {
        var best = actionNames.Where(name => action.StartsWith(name, StringComparison.OrdinalIgnoreCase)).MaxBy(name => name.Length) ?? string.Empty;
        return string.Concat(best, action.AsSpan(best.Length));
    }

    [GeneratedRegex("\uE000+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FreshRun();
}
