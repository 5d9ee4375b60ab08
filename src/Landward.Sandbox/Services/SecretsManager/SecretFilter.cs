using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.SecretsManager;

/// <summary>Filters of ListSecrets and BatchGetSecretValue: prefixes, ORed inside a filter, ANDed between filters; <c>!</c> negates.</summary>
internal static class SecretFilter
{
    public static bool Accepts(Secret secret, JsonObject input) => input.Structures("Filters").All(filter => Accepts(secret, filter.RequiredText("Key"), filter.Texts("Values")));

    private static bool Accepts(Secret secret, string key, IReadOnlyList<string> values)
    {
        var fields = Fields(secret, key);
        return values.Any(value => value.StartsWith('!')
            ? !fields.Any(field => StartsWith(field, value[1..], key))
            : fields.Any(field => StartsWith(field, value, key)));
    }

    // Descriptions and the "all" key ignore case, the others do not.
    private static bool StartsWith(string field, string value, string key) =>
        field.StartsWith(value, key is "description" or "all" ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    private static List<string> Fields(Secret secret, string key)
    {
        var tags = secret.Document.Structures(StateLayout.Tags).ToList();
        IEnumerable<string?> fields = key switch
        {
            "name" => [secret.Name],
            "description" => [secret.Document.Text("Description")],
            "tag-key" => tags.Select(tag => tag.Text("Key")),
            "tag-value" => tags.Select(tag => tag.Text("Value")),
            "primary-region" => [secret.Region],
            "owning-service" => [],
            "all" => tags.SelectMany(tag => new[] { tag.Text("Key"), tag.Text("Value") }).Append(secret.Name).Append(secret.Document.Text("Description")),
            _ => throw new AwsErrorException("InvalidParameterException", $"Invalid filter key {key}.", 400),
        };
        return [.. fields.OfType<string>()];
    }
}
