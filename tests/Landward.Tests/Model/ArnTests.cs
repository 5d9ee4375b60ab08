using Landward.Model;

namespace Landward.Tests.Model;

public class ArnTests
{
    [Theory]
    [InlineData("arn:aws:iam::123456789012:user/Bob")]
    [InlineData("arn:aws:s3:::bucket/key:with:colons")]
    [InlineData("arn:aws-us-gov:sns:us-gov-west-1:123456789012:topic")]
    public void Parsing_and_printing_give_the_text_back(string text) => Arn.Parse(text).ToString().ShouldBe(text);

    [Theory]
    [InlineData("")]
    [InlineData("arn:aws:iam")]
    [InlineData("arn:::bucket")]
    [InlineData("urn:aws:iam::123456789012:user/Bob")]
    [InlineData("arn:aws:iam::123456789012:")]
    public void Texts_that_are_no_arn_are_refused(string text) => Arn.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("12345678901")]
    [InlineData("1234567890123")]
    [InlineData("12345678901x")]
    [InlineData("١٢٣٤٥٦٧٨٩٠١٢")]
    public void An_account_id_has_exactly_twelve_ascii_digits(string text) => AccountId.TryParse(text, out _).ShouldBeFalse();
}
