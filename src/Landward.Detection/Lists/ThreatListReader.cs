using System.Collections.Immutable;
using System.Text.Json;
using System.Xml;
using Landward.Model;

namespace Landward.Detection;

/// <summary>Reads list files, whatever their format: STIX 1.x XML and STIX 2.x JSON are told by their first sign, all else is lines.</summary>
/// <param name="time">Says how old a list is and whether an indicator is still valid.</param>
/// <param name="maxAge">Older lists are reported.</param>
public sealed class ThreatListReader(TimeProvider time, TimeSpan maxAge)
{
    /// <summary>GuardDuty takes 35 MB; published feeds reach more.</summary>
    public const long MaxFileBytes = 64 * 1024 * 1024;

    /// <summary>GuardDuty takes six lists of 250,000 entries; all lists of a run together may hold this many.</summary>
    public const int MaxEntries = 2_000_000;

    /// <summary>After this time without an update a list is reported, unless the user says otherwise.</summary>
    public static readonly TimeSpan DefaultMaxAge = TimeSpan.FromDays(30);

    /// <summary>Reads the files in order. A file that cannot be read, or is no list, is reported and left out.</summary>
    public (ThreatLists Lists, ImmutableArray<Diagnostic> Diagnostics) Read(IEnumerable<ThreatListFile> files, CancellationToken cancellationToken)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var descriptions = ImmutableArray.CreateBuilder<ListDescription>();
        var entries = new List<ListEntry>();
        foreach (var file in files)
        {
            if (ReadFile(file, MaxEntries - entries.Count, diagnostics, cancellationToken) is not var (draft, written))
                continue;
            var description = new ListDescription(
                Path.GetFileName(file.Path),
                file.Purpose,
                file.Path,
                draft.Date ?? written,
                draft.Date is not null,
                draft.Entries.Count(entry => entry.Domain is null),
                draft.Entries.Count(entry => entry.Domain is not null));
            descriptions.Add(description);
            entries.AddRange(draft.Entries.Select(entry => new ListEntry(description, entry.Range, entry.Domain)));
            Check(description, draft, diagnostics);
        }
        return (new ThreatLists(descriptions.ToImmutable(), entries), diagnostics.ToImmutable());
    }

    private (ListDraft Draft, DateTimeOffset Written)? ReadFile(ThreatListFile file, int room, ImmutableArray<Diagnostic>.Builder diagnostics, CancellationToken cancellationToken)
    {
        var draft = new ListDraft(room);
        try
        {
            var info = new FileInfo(file.Path);
            if (info.Exists && info.Length > MaxFileBytes)
            {
                diagnostics.Add(ListDiagnostics.TooLarge(file.Path, MaxFileBytes));
                return null;
            }
            using var stream = new BufferedStream(info.OpenRead());
            var sign = FirstSign(stream);
            if (sign is '{' or '[')
            {
                StixJsonReader.Read(stream, draft, time.GetUtcNow(), cancellationToken);
            }
            else
            {
                using var text = new StreamReader(stream);
                if (sign == '<')
                    StixXmlReader.Read(text, draft, cancellationToken);
                else
                    TextListReader.Read(text, draft, cancellationToken);
            }
            return (draft, new DateTimeOffset(info.LastWriteTimeUtc));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(ListDiagnostics.Unreadable(file.Path, exception.Message));
        }
        catch (Exception exception) when (exception is JsonException or XmlException)
        {
            diagnostics.Add(ListDiagnostics.Malformed(file.Path, exception.Message));
        }
        return null;
    }

    /// <summary>The first sign that is no blank and no byte order mark; the stream is back at its start.</summary>
    private static char FirstSign(Stream stream)
    {
        Span<byte> start = stackalloc byte[64];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        var content = start[..length];
        content = (content.StartsWith("\uFEFF"u8) ? content[3..] : content).TrimStart(" \t\r\n"u8);
        return content.IsEmpty ? ' ' : (char)content[0];
    }

    private void Check(ListDescription list, ListDraft draft, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var age = time.GetUtcNow() - list.Date;
        if (list.Purpose != ListPurpose.Trusted && age > maxAge)
            diagnostics.Add(ListDiagnostics.Old(list, (int)age.TotalDays));
        if (draft.Entries.Count == 0)
            diagnostics.Add(ListDiagnostics.Empty(list.Source));
        else if (draft.Skipped > 0)
            diagnostics.Add(ListDiagnostics.Skipped(list.Source, draft.Skipped));
        if (draft.IsCut)
            diagnostics.Add(ListDiagnostics.TooMany(list.Source, MaxEntries));
    }
}
