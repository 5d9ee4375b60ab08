using System.Reflection;

namespace Landward.Tests.Architecture;

/// <summary>Who may see whom, as docs/architecture.md draws it.</summary>
public class AssemblyReferenceTests
{
    private static readonly string[] Plumbing = ["Model", "Policy", "Rules", "Storage", "Aws", "Logs"];

    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Model"] = [],
        ["Policy"] = ["Model"],
        ["Rules"] = ["Model"],
        ["Storage"] = ["Model"],
        ["Aws"] = ["Model"],
        ["Logs"] = ["Model", "Aws"],
        ["LandingZone"] = Plumbing,
        ["Access"] = Plumbing,
        ["Controls"] = Plumbing,
        ["Detection"] = Plumbing,
        ["Findings"] = Plumbing,
        ["Response"] = [.. Plumbing, "Findings"],
        ["Sandbox"] = [.. Plumbing, "LandingZone", "Access", "Controls", "Detection", "Findings", "Response"],
    };

    public static TheoryData<string> Assemblies => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void An_assembly_sees_only_what_the_architecture_allows(string name)
    {
        var seen = Assembly.Load("Landward." + name).GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(reference => reference.StartsWith("Landward.", StringComparison.Ordinal))
            .Select(reference => reference["Landward.".Length..]);
        seen.Except(Allowed[name], StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void Every_product_assembly_is_covered_but_the_command_line()
    {
        var built = Directory.EnumerateFiles(AppContext.BaseDirectory, "Landward.*.dll")
            .Select(path => Path.GetFileNameWithoutExtension(path)["Landward.".Length..])
            .Where(name => !name.EndsWith("Tests", StringComparison.Ordinal));
        built.ShouldBe(Allowed.Keys, ignoreOrder: true);
    }
}
