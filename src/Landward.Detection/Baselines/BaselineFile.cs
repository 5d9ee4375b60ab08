using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Landward.Model;

namespace Landward.Detection.Baselines;

/// <summary>
/// A baseline as a file: names of principals and values with their times and counts, and daily volumes. No keys, addresses or contents
/// of events. The end of the file is the SHA-256 of everything before it, so a file cut or changed anywhere is never taken for whole.
/// </summary>
public static class BaselineFile
{
    /// <summary>Larger than the largest baseline there can be.</summary>
    public const long MaxFileBytes = 1024L * 1024 * 1024;

    private const uint Magic = 0x4C42574C;
    private const int Version = 1;
    private const int MaxText = 4096;
    private const int BufferLength = 1 << 16;
    private const int MaxRowsOfSet = 4096;

    /// <summary>Reads a baseline; a file that does not exist is an empty one. <c>null</c>, with a diagnostic, when it cannot be read or is damaged.</summary>
    public static (BaselineHistory? History, ImmutableArray<Diagnostic> Diagnostics) Read(string path)
    {
        try
        {
            if (!File.Exists(path))
                return (BaselineHistory.Empty, []);
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (file.Length > MaxFileBytes)
                return (null, [BaselineDiagnostics.Damaged(path, "it is larger than any baseline.")]);
            var length = file.Length - SHA256.HashSizeInBytes;
            if (length < 8 || !IsWhole(file, length))
                return (null, [BaselineDiagnostics.Damaged(path, "it was cut or changed.")]);
            file.Position = 0;
            using var reader = new BinaryReader(new BufferedStream(file, BufferLength), Encoding.UTF8);
            return (Read(reader, length), []);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException)
        {
            return (null, [BaselineDiagnostics.Damaged(path, exception.Message)]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, [BaselineDiagnostics.Unreadable(path, exception.Message)]);
        }
    }

    /// <summary>Writes a baseline beside the file and moves it there once it is on disk: a crash leaves the old one or the new one.</summary>
    public static ImmutableArray<Diagnostic> Write(string path, BaselineHistory history)
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory)
                Directory.CreateDirectory(directory);
            using (var hash = SHA256.Create())
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                using (var hashed = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true))
                using (var buffer = new BufferedStream(hashed, BufferLength))
                using (var writer = new BinaryWriter(buffer, Encoding.UTF8))
                    Write(writer, history);
                file.Write(hash.Hash);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
            return [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Remove(temporary);
            return [BaselineDiagnostics.Unwritable(path, exception.Message)];
        }
    }

    /// <summary>Whether the end of the file is the hash of what stands before.</summary>
    private static bool IsWhole(FileStream file, long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferLength];
        while (length > 0)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, length));
            file.ReadExactly(part);
            hash.AppendData(part);
            length -= part.Length;
        }
        Span<byte> end = stackalloc byte[SHA256.HashSizeInBytes];
        file.ReadExactly(end);
        return hash.GetHashAndReset().AsSpan().SequenceEqual(end);
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What could not be written cannot be removed either; the next run replaces it.
        }
    }

    private static void Write(BinaryWriter writer, BaselineHistory history)
    {
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(history.ThroughSeconds);
        writer.Write(history.Principals.All.Count);
        foreach (var principal in history.Principals.All.OrderBy(principal => principal.Text, StringComparer.Ordinal))
        {
            writer.Write(principal.Text);
            writer.Write(principal.First);
            writer.Write(principal.Last);
            for (var dimension = 0; dimension < BaselineFactors.DimensionCount; dimension++)
                Write(writer, principal.Find((BaselineDimension)dimension));
        }
        writer.Write(history.Volumes.All.Count);
        foreach (var series in history.Volumes.All.OrderBy(series => (series.Principal, series.Rule, series.By)))
        {
            writer.Write(series.Principal);
            writer.Write(series.Rule);
            writer.Write(series.By);
            var days = series.Days.All[^(int)Math.Min(VolumeSeries.MaxDays, series.Days.Count)..];
            writer.Write(days.Length);
            for (var i = days.Length - 1; i >= 0; i--)
            {
                writer.Write(days[i].Day);
                writer.Write(days[i].Amount);
            }
        }
    }

    private static void Write(BinaryWriter writer, ValueSet? set)
    {
        writer.Write(set?.Count ?? 0);
        if (set is null || set.Count == 0)
            return;
        writer.Write(set.Overflowed);
        foreach (var row in set.Oldest())
        {
            writer.Write(row.Text);
            writer.Write(row.First);
            // Which events a full set counted depends on the order in which they came.
            writer.Write(set.Overflowed ? row.First : row.Last);
            writer.Write(set.Overflowed ? 0 : row.Count);
            writer.Write(row.IsHeld);
        }
    }

    private static BaselineHistory Read(BinaryReader reader, long length)
    {
        if (reader.ReadUInt32() != Magic)
            throw new InvalidDataException("it does not start like one.");
        if (reader.ReadInt32() is not Version and var version)
            throw new InvalidDataException($"it has version {version}; this program reads version {Version}.");
        var through = reader.ReadUInt32();
        var principals = new PrincipalTable();
        var texts = new ValueTexts();
        for (var left = Count(reader, int.MaxValue); left > 0; left--)
            ReadPrincipal(reader, principals, texts);
        var volumes = new VolumeTable();
        for (var left = Count(reader, int.MaxValue); left > 0; left--)
        {
            var (principal, rule, by) = (Text(reader), Text(reader), Text(reader));
            var name = Encoding.UTF8.GetBytes(by);
            // What there is no room for is read, and left out.
            var series = volumes.GetOrAdd(VolumeTable.KeyOf(principal, rule, name), principal, rule, name) ?? new VolumeSeries(principal, rule, by);
            for (var days = Count(reader, (int)VolumeSeries.MaxDays); days > 0; days--)
                volumes.Add(series, reader.ReadUInt32(), reader.ReadUInt64());
        }
        if (reader.BaseStream.Position != length)
            throw new InvalidDataException("it goes on behind its end.");
        return new BaselineHistory(principals, volumes, through);
    }

    private static void ReadPrincipal(BinaryReader reader, PrincipalTable principals, ValueTexts texts)
    {
        var name = Encoding.UTF8.GetBytes(Text(reader));
        var key = PrincipalTable.KeyOf(name);
        var principal = principals.GetOrAdd(key, name) ?? new PrincipalHistory(key, string.Empty);
        principal.See(reader.ReadUInt32(), reader.ReadUInt32());
        for (var dimension = 0; dimension < BaselineFactors.DimensionCount; dimension++)
        {
            var rows = Count(reader, MaxRowsOfSet);
            if (rows == 0)
                continue;
            var set = principal.Set((BaselineDimension)dimension);
            set.Overflowed = reader.ReadBoolean();
            for (; rows > 0; rows--)
            {
                var text = Text(reader);
                var value = PrincipalTable.KeyOf(text);
                set.Add(new ValueRow
                {
                    Key = value,
                    Text = texts.Of(value, Encoding.UTF8.GetBytes(text)),
                    First = reader.ReadUInt32(),
                    Last = reader.ReadUInt32(),
                    Count = reader.ReadUInt32(),
                    IsHeld = reader.ReadBoolean(),
                });
            }
            principals.Charge(set.Cost);
        }
    }

    private static int Count(BinaryReader reader, int limit) =>
        reader.ReadInt32() is >= 0 and var count && count <= limit ? count : throw new InvalidDataException("a number is out of bounds.");

    private static string Text(BinaryReader reader)
    {
        var length = reader.Read7BitEncodedInt();
        if (length is < 0 or > MaxText)
            throw new InvalidDataException("a text is too long.");
        var bytes = reader.ReadBytes(length);
        return bytes.Length == length ? Encoding.UTF8.GetString(bytes) : throw new EndOfStreamException();
    }
}
