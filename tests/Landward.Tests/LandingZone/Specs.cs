using Landward.LandingZone;
using Landward.LandingZone.Specification;

namespace Landward.Tests.LandingZone;

/// <summary>Specs the tests start from.</summary>
internal static class Specs
{
    public const string Minimal = """
        landward: 1
        organization:
          homeRegion: eu-west-1
          regions: [eu-west-1, us-east-1]
          management: { email: aws@example.com }
        units:
          security: { kind: core }
          workloads: { kind: custom, units: { dev: {}, prod: {} } }
        accounts:
          log-archive: { unit: security, email: log@example.com, role: logArchive }
          audit: { unit: security, email: audit@example.com, role: audit }
          dev: { unit: workloads/dev, email: dev@example.com, tags: { env: dev } }
          prod: { unit: workloads/prod, email: prod@example.com, tags: { env: prod } }

        """;

    public static SpecParseResult Parse(string text) => SpecParser.ParseText(text, "landward.yaml");

    public static Spec Read(string text)
    {
        var result = Parse(text);
        result.Diagnostics.ShouldBeEmpty();
        return result.Spec.ShouldNotBeNull();
    }

    /// <summary>The spec of a blueprint, written to a directory first.</summary>
    public static Spec Blueprint(string name)
    {
        using var directory = new TemporaryDirectory();
        Blueprints.Write(name, directory.Path);
        var result = SpecParser.Parse(Path.Combine(directory.Path, "landward.yaml"));
        result.Diagnostics.ShouldBeEmpty();
        return result.Spec.ShouldNotBeNull();
    }
}
