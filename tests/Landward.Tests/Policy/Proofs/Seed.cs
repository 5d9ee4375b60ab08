namespace Landward.Tests.Policy.Proofs;

/// <summary>The seed of a random suite: LANDWARD_SEED repeats a printed one, otherwise each suite has a fixed one of its own.</summary>
internal static class Seed
{
    public static int Of(string suite) =>
        int.TryParse(Environment.GetEnvironmentVariable("LANDWARD_SEED"), out var seed) ? seed : suite.Aggregate(17, (hash, character) => unchecked((hash * 31) + character)) & 0xFFFFFF;
}
