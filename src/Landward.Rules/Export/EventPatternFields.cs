using System.Collections.Immutable;

namespace Landward.Rules.Export;

/// <summary>Several tests of one field, AND-ed, as one: an event pattern has one list of values for a field.</summary>
internal static class EventPatternFields
{
    public static ExportTest Combine(ImmutableArray<ExportTest> tests)
    {
        var combined = tests[0];
        foreach (var test in tests[1..])
            combined = Combine(combined, test);
        return combined;
    }

    private static ExportTest Combine(ExportTest left, ExportTest right)
    {
        if (left.Negated && right.Negated)
            return left with { Values = left.Values.AddRange(right.Values), Construct = right.Construct };
        if (left.Negated || (!IsLiteral(left) && IsLiteral(right)))
            (left, right) = (right, left);
        // Known texts are tested here and now.
        if (!left.Negated && IsLiteral(left) && right.Values.All(value => value is ExportText))
        {
            var kept = left.Values.Where(value => right.Values.Cast<ExportText>().Any(other => Matches(other, ((ExportText)value).Characters)) != right.Negated).ToImmutableArray();
            if (!kept.IsEmpty)
                return left with { Values = kept };
        }
        throw new ExportException(right.Construct, "an event pattern cannot AND two conditions on one field.");
    }

    private static bool IsLiteral(ExportTest test) => !test.Negated && test.Values.All(value => value is ExportText { IsLiteral: true });

    private static bool Matches(ExportText pattern, string text) =>
        Text.StarPattern.Matches(Bytes(pattern.Characters.Replace(Sigma.SigmaText.Any, '*')), Bytes(text), (byte)'*');

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text.ToUpperInvariant());
}
