using Landward.Access;
using Landward.Access.Escalations;
using static Landward.Tests.Access.Escalations.SmallOrganization;

namespace Landward.Tests.Access.Escalations;

/// <summary>Small organizations full of escalation permissions, from a seed: more paths than any real one, so that every rule is met.</summary>
internal sealed class RandomOrganization(Random random)
{
    private static readonly string[] Accounts = [Dev, Prod, Management];

    private static readonly string[] Conditions =
    [
        """{"Bool":{"aws:MultiFactorAuthPresent":"true"}}""",
        """{"StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}}""",
        """{"StringNotEquals":{"aws:PrincipalAccount":"333333333333"}}""",
        """{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/r1*"}}""",
        """{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}""",
        """{"Null":{"iam:PermissionsBoundary":"true"}}""",
    ];

    private readonly List<string> _arns = [];

    public AccessSnapshot Build()
    {
        var organization = new SmallOrganization();
        foreach (var account in Accounts)
        {
            for (var i = 0; i < 4; i++)
                _arns.Add(Role($"r{i}", account));
            _arns.Add(User("u0", account));
            _arns.Add(User("u1", account));
        }
        organization.WithGroup("g0", Statements(1)).WithGroup("g1", SmallOrganization.Admin);
        foreach (var arn in _arns)
            Add(organization, arn);
        if (random.Next(2) == 0)
            organization.WithServiceControlPolicy(Deny(Action(), "*", random.Next(2) == 0 ? Pick(Conditions) : null));
        if (random.Next(3) == 0)
            organization.WithServiceControlPolicy(Deny("iam:*", "*", """{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/r2"}}"""));
        if (random.Next(3) == 0)
            organization.WithResourceControlPolicy("""{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole","Resource":"arn:aws:iam::*:role/r3"}""");
        organization.WithCompute("AWS::Lambda::Function", $"arn:aws:lambda:us-east-1:{Dev}:function:f", Role("r0"))
            .WithCompute("AWS::EC2::Instance", $"arn:aws:ec2:us-east-1:{Dev}:instance/i-1", Role("r1"));
        return organization.Build();
    }

    private void Add(SmallOrganization organization, string arn)
    {
        var account = arn.Split(':')[4];
        var isRole = arn.Contains(":role/", StringComparison.Ordinal);
        organization.Add(account, arn, isRole ? Trust(account) : null, random.Next(12) == 0 ? SmallOrganization.Admin : Statements(random.Next(4)));
        if (random.Next(4) == 0)
            organization.WithManaged(arn, "shared" + random.Next(2), Statements(1));
        if (random.Next(4) == 0)
            organization.WithBoundary(arn, random.Next(2) == 0 ? $"{SmallOrganization.Admin},{Deny(Action())}" : Statements(3));
        if (isRole && random.Next(2) == 0)
            organization.Change(arn, role => role with { InstanceProfiles = [$"arn:aws:iam::{account}:instance-profile/p"] });
        if (!isRole && account == Dev && random.Next(3) == 0)
            organization.Change(arn, user => user with { Groups = ["g0"] });
    }

    private string Trust(string account) => random.Next(5) switch
    {
        0 => Trusts(Pick(_arns)),
        1 => Trusts($"arn:aws:iam::{Pick(Accounts)}:root"),
        2 => $"{TrustsService("lambda.amazonaws.com")},{Trusts(Pick(_arns))}",
        3 => TrustsService(Pick(["ec2.amazonaws.com", "ecs-tasks.amazonaws.com", "glue.amazonaws.com"])),
        _ => Trusts(account).Replace("\"Principal\"", $"\"Condition\":{Pick(Conditions)},\"Principal\"", StringComparison.Ordinal),
    };

    private string Statements(int count) => count == 0
        ? Allow("s3:GetObject")
        : string.Join(',', Enumerable.Range(0, count).Select(_ => random.Next(6) == 0
            ? Deny(Action(), Resource(), random.Next(2) == 0 ? Pick(Conditions) : null)
            : Allow(Action(), Resource(), random.Next(4) == 0 ? Pick(Conditions) : null)));

    /// <summary>All actions of a technique, most often; a single one or a wildcard otherwise.</summary>
    private string Action() => random.Next(10) switch
    {
        0 => "iam:*",
        1 => "sts:AssumeRole",
        2 => "iam:Put* iam:Attach*",
        3 => "iam:PassRole lambda:*",
        4 or 5 => "sts:AssumeRole sts:TagSession",
        _ => string.Join(' ', Pick(EscalationTechniques.All).Actions.Select(required => required.Action).Distinct()),
    };

    private string Resource() => random.Next(4) switch
    {
        0 => Pick(_arns),
        1 => $"arn:aws:iam::{Pick(Accounts)}:*",
        _ => "*",
    };

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
