using System.Text;
using Landward.Detection.Scenes;
using Landward.Logs;

namespace Landward.Tests.Detection.Scenes;

/// <summary>Events are of one scene when they say the same about caller and place, and only then.</summary>
public sealed class SceneTableTests
{
    private const string Caller = """ "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::1:user/u"} """;

    [Fact]
    public async Task Events_of_a_caller_from_a_place_share_a_scene_from_the_second_on()
    {
        var scenes = await Scenes(
            $"{Caller},\"sourceIPAddress\":\"1.2.3.4\",\"eventID\":\"1\"",
            $"{Caller},\"sourceIPAddress\":\"1.2.3.4\",\"eventID\":\"2\",\"requestParameters\":{{\"a\":1}}",
            $"{Caller},\"sourceIPAddress\":\"1.2.3.4\",\"eventID\":\"3\",\"errorCode\":\"AccessDenied\"");

        scenes[0].ShouldBeNull();
        scenes[1].ShouldNotBeNull();
        scenes[2].ShouldBeSameAs(scenes[1]);
    }

    [Theory]
    [InlineData("\"userIdentity\":{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::1:user/v\"},\"sourceIPAddress\":\"1.2.3.4\"")]
    [InlineData("\"userIdentity\":{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::1:user/u\"},\"sourceIPAddress\":\"1.2.3.5\"")]
    [InlineData("\"userIdentity\":{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::1:user/u\"},\"sourceIPAddress\":null")]
    [InlineData("\"userIdentity\":{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::1:user/u\"}")]
    [InlineData("\"userIdentity\":{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::1:user/u\"},\"awsRegion\":\"1.2.3.4\"")]
    [InlineData("\"userIdentity\":{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::1:user/u\"},\"sourceIPAddress\":\"1.2.3.4\",\"vpcEndpointId\":\"vpce-1\"")]
    public async Task What_differs_in_caller_or_place_is_another_scene(string other)
    {
        var one = "\"userIdentity\":{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::1:user/u\"},\"sourceIPAddress\":\"1.2.3.4\"";

        var scenes = await Scenes(one, other, one, other);

        scenes[2].ShouldNotBeNull();
        scenes[3].ShouldNotBeNull();
        scenes[3]!.Number.ShouldNotBe(scenes[2]!.Number);
    }

    [Theory]
    [InlineData("\"userIdentity\":null")]
    [InlineData("\"userIdentity\":\"{}\"")]
    [InlineData("\"userIdentity\":\"{\\\"type\\\":\\\"Root\\\"}\"")]
    [InlineData("\"userIdentity\":[{}]")]
    [InlineData("\"userIdentity\":{},\"sourceIPAddress\":[\"1.2.3.4\"]")]
    [InlineData("\"userIdentity\":{},\"awsRegion\":\"\"")]
    [InlineData("\"eventID\":\"1\"")]
    public async Task What_is_not_written_as_texts_has_no_scene(string fields) =>
        (await Scenes(fields, fields, fields)).ShouldAllBe(scene => scene == null);

    [Fact]
    public async Task A_log_of_callers_that_never_come_again_is_given_no_scenes()
    {
        var events = Enumerable.Range(0, 50_000).Select(n => $"\"userIdentity\":{{\"arn\":\"{n}\"}}").ToArray();

        (await Scenes(events)).ShouldAllBe(scene => scene == null);
    }

    private static async Task<List<Scene?>> Scenes(params string[] fields)
    {
        var log = string.Join('\n', fields.Select(text => $"{{\"eventSource\":\"s\",\"eventName\":\"n\",{text}}}"));
        await using var reader = new CloudTrailReader(new LogSource("log", _ => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(log)))));
        var table = new SceneTable();
        var scenes = new List<Scene?>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            scenes.Add(table.Find(reader.Current));
        scenes.Count.ShouldBe(fields.Length);
        return scenes;
    }
}
