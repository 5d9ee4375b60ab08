using Landward.Findings.SecurityHub;
using Landward.Model;
using Landward.Response.Notifications;

namespace Landward.Response.Alerts;

/// <summary>A channel as configured. Secrets are already resolved and stay out of <see cref="object.ToString"/>.</summary>
public abstract record ChannelDefinition(string Name)
{
    /// <summary>The terminal.</summary>
    public sealed record Terminal(string Name) : ChannelDefinition(Name);

    public sealed record Webhook(string Name, Uri Url, string? Secret) : ChannelDefinition(Name)
    {
        public override string ToString() => $"webhook {Name}";
    }

    public sealed record Slack(string Name, Uri Url) : ChannelDefinition(Name)
    {
        public override string ToString() => $"slack {Name}";
    }

    /// <summary>The topic's account and Region are those of its ARN.</summary>
    public sealed record Sns(string Name, Arn Topic) : ChannelDefinition(Name);

    /// <summary>What sends over this channel.</summary>
    /// <param name="console">Where the command shows alerts.</param>
    /// <param name="callerFor">Calls with the credentials of an account in a Region.</param>
    public INotifier CreateNotifier(TextWriter console, Func<AccountId, string, AwsCall> callerFor, TimeProvider clock) => this switch
    {
        Terminal => new ConsoleNotifier(Name, console),
        Webhook webhook => new WebhookNotifier(Name, webhook.Url, webhook.Secret, new HttpDeliveryOptions(), clock),
        Slack slack => new SlackNotifier(Name, slack.Url, new HttpDeliveryOptions(), clock),
        Sns sns => new SnsNotifier(Name, sns.Topic.ToString(), callerFor(AccountId.Parse(sns.Topic.Account), sns.Topic.Region)),
        _ => throw new ArgumentOutOfRangeException(Name),
    };
}
