using System.Collections.Immutable;
using Landward.Access;
using Landward.Access.Escalations;
using Landward.Tests.Access.Generated;

namespace Landward.Tests.Access.Escalations;

/// <summary>A chain of users and roles, planted in a generated organization, whose every link is one technique and whose end is an administrator.</summary>
internal sealed class PlantedPath
{
    private static readonly string[] Kinds =
    [
        CredentialTechniques.AssumeRoleId, "passrole-lambda-create-invoke", "compute-lambda-update-code-invoke", CredentialTechniques.UpdateTrustId,
        CredentialTechniques.CreateAccessKeyId, "passrole-cloudformation-create-stack", "compute-codebuild-start-build",
    ];

    private readonly OrganizationGenerator _organization;
    private readonly string _account;
    private readonly string _name;

    public PlantedPath(OrganizationGenerator organization, Random random, int number)
    {
        _organization = organization;
        _name = $"planted{number}";
        // Workload accounts may be suspended or locked down; the first three never are.
        _account = organization.Accounts[1 + random.Next(2)];
        var techniques = Enumerable.Range(0, 1 + random.Next(4)).Select(_ => Kinds[random.Next(Kinds.Length)]).ToImmutableArray();
        Start = Arn(0, user: true);
        Techniques = techniques;
        Nodes = [.. Enumerable.Range(1, techniques.Length).Select(step => Arn(step, IsUser(techniques[step - 1])))];
        for (var step = 0; step <= techniques.Length; step++)
            Plant(step);
    }

    public string Start { get; }

    public ImmutableArray<string> Techniques { get; }

    /// <summary>The victims, in order; the last one is the administrator.</summary>
    public ImmutableArray<string> Nodes { get; }

    private static bool IsUser(string technique) => technique == CredentialTechniques.CreateAccessKeyId;

    private string Arn(int step, bool user) => $"arn:aws:iam::{_account}:{(user ? "user" : "role")}/{_name}-{step}";

    private string Function(int step) => $"arn:aws:lambda:eu-west-1:{_account}:function:{_name}-{step}";

    private string Project(int step) => $"arn:aws:codebuild:eu-west-1:{_account}:project/{_name}-{step}";

    private void Plant(int step)
    {
        var arn = step == 0 ? Start : Nodes[step - 1];
        var policy = step == Techniques.Length ? PolicyTexts.FullAccess : Policy(Techniques[step], Nodes[step], step + 1);
        var name = $"{_name}-{step}";
        if (step == 0 || IsUser(Techniques[step - 1]))
            _organization.PlantUser(_account, name, policy);
        else
            _organization.PlantRole(_account, name, Trust(Techniques[step - 1], step == 1 ? Start : Nodes[step - 2]), policy);
        if (step > 0 && Techniques[step - 1].StartsWith("compute-", StringComparison.Ordinal))
            PlantCompute(Techniques[step - 1], step, arn);
    }

    private void PlantCompute(string technique, int step, string role)
    {
        var lambda = technique.Contains("lambda", StringComparison.Ordinal);
        _organization.Plant(new AccessResource
        {
            Arn = lambda ? Function(step) : Project(step),
            Type = lambda ? "AWS::Lambda::Function" : "AWS::CodeBuild::Project",
            Account = _account,
            Region = "eu-west-1",
            RoleArn = role,
        });
    }

    private static string Trust(string technique, string previous) => technique switch
    {
        CredentialTechniques.AssumeRoleId => TrustTexts.Aws(previous),
        _ when technique.StartsWith("passrole-", StringComparison.Ordinal) => TrustTexts.Service(EscalationTechniques.Find(technique).PassedTo!),
        _ when technique.Contains("lambda", StringComparison.Ordinal) => TrustTexts.Service("lambda.amazonaws.com"),
        _ => TrustTexts.Service("codebuild.amazonaws.com"),
    };

    private string Policy(string technique, string victim, int step)
    {
        var statements = EscalationTechniques.Find(technique).Actions
            .Select(required => SmallOrganization.Allow(required.Action, required.On == ActionObject.Victim ? victim : technique switch
            {
                "compute-lambda-update-code-invoke" => Function(step),
                "compute-codebuild-start-build" => Project(step),
                _ => "*",
            }));
        return $$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""";
    }
}
