using System.CommandLine;
using Landward.Aws;
using Landward.Cli.Output;
using Landward.Sandbox.Hosting;
using Landward.Storage;

namespace Landward.Cli.CommandLine;

/// <summary>Binds a command to its code with the error handling all commands share.</summary>
internal sealed class CommandActions(Func<ParseResult, Invocation> open)
{
    /// <summary>
    /// Runs the action; an interrupt answers 130, a failure of the environment (files, network, AWS) one clear line and 1.
    /// Anything else is a bug and says so.
    /// </summary>
    public void Bind(Command command, IReadOnlyList<string> formats, Func<Invocation, CancellationToken, Task<int>> action) =>
        command.SetAction(async (parsed, cancel) =>
        {
            var invocation = open(parsed);
            if (!invocation.Supports([.. formats]))
                return ExitCode.Usage;
            try
            {
                return await action(invocation, cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                invocation.Terminal.Error("Interrupted.");
                return ExitCode.Interrupted;
            }
            catch (DiagnosticException stop)
            {
                invocation.Terminal.Show(stop.Diagnostics);
                return ExitCode.Failed;
            }
            catch (StorageException store)
            {
                invocation.Terminal.Show([store.ToDiagnostic()]);
                return ExitCode.Failed;
            }
            catch (SandboxException sandbox)
            {
                invocation.Terminal.Show([sandbox.Diagnostic]);
                invocation.Terminal.Detail(sandbox.ToString());
                return ExitCode.Failed;
            }
            catch (AwsApiException refused)
            {
                return Fail(invocation.Terminal, $"error: {refused.Service}:{refused.Operation} answered {refused.Code}: {refused.Message}", refused);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or HttpRequestException)
            {
                return Fail(invocation.Terminal, $"error: {failure.Message}", failure);
            }
            catch (Exception bug)
            {
                return Fail(invocation.Terminal, $"error: this is a bug in Landward ({bug.GetType().Name}: {bug.Message}). Run again with --verbose for the details.", bug);
            }
        });

    private static int Fail(Terminal terminal, string message, Exception exception)
    {
        terminal.Error(message);
        terminal.Detail(exception.ToString());
        return ExitCode.Failed;
    }
}
