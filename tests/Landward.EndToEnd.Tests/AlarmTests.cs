using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Landward.EndToEnd.Tests;

/// <summary>boto3, written by others, raises an alarm in a sandbox whose clock is the real one.</summary>
public sealed class AlarmTests
{
    [Fact]
    public async Task Boto3_raises_the_alarm_on_a_console_login_without_MFA_and_receives_the_notification()
    {
        ExternalProgram.RequireBoto3();
        using var directory = new TemporaryDirectory();
        var server = LandwardProcess.Start(directory.Path, "sandbox", "start", "--memory", "--home", directory.Path, "-o", "json");
        try
        {
            var live = await ReadAsync(server);
            var environment = new Dictionary<string, string>
            {
                ["AWS_ACCESS_KEY_ID"] = (string)live["credentials"]!["accessKeyId"]!,
                ["AWS_SECRET_ACCESS_KEY"] = (string)live["credentials"]!["secretAccessKey"]!,
            };
            var script = Path.Combine(AppContext.BaseDirectory, "Clients", "raise_alarm.py");
            var run = await ExternalProgram.RunAsync("python3", environment, script, ((string)live["endpoint"]!).TrimEnd('/'));
            run.ExitCode.ShouldBe(0, run.Error);
            var seen = run.Json;
            seen["tested"]!.AsArray().Select(number => (int)number!).ShouldBe([1]);
            seen["refused"]!.AsArray().Select(text => (string)text!).ShouldBe(["InvalidParameterException", "Invalid metric filter pattern"]);
            seen["created"]!.GetValue<string>().ShouldBe("INSUFFICIENT_DATA");
            seen["subject"]!.GetValue<string>().ShouldBe("ALARM: \"console-login-without-mfa\" in EU (Ireland)");
            seen["message"]!["NewStateValue"]!.GetValue<string>().ShouldBe("ALARM");
            seen["state"]!.GetValue<string>().ShouldBe("ALARM");
            ((string)seen["history"]!.AsArray()[^1]!).ShouldBe("Alarm updated from ALARM to OK");
        }
        finally
        {
            await LandwardProcess.RunAsync(directory.Path, "sandbox", "stop", "--home", directory.Path);
            await LandwardProcess.WaitAsync(server, CancellationToken.None);
        }
    }

    private static async Task<JsonNode> ReadAsync(Process server)
    {
        var text = new StringBuilder();
        while (await server.StandardOutput.ReadLineAsync() is { } line)
        {
            text.AppendLine(line);
            if (line == "}")
                break;
        }
        return JsonNode.Parse(text.ToString())!;
    }
}
