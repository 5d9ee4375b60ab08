using Landward.Access;

namespace Landward.Tests.Access.Snapshot;

public class IdentityCenterRolesTests
{
    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Read_Only_0123456789abcdef", "Read_Only")]
    [InlineData("arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_admin_0123456789abcdef", "admin")]
    [InlineData("arn:aws:iam::111122223333:role/AWSReservedSSO_admin_0123456789abcdef", null)]
    [InlineData("arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_x", null)]
    [InlineData("arn:aws:iam::111122223333:role/deploy", null)]
    public void The_permission_set_is_in_the_name_of_the_role(string arn, string? permissionSet) => IdentityCenterRoles.PermissionSetOf(arn).ShouldBe(permissionSet);
}
