using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Landward.Aws;

/// <summary>
/// An append-only file of the changes Landward makes, one JSON object per line: the intent, on disk before the call is made, then its
/// outcome, then what a read-back saw. An interrupted run is continued from it, and a playbook undone. Thread-safe.
/// </summary>
public sealed class CallJournal : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Lock _flushing = new();
    private readonly FileStream _file;
    private readonly FileStream? _writerLock;
    private readonly TimeProvider _time;
    private readonly List<JournalEntry> _entries = [];
    private readonly Dictionary<string, int> _latestByKey = new(StringComparer.Ordinal);
    private long _linesWritten;
    private long _linesOnDisk;

    private CallJournal(FileStream file, FileStream? writerLock, TimeProvider time) => (_file, _writerLock, _time) = (file, writerLock, time);

    /// <summary>Lines that could not be read: a line torn by a crash, or damage.</summary>
    public int UnreadableLines { get; private set; }

    /// <summary>Opens the file, creating it and its folder when absent, and reads what is there.</summary>
    /// <exception cref="IOException">Another process has the journal open.</exception>
    public static CallJournal Open(string path, TimeProvider time)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        // The journal itself stays readable while it is written, so a file beside it says who writes.
        var writerLock = new FileStream(path + ".lock", Options(FileShare.None));
        FileStream? file = null;
        try
        {
            file = new FileStream(path, Options(FileShare.ReadWrite));
            var journal = new CallJournal(file, writerLock, time);
            journal.ReadAll();
            return journal;
        }
        catch
        {
            file?.Dispose();
            writerLock.Dispose();
            throw;
        }
    }

    /// <summary>The entries of a journal as they are on disk, even while another process writes it; empty when there is no file.</summary>
    public static IReadOnlyList<JournalEntry> Read(string path)
    {
        if (!File.Exists(path))
            return [];
        using var journal = new CallJournal(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), writerLock: null, TimeProvider.System);
        journal.ReadLines();
        return journal._entries;
    }

    /// <summary>All entries in the order they were begun.</summary>
    public IReadOnlyList<JournalEntry> Entries
    {
        get
        {
            lock (_lock)
                return [.. _entries];
        }
    }

    /// <summary>Entries without outcome: their calls may or may not have reached AWS.</summary>
    public IReadOnlyList<JournalEntry> Pending => [.. Entries.Where(entry => entry.State == JournalState.Pending)];

    public IReadOnlyList<JournalEntry> Completed => [.. Entries.Where(entry => entry.State == JournalState.Completed)];

    /// <summary>The latest entry with this key, or null.</summary>
    public JournalEntry? Find(string key)
    {
        lock (_lock)
            return _latestByKey.TryGetValue(key, out var index) ? _entries[index] : null;
    }

    /// <summary>Writes the intent to disk; only then may the call be made.</summary>
    public JournalEntry Begin(JournalIntent intent)
    {
        var masked = intent with { Input = (JsonObject)SecretMask.Apply(intent.Service, intent.Input)! };
        JournalEntry entry;
        long line;
        lock (_lock)
        {
            entry = new JournalEntry(_entries.Count + 1, _time.GetUtcNow(), masked);
            Append(JournalLines.Begin(entry));
            line = _linesWritten;
            Add(entry);
        }
        EnsureOnDisk(line);
        return entry;
    }

    public void Complete(long id, JsonObject result) => Record(id, entry => entry with
    {
        State = JournalState.Completed,
        Result = (JsonObject)SecretMask.Apply(entry.Intent.Service, result)!,
    });

    public void Fail(long id, AwsApiException error) => Record(id, entry => entry with
    {
        State = JournalState.Failed,
        ErrorCode = error.Code,
        ErrorMessage = error.Message,
        RequestId = error.RequestId,
    });

    /// <summary>Adds what reading the resource gave. A read-back that finds the change settles a pending entry.</summary>
    /// <param name="state">The state the read proves, or null to leave it as it is.</param>
    public void ReadBack(long id, JsonNode? seen, JournalState? state = null) => Record(id, entry => entry with
    {
        ReadBack = SecretMask.Apply(entry.Intent.Service, seen),
        State = state ?? entry.State,
    });

    /// <summary>Makes the call between its two journal lines.</summary>
    /// <exception cref="AwsApiException">AWS refused the call; the journal says so. When no answer came the entry stays pending.</exception>
    public async Task<JsonObject> CallAsync(
        AwsClient client, string key, string intent, string account, string service, string operation, JsonObject? input, CancellationToken cancellationToken)
    {
        // The idempotency token is part of the journal: a call repeated after a crash is the same call.
        var filled = client.Fill(service, operation, input);
        var entry = Begin(new JournalIntent(key, intent, service, operation, account, client.Region, filled));
        try
        {
            var output = await client.CallAsync(service, operation, filled, cancellationToken);
            Complete(entry.Id, output);
            return output;
        }
        catch (AwsApiException e) when (e.Code != AwsApiException.NoAnswer)
        {
            Fail(entry.Id, e);
            throw;
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _writerLock?.Dispose();
    }

    private static FileStreamOptions Options(FileShare share)
    {
        // Unbuffered: a line is with the operating system as soon as it is written, so the death of this process loses none.
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private void Record(long id, Func<JournalEntry, JournalEntry> change)
    {
        lock (_lock)
        {
            if (id < 1 || id > _entries.Count)
                throw new ArgumentOutOfRangeException(nameof(id), id, "The journal has no such entry.");
            var changed = change(_entries[(int)id - 1]);
            Append(JournalLines.Outcome(changed, _time.GetUtcNow()));
            _entries[(int)id - 1] = changed;
        }
    }

    private void Append(JsonObject line)
    {
        var bytes = Encoding.UTF8.GetBytes(line.ToJsonString() + "\n");
        _file.Write(bytes);
        _linesWritten++;
    }

    /// <summary>
    /// Calls begun at the same time share one flush: apply would otherwise wait for the disk once per call. Only intents wait; an
    /// outcome that a power failure loses leaves its entry pending, and the read-back settles it.
    /// </summary>
    private void EnsureOnDisk(long line)
    {
        lock (_flushing)
        {
            if (_linesOnDisk >= line)
                return;
            long written;
            lock (_lock)
                written = _linesWritten;
            RandomAccess.FlushToDisk(_file.SafeFileHandle);
            _linesOnDisk = written;
        }
    }

    private void Add(JournalEntry entry)
    {
        _latestByKey[entry.Intent.Key] = _entries.Count;
        _entries.Add(entry);
    }

    private void ReadAll()
    {
        ReadLines();
        _file.Seek(0, SeekOrigin.End);
        if (!EndsWithNewline())
            // What follows must not be glued to a torn line.
            _file.WriteByte((byte)'\n');
    }

    private void ReadLines()
    {
        using var reader = new StreamReader(_file, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && !Take(line))
                UnreadableLines++;
        }
    }

    private bool Take(string line)
    {
        try
        {
            if (JsonNode.Parse(line) is not JsonObject json || (long?)json["id"] is not { } id)
                return false;
            if (JournalLines.ReadBegin(json, id) is { } begun)
            {
                if (id != _entries.Count + 1)
                    return false;
                Add(begun);
                return true;
            }
            if (id < 1 || id > _entries.Count)
                return false;
            _entries[(int)id - 1] = JournalLines.ReadOutcome(json, _entries[(int)id - 1]);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return false;
        }
    }

    private bool EndsWithNewline()
    {
        if (_file.Length == 0)
            return true;
        _file.Seek(-1, SeekOrigin.End);
        return _file.ReadByte() == '\n';
    }
}
