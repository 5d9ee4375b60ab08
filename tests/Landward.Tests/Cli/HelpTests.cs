using System.CommandLine;

namespace Landward.Tests.Cli;

public class HelpTests
{
    public static TheoryData<string> Commands
    {
        get
        {
            var data = new TheoryData<string>();
            Add(Landward.Cli.LandwardCommand.Create(new(TextWriter.Null, TextWriter.Null, false, false), TimeProvider.System), string.Empty);
            return data;

            void Add(Command command, string path)
            {
                foreach (var subcommand in command.Subcommands)
                {
                    data.Add($"{path}{subcommand.Name}");
                    Add(subcommand, $"{path}{subcommand.Name} ");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_shows_an_example_of_itself_and_the_exit_codes(string command)
    {
        var run = await CommandRun.RunAsync([.. command.Split(' '), "--help"]);
        run.ExitCode.ShouldBe(0);
        run.Error.ShouldBeEmpty();
        run.Output.ShouldContain("Examples:");
        run.Output.ShouldContain($"  landward {command}");
        run.Output.ShouldContain("130 interrupted");
    }
}
