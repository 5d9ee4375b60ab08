namespace Landward.Access;

/// <summary>The resource of a question and what the snapshot knows of it.</summary>
/// <param name="Arn">As asked; <c>*</c> for actions without resource type.</param>
/// <param name="Account">The owner, 12 digits; null when nobody can tell (an S3 ARN of a bucket the snapshot does not hold).</param>
/// <param name="Resource">
/// The resource whose policy takes part: the bucket of an object, the function of an alias, a role with its trust policy. Null when
/// the snapshot does not hold it: whether it has a policy of its own is then unknown.
/// </param>
public sealed record AccessTarget(string Arn, string? Account, AccessResource? Resource);
