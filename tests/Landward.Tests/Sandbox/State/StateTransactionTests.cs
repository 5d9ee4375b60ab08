using System.Text.Json.Nodes;
using Landward.Sandbox.State;

namespace Landward.Tests.Sandbox.State;

public sealed class StateTransactionTests
{
    private static readonly ResourcePartition Keys = new("s3", "*", "global", "object-version:bucket");

    [Fact]
    public void A_list_by_prefix_has_what_is_stored_and_what_the_call_changed()
    {
        var state = Stored("a", "b\0", "b\01", "b\02", "ba", "c");
        var transaction = state.Begin();
        transaction.Put(Keys.Key("b\03"), []);
        transaction.Put(Keys.Key("d"), []);
        transaction.Remove(Keys.Key("b\01"));

        transaction.List(Keys, "b\0").Select(entry => entry.Key).ShouldBe(["b\0", "b\02", "b\03"]);
        transaction.List(Keys).Select(entry => entry.Key).ShouldBe(["a", "b\0", "b\02", "b\03", "ba", "c", "d"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("ba")]
    [InlineData("bb")]
    [InlineData("zz")]
    public void A_prefix_chooses_what_a_walk_through_everything_would(string prefix)
    {
        string[] ids = ["B", "a", "aa", "ab", "b", "ba", "ba\uffff", "baz", "bb", "z"];

        Stored(ids).Begin().List(Keys, prefix).Select(entry => entry.Key)
            .ShouldBe(ids.Where(id => id.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_document_put_again_replaces_the_one_before()
    {
        var state = Stored("a");
        var transaction = state.Begin();
        transaction.Put(Keys.Key("a"), new JsonObject { ["Second"] = true });
        transaction.Commit();

        state.Begin().List(Keys).Single().Value["Second"].ShouldNotBeNull();
        state.Begin().Find(Keys.Key("a")).ShouldBeSameAs(state.Begin().List(Keys).Single().Value);
    }

    [Fact]
    public void A_partition_whose_last_document_is_removed_is_forgotten()
    {
        var state = Stored("a");
        var transaction = state.Begin();
        transaction.Remove(Keys.Key("a")).ShouldBeTrue();
        transaction.Commit();

        state.Partitions.ShouldBeEmpty();
        state.Begin().List(Keys).ShouldBeEmpty();
        state.Begin().Remove(Keys.Key("a")).ShouldBeFalse();
    }

    private static SandboxState Stored(params ReadOnlySpan<string> ids)
    {
        var state = new SandboxState();
        var transaction = state.Begin();
        foreach (var id in ids)
            transaction.Put(Keys.Key(id), []);
        transaction.Commit();
        return state;
    }
}
