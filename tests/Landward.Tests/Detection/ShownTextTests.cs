using System.Text;
using Landward.Detection;

namespace Landward.Tests.Detection;

public sealed class ShownTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("arn:aws:iam::111122223333:role/Deploy")]
    public void Text_as_aws_writes_it_is_shown_as_it_is(string text) => ShownText.Of(Encoding.UTF8.GetBytes(text)).ShouldBe(text.Length == 0 ? null : text);

    [Fact]
    public void Text_that_nobody_writes_is_cut_between_characters_and_still_told_apart()
    {
        // The cut would fall within a character for three of the four lengths in front.
        for (var front = 0; front < 4; front++)
        {
            var text = new string('x', front) + string.Concat(Enumerable.Repeat("\U0001F680", 5000));
            var shown = ShownText.Of(Encoding.UTF8.GetBytes(text + "a"))!;
            shown.Length.ShouldBeLessThan(600);
            shown.ShouldNotContain('\uFFFD');
            text.ShouldStartWith(shown[..200]);
            shown.ShouldNotBe(ShownText.Of(Encoding.UTF8.GetBytes(text + "b")));
        }
    }
}
