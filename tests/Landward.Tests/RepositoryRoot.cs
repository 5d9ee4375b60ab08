namespace Landward.Tests;

/// <summary>The checked-out repository, for tests that read its documents and sources.</summary>
internal static class RepositoryRoot
{
    public static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Landward.slnx")))
                return directory.FullName;
        }
        throw new DirectoryNotFoundException("The tests do not run from inside the repository.");
    }
}
