using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Rules.MetricFilters;

namespace Landward.Tests.Rules.MetricFilters;

/// <summary>Random patterns over random events, both from the same few names and values so that many match.</summary>
public sealed class FilterPatternProperties(ITestOutputHelper output)
{
    private static readonly string[] Names = ["a", "b", "key.with.dots", "x-y"];
    private static readonly string[] Texts = ["a", "ab", "*", "a*", "*b", "a*b", "404", "4*", "", "4.0e2", "true", "\"q\"", "back\\slash", "é", "Root"];
    private static readonly string[] Numbers = ["0", "404", "-1", "+5", "4.5", "4.04e2", "1e-3", "12345678901234567890"];
    private static readonly string[] Expressions = ["^a", "b$", "a|b", "[0-9]{2,3}", "\\d+", ".", "a.*b"];

    [Fact]
    public void A_printed_pattern_reads_as_the_same_pattern()
    {
        var random = new System.Random(LongSuite.Seed);
        for (var i = 0; i < LongSuite.Times(3_000); i++)
        {
            var pattern = new FilterPattern(Syntax(random));
            var printed = pattern.ToString();
            var (read, error) = FilterPattern.Parse(printed);
            if (printed.Length > FilterPattern.MaxLength)
                continue;
            error.ShouldBeNull($"seed {LongSuite.Seed}: {printed}");
            Shape(read!.Syntax).ShouldBe(Shape(pattern.Syntax), printed);
        }
    }

    [Fact]
    public void The_evaluator_agrees_with_a_naive_one()
    {
        var random = new System.Random(LongSuite.Seed + 1);
        var matches = 0;
        for (var i = 0; i < LongSuite.Times(5_000); i++)
        {
            var pattern = new FilterPattern(Syntax(random, delimited: false));
            var message = Event(random, 3).ToJsonString();
            var expected = NaiveFilterEvaluator.Matches(pattern.Syntax, message);
            pattern.Matches(message).ShouldBe(expected, $"seed {LongSuite.Seed}: {pattern} on {message}");
            matches += expected ? 1 : 0;
        }
        output.WriteLine($"{matches} of {LongSuite.Times(5_000)} match");
        matches.ShouldBeGreaterThan(LongSuite.Times(500));
    }

    [Fact]
    public void What_is_known_of_an_event_without_its_document_is_true()
    {
        var random = new System.Random(LongSuite.Seed + 2);
        var known = 0;
        for (var i = 0; i < LongSuite.Times(5_000); i++)
        {
            var pattern = new FilterPattern(new JsonPattern(Condition(random, 3)));
            var @event = Event(random, 2);
            var answer = pattern.Ask(new TopLevelFields(@event));
            if (answer == FilterAnswer.Unknown)
                continue;
            known++;
            pattern.Matches(@event.ToJsonString()).ShouldBe(answer == FilterAnswer.Yes, $"{pattern} on {@event.ToJsonString()}");
        }
        known.ShouldBeGreaterThan(LongSuite.Times(100));
    }

    private static FilterSyntax Syntax(System.Random random, bool delimited = true) => random.Next(delimited ? 6 : 4) switch
    {
        0 => new TextTerms(["Root", .. Pick(random, Texts)], [], Pick(random, Texts)),
        4 => new TextExpression(Expression(random)),
        5 => new DelimitedPattern([.. Enumerable.Range(0, 1 + random.Next(4)).Select(index => Slot(random, index))]),
        _ => new JsonPattern(Condition(random, 3)),
    };

    private static ImmutableArray<string> Pick(System.Random random, string[] from) => [.. from.Where(text => text.Length > 0 && random.Next(8) == 0)];

    private static DelimitedSlot Slot(System.Random random, int index) => random.Next(4) switch
    {
        0 when index == 1 => new DelimitedSlot(DelimitedSlot.Ellipsis, null),
        1 => new DelimitedSlot($"w{index}", null),
        2 => new DelimitedSlot(string.Empty, null),
        _ => new DelimitedSlot(string.Empty, new FieldCondition(
        [
            .. Enumerable.Range(0, 1 + random.Next(2)).Select(_ => Enumerable.Range(0, 1 + random.Next(2)).Select(_ => Compared(random, $"w{index}")).ToImmutableArray()),
        ])),
    };

    private static FieldComparison Compared(System.Random random, string name)
    {
        var operation = (FilterOperator)random.Next(6);
        // Expressions are left out: a pattern may have two.
        return new FieldComparison(name, operation, operation <= FilterOperator.NotEqual && random.Next(2) == 0 ? new TextValue(Texts[random.Next(Texts.Length)]) : Number(random));
    }

    private static JsonCondition Condition(System.Random random, int depth) => random.Next(depth > 0 ? 6 : 4) switch
    {
        4 => new AllConditions(Parts(random, depth)),
        5 => new AnyCondition(Parts(random, depth)),
        0 => new NotExists(Select(random)),
        1 => new ConstantComparison(Select(random), new[] { JsonValueKind.Null, JsonValueKind.True, JsonValueKind.False }[random.Next(3)]),
        _ => Comparison(random),
    };

    private static ImmutableArray<JsonCondition> Parts(System.Random random, int depth) =>
        [.. Enumerable.Range(0, 2 + random.Next(2)).Select(_ => Condition(random, depth - 1))];

    private static ValueComparison Comparison(System.Random random)
    {
        var operation = (FilterOperator)random.Next(6);
        FilterValue value = operation <= FilterOperator.NotEqual && random.Next(3) > 0 ? new TextValue(Texts[random.Next(Texts.Length)]) : Number(random);
        return new ValueComparison(Select(random), operation, value);
    }

    private static NumberValue Number(System.Random random) => new(Numbers[random.Next(Numbers.Length)]);

    private static FilterRegex Expression(System.Random random) => FilterRegex.Parse(Expressions[random.Next(Expressions.Length)], out _, out _)!;

    private static Selector Select(System.Random random)
    {
        var steps = ImmutableArray.Create<SelectorStep>(new MemberStep(Names[random.Next(Names.Length)]));
        for (var more = random.Next(3); more > 0; more--)
            steps = steps.Add(random.Next(4) == 0 ? new ElementStep(random.Next(3)) : new MemberStep(Names[random.Next(Names.Length)]));
        return new Selector(steps);
    }

    private static JsonObject Event(System.Random random, int depth)
    {
        var root = new JsonObject();
        foreach (var name in Names)
        {
            if (random.Next(4) > 0)
                root[name] = Value(random, depth);
        }
        return root;
    }

    private static JsonNode? Value(System.Random random, int depth) => random.Next(depth > 0 ? 8 : 6) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(2) == 0),
        2 or 3 => JsonValue.Create(Texts[random.Next(Texts.Length)]),
        4 or 5 => JsonNode.Parse(new[] { "0", "404", "4.5", "4.04e2", "-1", "12345678901234567890" }[random.Next(6)]),
        6 => Event(random, depth - 1),
        _ => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth - 1))]),
    };

    /// <summary>Structure as text, for comparison.</summary>
    private static string Shape(object? node) => node switch
    {
        null => "null",
        TextTerms terms => $"terms({string.Join('\u0001', terms.All)}|{string.Join('\u0001', terms.Any)}|{string.Join('\u0001', terms.None)})",
        TextExpression expression => $"regex({expression.Regex.Source})",
        JsonPattern pattern => Shape(pattern.Condition),
        AllConditions all => $"all({string.Join(',', all.Parts.Select(Shape))})",
        AnyCondition any => $"any({string.Join(',', any.Parts.Select(Shape))})",
        DelimitedPattern delimited => $"[{string.Join(';', delimited.Slots.Select(slot => $"{slot.Name}:{Shape(slot.Condition)}"))}]",
        FieldCondition condition => string.Join("||", condition.Alternatives.Select(alternative => string.Join("&&", alternative.Select(part => part.ToString())))),
        _ => node.ToString()!,
    };

    /// <summary>The top-level members of an event, as a reader would know them without the document.</summary>
    private sealed class TopLevelFields(JsonObject @event) : FilterFields
    {
        private byte[] _text = [];

        public override IReadOnlyDictionary<string, int> Numbers { get; } = Names.Select((name, index) => (name, index))
            .ToDictionary(pair => new Selector([new MemberStep(pair.name)]).Text, pair => pair.index, StringComparer.Ordinal);

        public override FilterFieldState Read(int number, out ReadOnlySpan<byte> text)
        {
            var value = @event[Names[number]];
            _text = value is JsonValue ? System.Text.Encoding.UTF8.GetBytes(value.ToString()) : [];
            text = _text;
            return !@event.ContainsKey(Names[number]) ? FilterFieldState.Absent : value is null ? FilterFieldState.Null : _text.Length == 0 ? FilterFieldState.Unknown : FilterFieldState.Text;
        }
    }
}
