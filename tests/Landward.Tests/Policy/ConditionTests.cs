using Landward.Policy;
using Landward.Policy.Conditions;

namespace Landward.Tests.Policy;

public sealed class ConditionTests
{
    [Theory]
    // operator, policy values (;), request values (; multivalued when it ends with ;), holds
    [InlineData("StringEquals", "a;b", "b", true)]
    [InlineData("stringequals", "A", "a", false)]
    [InlineData("StringEqualsIgnoreCase", "A", "a", true)]
    [InlineData("StringNotEquals", "a;b", "b", false)]
    [InlineData("StringNotEquals", "a;b", "c", true)]
    [InlineData("StringLike", "arn:*:user/?ob", "arn:aws:iam::1:user/bob", true)]
    [InlineData("StringLike", "", "", true)]
    [InlineData("StringNotLike", "a*", "ab", false)]
    [InlineData("NumericEquals", "10", "10.0", true)]
    [InlineData("NumericNotEquals", "10", "ten", false)]
    [InlineData("NumericNotEquals", "ten", "10", false)]
    [InlineData("NumericLessThan", "-1.5", "-2", true)]
    [InlineData("DateLessThan", "2024-01-01T00:00:00Z", "2023-12-31T23:59:59.999Z", true)]
    [InlineData("DateEquals", "2024-01-01T02:00:00+02:00", "1704067200", true)]
    [InlineData("DateGreaterThanEquals", "1704067200000", "2024-01-01", true)]
    [InlineData("DateNotEquals", "2024-01-01", "yesterday", false)]
    [InlineData("Bool", "true", "TRUE", true)]
    [InlineData("Bool", "yes", "yes", false)]
    [InlineData("BinaryEquals", "QUJD", "QUJD", true)]
    [InlineData("BinaryEquals", "QUJD", "QUJE", false)]
    [InlineData("IpAddress", "203.0.113.5/24", "203.0.113.200", true)]
    [InlineData("IpAddress", "0.0.0.0/0", "203.0.113.200", true)]
    [InlineData("IpAddress", "0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("IpAddress", "2001:db8::/32;10.0.0.0/8", "10.1.2.3", true)]
    [InlineData("IpAddress", "10.0.0.1", "10.0.0.01", false)]
    [InlineData("IpAddress", "010.0.0.1", "10.0.0.1", false)]
    [InlineData("NotIpAddress", "010.0.0.0/8", "203.0.113.1", false)]
    [InlineData("IpAddress", "0.0.0.0", "0.0.0.0", true)]
    [InlineData("IpAddress", "10.1", "10.0.0.1", false)]
    [InlineData("NotIpAddress", "10.0.0.0/8", "2001:db8::1", true)]
    [InlineData("NotIpAddress", "10.0.0.0/8", "AWS Internal", false)]
    [InlineData("ArnLike", "arn:aws:iam::*:role/app-*", "arn:aws:iam::111122223333:role/app-1", true)]
    [InlineData("ArnLike", "arn:aws:*:role/app", "arn:aws:iam::111122223333:role/app", false)]
    [InlineData("ArnEquals", "arn:aws:iam::*:role/*", "arn:aws:iam::111122223333:role/a/b", true)]
    [InlineData("ArnNotLike", "arn:aws:iam::*:role/landward/LandwardExecution", "arn:aws:iam::111122223333:role/LandwardExecution", true)]
    [InlineData("ArnNotLike", "arn:aws:iam::111122223333:role/${open", "arn:aws:iam::111122223333:role/app", true)]
    [InlineData("ArnLike", "arn:aws:iam::111122223333:role/${open", "arn:aws:iam::111122223333:role/${open", true)]
    [InlineData("ArnNotLike", "arn:aws:i${open::111122223333:role/app", "arn:aws:iam::111122223333:role/app", true)]
    [InlineData("ArnLike", "arn:aws:iam::${aws:Missing, '111122223333'}:role/app", "arn:aws:iam::111122223333:role/app", true)]
    [InlineData("ArnNotEquals", "not-an-arn", "arn:aws:iam::111122223333:role/x", false)]
    [InlineData("StringLike", "arn:aws:*:role/app", "arn:aws:iam::111122223333:role/app", true)]
    [InlineData("Null", "true", "x", false)]
    [InlineData("Null", "false", "x", true)]
    [InlineData("StringEquals", "a", "a;", false)]
    [InlineData("StringNotEquals", "b", "a;", false)]
    [InlineData("ForAnyValue:StringEquals", "a;b", "c;b;", true)]
    [InlineData("ForAnyValue:StringNotEquals", "a", "a;b;", true)]
    [InlineData("ForAnyValue:StringNotEquals", "a", "a;", false)]
    [InlineData("ForAllValues:StringLike", "a*", "ab;ac;", true)]
    [InlineData("ForAllValues:StringLike", "a*", "ab;bc;", false)]
    [InlineData("ForAllValues:StringNotEquals", "a", "b;c;", true)]
    [InlineData("ForAllValues:StringEquals", "a", "a", true)]
    [InlineData("Equals", "a", "a", false)]
    [InlineData("NullIfExists", "false", "a", false)]
    [InlineData("ForAllValues:Null", "true", "a;b;", true)]
    [InlineData("ForAllValues:Null", "false", "a", true)]
    [InlineData("ForAnyValue:Null", "false", "a", false)]
    public void Operators_compare_as_documented(string op, string policy, string request, bool holds)
    {
        var context = new RequestContext.Builder();
        if (request.EndsWith(';'))
            context.AddMany("case:Key", request.TrimEnd(';').Split(';'));
        else
            context.Add("case:Key", request);
        Holds(op, policy, context.Build()).ShouldBe(holds);
    }

    [Theory]
    [InlineData("StringEquals", false)]
    [InlineData("StringNotEquals", true)]
    [InlineData("StringEqualsIfExists", true)]
    [InlineData("StringNotLikeIfExists", true)]
    [InlineData("Bool", false)]
    [InlineData("BoolIfExists", true)]
    [InlineData("NumericLessThan", false)]
    [InlineData("NotIpAddress", true)]
    [InlineData("ForAllValues:StringEquals", true)]
    [InlineData("ForAnyValue:StringEquals", false)]
    [InlineData("ForAnyValue:StringNotEquals", false)]
    [InlineData("ForAnyValue:StringEqualsIfExists", false)]
    [InlineData("ForAnyValue:StringNotEqualsIfExists", false)]
    [InlineData("ForAllValues:StringEqualsIfExists", true)]
    [InlineData("ForAllValues:Null", true)]
    [InlineData("ForAnyValue:Null", false)]
    [InlineData("NullIfExists", false)]
    public void Absent_key_decides_by_operator(string op, bool holds) => Holds(op, "true", RequestContext.Empty).ShouldBe(holds);

    [Fact]
    public void Empty_set_satisfies_ForAllValues_and_not_ForAnyValue()
    {
        var context = new RequestContext.Builder().AddMany("case:Key", []).Build();
        Holds("ForAllValues:StringEquals", "a", context).ShouldBeTrue();
        Holds("ForAnyValue:StringEquals", "a", context).ShouldBeFalse();
        Holds("Null", "true", context).ShouldBeTrue();
        Holds("StringNotEquals", "a", context).ShouldBeFalse();
        Holds("StringEqualsIfExists", "a", context).ShouldBeFalse();
    }

    [Fact]
    public void Unresolvable_variable_matches_nothing_so_a_negated_operator_holds()
    {
        var context = RequestContext.Of(("case:Key", "x"));
        Holds("StringEquals", "${aws:username}", context).ShouldBeFalse();
        Holds("StringNotEquals", "${aws:username}", context).ShouldBeTrue();
        Holds("StringEquals", "${aws:username, 'x'}", context).ShouldBeTrue();
    }

    private static bool Holds(string op, string policy, RequestContext context) =>
        new Condition(new ConditionSource(op, "CASE:key", [.. policy.Split(';')]), variables: true).Evaluate(context) == Truth.True;
}
