using System.Text.Json.Nodes;

namespace Landward.Access.Resources;

internal static class SecretReader
{
    private const string Type = "AWS::SecretsManager::Secret";

    public static async Task ReadAsync(ResourceReading reading, CancellationToken cancellationToken)
    {
        var secrets = await reading.ListAsync("secretsmanager", "ListSecrets", null, "SecretList", cancellationToken);
        await reading.EachAsync(secrets, (secret, cancel) => ReadSecretAsync(reading, (string)secret["ARN"]!, cancel), cancellationToken);
    }

    private static async Task ReadSecretAsync(ResourceReading reading, string arn, CancellationToken cancellationToken)
    {
        var policy = await reading.PartAsync("secretsmanager", "GetResourcePolicy", new JsonObject { ["SecretId"] = arn }, arn, Type, ["ResourceNotFoundException"], cancellationToken);
        reading.Add(new AccessResource
        {
            Arn = arn,
            Type = Type,
            Account = reading.Account,
            Region = reading.Region,
            Policy = reading.Policy((string?)policy?["ResourcePolicy"], arn, Type, "secretsmanager:GetResourcePolicy"),
        });
    }
}
