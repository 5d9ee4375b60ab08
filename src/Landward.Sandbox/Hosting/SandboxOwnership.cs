using System.Diagnostics;

namespace Landward.Sandbox.Hosting;

/// <summary>
/// One process owns a sandbox: it holds the owner file open without sharing, so that a killed process leaves nothing that has to
/// be cleaned up.
/// </summary>
internal sealed class SandboxOwnership : IDisposable
{
    // A locator that looks whether the owner lives holds the file for an instant.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly FileStream _file;

    private SandboxOwnership(FileStream file) => _file = file;

    /// <exception cref="SandboxException">Another process owns the sandbox, or its directory cannot be written.</exception>
    public static async Task<SandboxOwnership> TakeAsync(SandboxFiles files, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new SandboxOwnership(new FileStream(files.Owner, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (UnauthorizedAccessException error)
            {
                throw SandboxException.NotWritable(files.Owner, error);
            }
            catch (IOException error) when (error is FileNotFoundException or DirectoryNotFoundException || !File.Exists(files.Owner))
            {
                throw SandboxException.NotWritable(files.Owner, error);
            }
            catch (IOException)
            {
                if (Stopwatch.GetElapsedTime(started) > Patience)
                    throw SandboxException.Owned(files.Directory, LiveSandbox.Read(files));
                await Task.Delay(20, cancellationToken);
            }
        }
    }

    /// <summary>Whether some process holds the sandbox now.</summary>
    public static bool IsOwned(SandboxFiles files)
    {
        if (!File.Exists(files.Owner))
            return false;
        try
        {
            using var probe = new FileStream(files.Owner, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => _file.Dispose();
}
