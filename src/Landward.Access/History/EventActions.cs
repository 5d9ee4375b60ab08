using System.Collections.Frozen;
using System.Text.Json;
using Landward.Policy;

namespace Landward.Access.History;

/// <summary>
/// The IAM action of an event. Mostly eventSource's first label and eventName; where names differ, the embedded table says so with
/// its source. Source of the rule: "CloudTrail record contents", AWS CloudTrail User Guide.
/// </summary>
internal sealed class EventActions(IamFacts facts)
{
    private const string Domain = ".amazonaws.com";

    private static readonly Lazy<(FrozenDictionary<string, string> Services, FrozenDictionary<string, string> Actions)> Table = new(Load);


    /// <summary>Null when the facts know no such action.</summary>
    public IamAction? Find(string eventSource, string eventName)
    {
        var service = eventSource.EndsWith(Domain, StringComparison.Ordinal) ? eventSource[..^Domain.Length] : eventSource;
        service = Table.Value.Services.GetValueOrDefault(service, service);
        var name = $"{service}:{WithoutVersion(eventName)}";
        return facts.FindAction(name) ?? (Table.Value.Actions.TryGetValue(name, out var other) ? facts.FindAction(other) : null);
    }

    /// <summary>Without the API's date, which Lambda (<c>AddPermission20150331v2</c>) and CloudFront (<c>CreateDistribution2020_05_31</c>) append.</summary>
    private static string WithoutVersion(string name)
    {
        var end = name.Length;
        var version = name.LastIndexOf('v');
        if (version > 0 && version < end - 1 && name.AsSpan(version + 1).IndexOfAnyExceptInRange('0', '9') < 0)
            end = version;
        var start = end;
        while (start > 0 && (char.IsAsciiDigit(name[start - 1]) || name[start - 1] == '_'))
            start--;
        var date = name.AsSpan(start, end - start);
        return (date.Length == 8 || (date.Length == 10 && date[4] == '_')) && date.StartsWith("20", StringComparison.Ordinal) && start > 0 ? name[..start] : name;
    }

    private static (FrozenDictionary<string, string> Services, FrozenDictionary<string, string> Actions) Load()
    {
        using var stream = typeof(EventActions).Assembly.GetManifestResourceStream("Landward.Access.History.event-actions.json")!;
        using var document = JsonDocument.Parse(stream);
        var services = document.RootElement.GetProperty("services").EnumerateObject().Where(member => member.Name != "source");
        var actions = document.RootElement.GetProperty("actions").EnumerateArray().SelectMany(group => group.GetProperty("map").EnumerateObject());
        return (Read(services), Read(actions));
    }

    private static FrozenDictionary<string, string> Read(IEnumerable<JsonProperty> members) =>
        members.ToFrozenDictionary(member => member.Name, member => member.Value.GetString()!, StringComparer.OrdinalIgnoreCase);
}
