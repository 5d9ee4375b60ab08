using System.Text;
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
        Encoding.UTF8.GetString(EventNames.WithoutVersion(Encoding.UTF8.GetBytes(name))).ShouldBe(expected);
}
