using Landward.Detection;

namespace Landward.Tests.Detection;

public sealed class EventNamesTests
{
    [Theory]
    [InlineData("UpdateFunctionCode20150331v2", "UpdateFunctionCode")]
    [InlineData("CreateFunction20150331", "CreateFunction")]
    [InlineData("AddPermission20150331v2", "AddPermission")]
    [InlineData("ListObjectsV2", "")]
    [InlineData("CreateUser", "")]
    [InlineData("20150331", "")]
    [InlineData("v", "")]
    [InlineData("", "")]
    public void Version_of_an_event_name_is_taken_off(string name, string expected) =>
        EventNames.WithoutVersion(name).ToString().ShouldBe(expected);

    [Fact]
    public void Ids_are_remembered_for_two_generations()
    {
        var seen = new EventDeduplicator(generation: 2);
        seen.Add("a"u8).ShouldBeTrue();
        seen.Add("a"u8).ShouldBeFalse();
        seen.Add("b"u8).ShouldBeTrue();
        seen.Add("a"u8).ShouldBeFalse();
        seen.Add("c"u8).ShouldBeTrue();
        seen.Add("d"u8).ShouldBeTrue();
        seen.Add("a"u8).ShouldBeTrue();
    }
}
