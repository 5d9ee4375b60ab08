using System.IO.Enumeration;
using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;

namespace Landward.Sandbox.Services.Ec2;

/// <summary>
/// Filters of Describe calls: values ORed inside a filter (with <c>*</c> and <c>?</c>), filters ANDed, <c>tag:Key</c> and
/// <c>tag-key</c> everywhere. A filter the resource does not have is an error.
/// </summary>
internal sealed class ResourceFilter(Dictionary<string, Func<JsonObject, IEnumerable<string?>>> fields)
{
    private const int MaximumValues = 200;

    public List<JsonObject> Apply(IEnumerable<JsonObject> resources, JsonObject input, string member = "Filters")
    {
        var filters = input.Structures(member).Select(filter => (Field: FieldOf(filter.Text("Name") ?? string.Empty), Values: filter.Texts("Values"))).ToList();
        if (filters.Any(filter => filter.Values.Count > MaximumValues))
            throw new Calls.AwsErrorException("FilterLimitExceeded", $"The maximum number of filter values specified on a single call is {MaximumValues}", 400);
        return [.. resources.Where(resource => filters.TrueForAll(filter => filter.Field(resource).Any(own => own is not null && filter.Values.Any(value => Matches(value, own)))))];
    }

    private Func<JsonObject, IEnumerable<string?>> FieldOf(string name)
    {
        if (name.StartsWith("tag:", StringComparison.Ordinal))
            return resource => resource.Structures(StateLayout.Tags).Where(tag => tag.Text("Key") == name["tag:".Length..]).Select(tag => tag.Text("Value"));
        if (name == "tag-key")
            return resource => resource.Structures(StateLayout.Tags).Select(tag => tag.Text("Key"));
        return fields.GetValueOrDefault(name) ?? throw Ec2Service.InvalidParameterValue($"The filter '{name}' is invalid");
    }

    private static bool Matches(string pattern, string value) => FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: false);
}
