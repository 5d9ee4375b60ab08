using Landward.Detection;

namespace Landward.Tests.Detection;

public sealed class LocationReaderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Theory]
    [InlineData("198.51.100.0,198.51.100.255,DE\n203.0.113.0,203.0.113.255,nl\n2001:db8::,2001:db8:ffff:ffff:ffff:ffff:ffff:ffff,FR\n")]
    [InlineData("\"198.51.100.0\",\"198.51.100.255\",\"DE\"\n3405803776,3405804031,NL\n42540766411282592856903984951653826560,42540766490510755371168322545197776895,FR\n")]
    [InlineData("network,country\n198.51.100.0/24,DE\n203.0.113.0/24,NL\n2001:db8::/32,FR\n")]
    public void Country_is_that_of_the_range_around_the_address(string content)
    {
        var (locations, diagnostics) = LocationReader.Read([_directory.Write("country.csv", content)], [], CancellationToken.None);
        diagnostics.ShouldBeEmpty();
        locations.Country(Address("198.51.100.7")).ShouldBe("DE");
        locations.Country(Address("203.0.113.255")).ShouldBe("NL");
        locations.Country(Address("2001:db8::1")).ShouldBe("FR");
        locations.Country(Address("192.0.2.1")).ShouldBeNull();
        locations.Country(Address("10.0.0.1")).ShouldBeNull();
    }

    [Fact]
    public void Network_has_a_number_and_an_owner_whose_name_may_have_commas()
    {
        var path = _directory.Write("asn.csv", "198.51.100.0,198.51.100.127,64500,\"Example, Inc.\"\n198.51.100.128,198.51.100.255,AS64501,Other\n");
        var (locations, _) = LocationReader.Read([], [path], CancellationToken.None);
        locations.TryFindSystem(Address("198.51.100.7"), out var first).ShouldBeTrue();
        first.ToString().ShouldBe("AS64500 Example, Inc.");
        locations.TryFindSystem(Address("198.51.100.200"), out var second).ShouldBeTrue();
        second.Number.ShouldBe(64501u);
        locations.TryFindSystem(Address("192.0.2.1"), out _).ShouldBeFalse();
    }

    [Fact]
    public void Lines_of_another_form_are_reported_and_stop_no_other()
    {
        var path = _directory.Write("country.csv", "198.51.100.0,198.51.100.255,DE\nnonsense\n1.2.3.4,5.6.7.8,Germany\n");
        var (locations, diagnostics) = LocationReader.Read([path, "/nowhere.csv"], [], CancellationToken.None);
        diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(["LW3082", "LW3075"]);
        locations.Country(Address("198.51.100.7")).ShouldBe("DE");
    }

    public void Dispose() => _directory.Dispose();

    private static NetworkAddress Address(string text) => NetworkAddress.TryParse(text, out var address) ? address : throw new FormatException(text);
}
