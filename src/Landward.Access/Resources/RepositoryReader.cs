using System.Text.Json.Nodes;

namespace Landward.Access.Resources;

internal static class RepositoryReader
{
    private const string Type = "AWS::ECR::Repository";

    public static async Task ReadAsync(ResourceReading reading, CancellationToken cancellationToken)
    {
        var repositories = await reading.ListAsync("ecr", "DescribeRepositories", null, "repositories", cancellationToken);
        await reading.EachAsync(
            repositories, (repository, cancel) => ReadRepositoryAsync(reading, (string)repository["repositoryName"]!, (string)repository["repositoryArn"]!, cancel), cancellationToken);
    }

    private static async Task ReadRepositoryAsync(ResourceReading reading, string name, string arn, CancellationToken cancellationToken)
    {
        var policy = await reading.PartAsync(
            "ecr", "GetRepositoryPolicy", new JsonObject { ["repositoryName"] = name }, arn, Type, ["RepositoryPolicyNotFoundException"], cancellationToken);
        reading.Add(new AccessResource
        {
            Arn = arn,
            Type = Type,
            Account = reading.Account,
            Region = reading.Region,
            Policy = reading.Policy((string?)policy?["policyText"], arn, Type, "ecr:GetRepositoryPolicy"),
        });
    }
}
