using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Model;

namespace Landward.Access;

/// <summary>
/// Reads a snapshot from files in the shapes of the AWS CLI's output. Files are recognized by what they hold; docs/access.md lists the
/// commands that write them. What is wrong with one file is a diagnostic and does not stop the others.
/// </summary>
public sealed class DirectorySnapshotReader
{
    private const int MaxFiles = 50_000;

    private readonly List<Diagnostic> _diagnostics = [];
    private readonly DocumentPool _pool = new();
    private readonly OrganizationFiles _organization = new();
    private readonly ResourceFiles _resources;
    private readonly SortedDictionary<string, (AuthorizationDetails Details, List<SnapshotFile> Files)> _accounts = new(StringComparer.Ordinal);
    private readonly List<CredentialReport> _reports = [];
    private readonly List<UnreadSource> _unread = [];

    private DirectorySnapshotReader() => _resources = new ResourceFiles(_pool, _diagnostics);

    /// <param name="directory">Read with its subdirectories; only files named <c>*.json</c>.</param>
    /// <returns>No snapshot when the directory holds no account at all; then a diagnostic is an error.</returns>
    public static (AccessSnapshot? Snapshot, ImmutableArray<Diagnostic> Diagnostics) Read(string directory)
    {
        var reader = new DirectorySnapshotReader();
        var files = Files(directory, reader._diagnostics);
        foreach (var path in files.Take(MaxFiles))
        {
            if (SnapshotFile.Read(path, reader._diagnostics) is { } file)
                reader.Add(file);
            else
                reader._unread.Add(new UnreadSource(string.Empty, string.Empty, path, "It cannot be read."));
        }
        if (files.Length > MaxFiles)
            reader._diagnostics.Add(SnapshotDiagnostics.Incomplete($"`{directory}` holds {files.Length} files; the first {MaxFiles} were read."));
        var snapshot = reader.Build(directory);
        return (snapshot, [.. reader._diagnostics]);
    }

    private static string[] Files(string directory, List<Diagnostic> diagnostics)
    {
        try
        {
            return [.. Directory.EnumerateFiles(directory, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(SnapshotDiagnostics.BadFile($"`{directory}` cannot be listed: {failure.Message}", null));
            return [];
        }
    }

    private void Add(SnapshotFile file)
    {
        var root = file.Root;
        if (root.ContainsKey("UserDetailList") || root.ContainsKey("RoleDetailList"))
            AddDetails(file);
        else if (root["Content"] is JsonValue && root.ContainsKey("ReportFormat"))
            AddReport(file);
        else if (root["Resources"] is JsonArray)
            _resources.Add(file);
        else if (!_organization.Add(file))
            _diagnostics.Add(SnapshotDiagnostics.Unrecognized(file.Path));
    }

    private void AddDetails(SnapshotFile file)
    {
        var arns = new[] { "UserDetailList", "RoleDetailList", "GroupDetailList" }.SelectMany(list => JsonFields.Objects(file.Root[list])).Select(entity => JsonFields.Text(entity, "Arn"));
        var accounts = arns.Select(text => Arn.TryParse(text, out var arn) ? arn.Account : null).Where(account => AccountId.TryParse(account, out _)).Distinct(StringComparer.Ordinal).ToList();
        if (accounts is not [{ } account])
        {
            _diagnostics.Add(SnapshotDiagnostics.BadFile(
                accounts.Count == 0 ? $"`{file.Path}` names no user, role or group with an ARN, so its account is not known." : $"`{file.Path}` mixes the accounts {string.Join(", ", accounts)}. Keep one account in a file.",
                new SourceSpan(file.Path, 1, 1)));
            return;
        }
        if (!_accounts.TryGetValue(account, out var read))
            _accounts[account] = read = (new AuthorizationDetails(_pool), []);
        read.Details.Add(file.Root);
        read.Files.Add(file);
        // A page that was not followed: what comes after it is missing.
        if (file.Root["IsTruncated"] is JsonValue truncated && truncated.TryGetValue<bool>(out var more) && more)
            _diagnostics.Add(SnapshotDiagnostics.Incomplete($"`{file.Path}` is one page of several (IsTruncated); the answer is whole only if the others are here too.", new SourceSpan(file.Path, 1, 1)));
    }

    private void AddReport(SnapshotFile file)
    {
        if (CredentialReport.Decode(JsonFields.Text(file.Root, "Content")) is { } report)
            _reports.Add(report);
        else
            _diagnostics.Add(SnapshotDiagnostics.BadEntry("`Content` is not base64.", file.SpanOf(file.Root["Content"])));
    }

    private AccessSnapshot? Build(string directory)
    {
        var organization = _organization.Build(_diagnostics);
        var names = organization?.Accounts.ToDictionary(account => account.Id.Value, account => account.Name, StringComparer.Ordinal) ?? [];
        var accounts = _accounts.Select(item => Account(item.Key, item.Value.Details, item.Value.Files, names.GetValueOrDefault(item.Key, item.Key))).ToImmutableArray();
        if (accounts.IsEmpty)
        {
            _diagnostics.Add(SnapshotDiagnostics.BadFile($"`{directory}` holds no output of `aws iam get-account-authorization-details`, so nobody in it can do anything.", null));
            return null;
        }
        foreach (var missing in names.Keys.Except(_accounts.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            _unread.Add(new UnreadSource(missing, string.Empty, "iam:GetAccountAuthorizationDetails", "The directory has no file of this account."));
        if (organization is null)
            _unread.Add(new UnreadSource(string.Empty, string.Empty, "organizations:DescribeOrganization", "The directory has no organization, so service and resource control policies are not known."));
        return new AccessSnapshot
        {
            Organization = organization,
            Accounts = [.. accounts.Select(account => account with { PublicAccessBlock = _resources.AccountBlocks.GetValueOrDefault(account.Id.Value) })],
            Resources = _resources.Build(),
            Unread = [.. _organization.Unread, .. _unread, .. _resources.Unread],
        };
    }

    private AccessAccount Account(string id, AuthorizationDetails details, List<SnapshotFile> files, string name)
    {
        var principals = details.Build();
        var groups = details.BuildGroups();
        foreach (var report in _reports)
            principals = [.. principals.Select(principal => report.Fill(principal, keys: true))];
        foreach (var policy in details.Unread)
        {
            var file = files.Find(candidate => policy.Node is not null && candidate.Root == policy.Node.Root) ?? files[0];
            _unread.Add(new UnreadSource(id, string.Empty, $"policy {policy.Policy}", policy.Reason, policy.Principal));
            _diagnostics.Add(SnapshotDiagnostics.BadEntry($"Policy `{policy.Policy}` of `{policy.Principal}` cannot be read: {policy.Reason} What this principal may do is undecided.", file.SpanOf(policy.Node)));
        }
        return new AccessAccount(AccountId.Parse(id), name, principals) { Groups = groups };
    }
}
