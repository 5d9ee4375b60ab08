namespace Landward.Response.Resources;

/// <summary>A resource a response reads and changes.</summary>
/// <param name="Account">The account that owns it, 12 digits.</param>
/// <param name="Region">Where its API is called; IAM's is the Region of its one endpoint.</param>
/// <param name="Type">A CloudFormation type name such as <c>AWS::S3::Bucket</c>.</param>
/// <param name="Name">What the API calls it by.</param>
public sealed record ResourceAddress(string Account, string Region, string Type, string Name)
{
    /// <summary>Region of the endpoint of services that have only one. Source: "Service endpoints", AWS General Reference.</summary>
    public const string GlobalRegion = "us-east-1";

    public override string ToString() => $"{Account}/{Region}/{Type}/{Name}";
}
