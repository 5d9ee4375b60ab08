using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Planning;

namespace Landward.Tests.LandingZone.Planning;

public class PlanRendererTests
{
    [Fact]
    public void A_plan_reads_like_this()
    {
        var node = new ResourceNode { Address = "policies/landward-root-1", Kind = ResourceKind.ServiceControlPolicy, Account = "management", Wave = Wave.Guardrails, Properties = [] };
        var changes = ImmutableArray.Create(
            Change(node with { Address = "accounts/dev", Kind = ResourceKind.Account, Wave = Wave.Accounts }, ChangeAction.Create, null, """{"email":"dev@example.com"}"""),
            Change(node with { Address = "accounts/log-archive/eu-west-1/kms-key/logs", Kind = ResourceKind.KmsKey, Account = "log-archive", Wave = Wave.LogArchive }, ChangeAction.Create, null, "{}", Risk.Cost),
            Change(node, ChangeAction.Update, """{"name":"a","document":1}""", """{"name":"a","document":2}""", Risk.Lockout, Risk.CoverageLoss),
            Change(node with { Address = "policies/landward-old-1" }, ChangeAction.Delete, "{}", null, Risk.CoverageLoss));
        var plan = new Plan(Specs.Read(Specs.Minimal), changes, [], Partial: false, ImmutableSortedDictionary<string, string>.Empty);
        PlanRenderer.Text(plan).ShouldBe("""
            Target: sandbox
            Actions: + create, ~ update in place, - destroy

            Accounts
              + accounts/dev                                                         Account

            Log archive
              + accounts/log-archive/eu-west-1/kms-key/logs                          KmsKey                     COST

            Guardrails
              ~ policies/landward-root-1                                             ServiceControlPolicy       LOCKOUT, COVERAGE-LOSS
                  document: 1 -> 2

            Removals
              - policies/landward-old-1                                              ServiceControlPolicy       COVERAGE-LOSS

            LOCKOUT: 1 change in 1 account
            COVERAGE-LOSS: 2 changes in 1 account
            COST: 1 change in 1 account

            Plan: 2 to add, 1 to change, 1 to destroy.
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void The_document_has_what_the_contract_names()
    {
        var node = new ResourceNode { Address = "accounts/dev", Kind = ResourceKind.Account, Account = "management", Wave = Wave.Accounts, Properties = [] };
        var plan = new Plan(Specs.Read(Specs.Minimal), [Change(node, ChangeAction.Create, null, """{"email":"d@example.com"}""", Risk.Cost)], [], Partial: false, ImmutableSortedDictionary<string, string>.Empty);
        PlanJson.Document(plan).ToJsonString().ShouldBe(
            """{"schemaVersion":1,"target":"sandbox","changes":[{"address":"accounts/dev","kind":"Account","action":"create","account":"management","region":null,"risks":["COST"],"before":null,"after":{"email":"d@example.com"}}],"summary":{"add":1,"change":0,"destroy":0},"guardrails":[],"partial":false,"diagnostics":[]}""");
    }

    private static PlannedChange Change(ResourceNode node, ChangeAction action, string? before, string? after, params Risk[] risks) =>
        new(node, action, before is null ? null : (JsonObject)JsonNode.Parse(before)!, after is null ? null : (JsonObject)JsonNode.Parse(after)!, [.. risks]);
}
