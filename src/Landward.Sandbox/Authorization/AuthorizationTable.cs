using System.Collections.Immutable;
using System.Reflection;

namespace Landward.Sandbox.Authorization;

/// <summary>
/// Which actions an operation needs on which resources: one embedded table per service (<c>Authorization/iam.tsv</c>), columns
/// operation, action, resource, context. Several lines of one operation must all be allowed. An operation without a line is
/// never allowed.
/// </summary>
/// <remarks>Facts come from the Service Authorization Reference, docs.aws.amazon.com/service-authorization.</remarks>
internal sealed class AuthorizationTable
{
    private const string ResourcePrefix = "authorization/";
    private const string Header = "operation\taction\tresource\tcontext";
    private static readonly Lazy<AuthorizationTable> Embedded = new(LoadEmbedded);

    private readonly Dictionary<(string Service, string Operation), ImmutableArray<AuthorizationRule>> _rules = [];

    public static AuthorizationTable Default => Embedded.Value;

    public IEnumerable<(string Service, string Operation)> Operations => _rules.Keys;

    public ImmutableArray<AuthorizationRule> Find(string service, string operation) =>
        _rules.TryGetValue((service, operation), out var rules) ? rules : [];

    /// <exception cref="FormatException">A line is not in the table's format; the message names file and line.</exception>
    public void Add(string service, TextReader table)
    {
        var number = 1;
        if (!string.Equals(table.ReadLine()?.TrimEnd(), Header, StringComparison.Ordinal))
            throw new FormatException($"{service}.tsv:1: the header line is not `{Header}`.");
        while (table.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
                continue;
            try
            {
                Add(service, line);
            }
            catch (FormatException error)
            {
                throw new FormatException($"{service}.tsv:{number}: {error.Message}", error);
            }
        }
    }

    private void Add(string service, string line)
    {
        var columns = line.Split('\t');
        if (columns.Length is < 3 or > 4)
            throw new FormatException("expected operation, action, resource and an optional context, separated by tabs.");
        var (operation, withOperation) = SplitCondition(columns[0]);
        var (action, withAction) = SplitCondition(columns[1]);
        if (operation.Length == 0 || action.IndexOf(':') <= 0)
            throw new FormatException($"`{columns[0]}` needs an action of the form `service:Name`.");
        var context = columns.Length < 4 ? [] : columns[3].Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(ParseContext).ToImmutableArray();
        var rule = new AuthorizationRule(action, ResourceTemplate.Parse(columns[2].Trim()), context, withAction ?? withOperation);
        _rules[(service, operation)] = Find(service, operation).Add(rule);
    }

    /// <summary>Takes <c>?Member Name</c> apart; without the prefix the condition is null.</summary>
    private static (string Name, string? OnlyWith) SplitCondition(string column)
    {
        var text = column.Trim();
        if (!text.StartsWith('?'))
            return (text, null);
        var space = text.IndexOf(' ');
        return space > 1 ? (text[(space + 1)..].Trim(), text[1..space]) : throw new FormatException($"`{text}` needs `?Member name`.");
    }

    private static ContextEntry ParseContext(string text)
    {
        var equals = text.IndexOf('=');
        if (equals > 0 && text.Length > equals + 3 && text[equals + 1] == '\'' && text[^1] == '\'')
            return new ContextEntry(text[..equals].Trim(), new InputPath(string.Empty), text[(equals + 2)..^1]);
        return equals > 0 && equals < text.Length - 1
            ? new ContextEntry(text[..equals].Trim(), new InputPath(text[(equals + 1)..].Trim()))
            : throw new FormatException($"`{text}` is not of the form `key=InputPath`.");
    }

    private static AuthorizationTable LoadEmbedded()
    {
        var table = new AuthorizationTable();
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            table.Add(Path.GetFileNameWithoutExtension(name), reader);
        }
        return table;
    }
}
