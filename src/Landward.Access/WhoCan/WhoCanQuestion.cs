using Landward.Policy;

namespace Landward.Access;

/// <summary>Who can do this to that?</summary>
/// <param name="Action">Such as <c>s3:GetObject</c>.</param>
/// <param name="Resource">The ARN; <c>*</c> for actions without resource type.</param>
/// <param name="ResourceAccount">The owner, where neither the ARN nor the snapshot says.</param>
/// <param name="Given">Facts about the request that the asker knows, such as <c>aws:SourceIp</c>.</param>
public sealed record WhoCanQuestion(string Action, string Resource, string? ResourceAccount = null, RequestContext? Given = null);
