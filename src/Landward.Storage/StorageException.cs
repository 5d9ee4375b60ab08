using Landward.Model;

namespace Landward.Storage;

/// <summary>What keeps a store from being used.</summary>
public enum StorageProblem
{
    /// <summary>The directory or the file cannot be created or written.</summary>
    NotWritable,

    /// <summary>Another process held the file's lock longer than the busy timeout.</summary>
    Locked,

    /// <summary>The file is not a database, or its pages are damaged.</summary>
    Corrupt,

    /// <summary>The file was written by a newer Landward.</summary>
    NewerVersion,

    /// <summary>The kind of store is not built into this version.</summary>
    NotSupported,

    /// <summary>The disk is full or failed.</summary>
    DiskFailure,
}

/// <summary>A store that cannot be used. Hosts print <see cref="ToDiagnostic"/>.</summary>
public sealed class StorageException : Exception
{
    internal StorageException(StorageProblem problem, StoreLocation location, string message, Exception? inner = null)
        : base(message, inner)
    {
        Problem = problem;
        Location = location;
    }

    public StorageProblem Problem { get; }

    public StoreLocation Location { get; }

    public Diagnostic ToDiagnostic()
    {
        var (code, summary) = Problem switch
        {
            StorageProblem.NotWritable => ("LW6001", "the store cannot be written"),
            StorageProblem.Locked => ("LW6002", "the store is locked by another process"),
            StorageProblem.Corrupt => ("LW6003", "the store is damaged or is not a Landward store"),
            StorageProblem.NewerVersion => ("LW6004", "the store was written by a newer version"),
            StorageProblem.NotSupported => ("LW6005", "this kind of store is not supported"),
            StorageProblem.DiskFailure => ("LW6006", "the disk under the store is full or failing"),
            _ => throw new ArgumentOutOfRangeException(nameof(Problem), Problem, null),
        };
        return Diagnostic.Error(code, summary, Message);
    }
}
