using Landward.LandingZone;

namespace Landward.Tests.LandingZone;

public class BlueprintTests
{
    [Fact]
    public void The_blueprints_are_reference_and_minimal() => Blueprints.Names.ShouldBe(["minimal", "reference"]);

    [Theory]
    [InlineData("minimal")]
    [InlineData("reference")]
    public void A_blueprint_parses_without_any_diagnostic(string name) => Specs.Blueprint(name).Accounts.ShouldNotBeEmpty();

    [Fact]
    public void Nothing_is_written_over_an_existing_file()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("landward.yaml", "mine");
        Should.Throw<IOException>(() => Blueprints.Write("reference", directory.Path));
        Directory.GetFileSystemEntries(directory.Path).Length.ShouldBe(1);
        File.ReadAllText(Path.Combine(directory.Path, "landward.yaml")).ShouldBe("mine");
    }

    [Fact]
    public void An_unknown_blueprint_is_refused_by_name() =>
        Should.Throw<ArgumentException>(() => Blueprints.Write("big", ".")).Message.ShouldContain("reference");
}
