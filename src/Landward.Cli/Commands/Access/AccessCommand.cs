using System.CommandLine;
using Landward.Cli.CommandLine;

namespace Landward.Cli.Commands.Access;

/// <summary><c>landward access</c>: who can do what.</summary>
internal static class AccessCommand
{
    public static Command Create(CommandActions actions)
    {
        var command = new DocumentedCommand("access", "Who can do what.", "landward access simulate --principal arn:aws:iam::111122223333:user/bob --action s3:GetObject --resource arn:aws:s3:::data/x");
        command.Add(EscalationsCommand.Create(actions));
        command.Add(SimulateCommand.Create(actions));
        command.Add(ValidateCommand.Create(actions));
        command.Add(CheckCommand.Create(actions));
        command.Add(ExternalCommand.CreateExternal(actions));
        command.Add(ExternalCommand.CreatePublic(actions));
        command.Add(WhoCanCommand.Create(actions));
        command.Add(ImpactCommand.Create(actions));
        command.Add(UnusedCommand.Create(actions));
        return command;
    }
}
