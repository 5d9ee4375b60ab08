using Landward.Findings;
using Landward.Model;

namespace Landward.Tests.Findings;

public sealed class FindingLifecycleTests
{
    private static readonly DateTimeOffset Start = SampleFinding.Start;

    [Fact]
    public void A_new_id_creates_a_finding_with_everything_the_import_says()
    {
        var note = new FindingNote("seen", "me", Start);
        var created = FindingLifecycle.Import(null, Import(Start) with { Note = note, Workflow = WorkflowStatus.Notified, Verification = VerificationState.TruePositive });
        created.Note.ShouldBe(note);
        created.Workflow.ShouldBe(WorkflowStatus.Notified);
        created.Verification.ShouldBe(VerificationState.TruePositive);
        created.UpdatedAt.ShouldBe(Start);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void An_import_counts_only_when_its_update_time_is_later(int seconds, bool counts)
    {
        var stored = FindingLifecycle.Import(null, Import(Start));
        var import = Import(Start.AddSeconds(seconds));
        import = import with { Finding = import.Finding with { Title = "changed" } };
        var after = FindingLifecycle.Import(stored, import);
        after.Finding.Title.ShouldBe(counts ? "changed" : stored.Finding.Title);
        ReferenceEquals(after, stored).ShouldBe(!counts);
    }

    [Fact]
    public void An_import_does_not_touch_what_belongs_to_the_customer()
    {
        var stored = FindingLifecycle.Update(FindingLifecycle.Import(null, Import(Start)), new FindingUpdate
        {
            Note = new FindingNote("mine", "me", Start),
            Verification = VerificationState.FalsePositive,
            Workflow = WorkflowStatus.Suppressed,
            UserDefinedFields = new Dictionary<string, string> { ["ticket"] = "7" }.ToSorted(),
        });
        var after = FindingLifecycle.Import(stored, Import(Start.AddSeconds(1)) with
        {
            Note = new FindingNote("theirs", "provider", Start),
            Verification = VerificationState.TruePositive,
            Workflow = WorkflowStatus.New,
            UserDefinedFields = new Dictionary<string, string> { ["ticket"] = "8" }.ToSorted(),
        });
        after.Note!.Text.ShouldBe("mine");
        after.Verification.ShouldBe(VerificationState.FalsePositive);
        after.Workflow.ShouldBe(WorkflowStatus.Suppressed);
        after.UserDefinedFields["ticket"].ShouldBe("7");
    }

    [Fact]
    public void A_customers_update_does_not_change_the_update_time()
    {
        var stored = FindingLifecycle.Import(null, Import(Start));
        FindingLifecycle.Update(stored, new FindingUpdate { Workflow = WorkflowStatus.Resolved }).UpdatedAt.ShouldBe(Start);
    }

    [Theory]
    [InlineData(WorkflowStatus.Notified, RecordState.Archived, RecordState.Active, null, null, WorkflowStatus.New)]
    [InlineData(WorkflowStatus.Resolved, RecordState.Archived, RecordState.Active, null, null, WorkflowStatus.New)]
    [InlineData(WorkflowStatus.Suppressed, RecordState.Archived, RecordState.Active, null, null, WorkflowStatus.Suppressed)]
    [InlineData(WorkflowStatus.Resolved, RecordState.Active, RecordState.Active, null, null, WorkflowStatus.Resolved)]
    [InlineData(WorkflowStatus.Resolved, RecordState.Active, RecordState.Archived, null, null, WorkflowStatus.Resolved)]
    [InlineData(WorkflowStatus.Resolved, RecordState.Active, RecordState.Active, ComplianceStatus.Passed, ComplianceStatus.Failed, WorkflowStatus.New)]
    [InlineData(WorkflowStatus.Notified, RecordState.Active, RecordState.Active, ComplianceStatus.Passed, ComplianceStatus.Warning, WorkflowStatus.New)]
    [InlineData(WorkflowStatus.Notified, RecordState.Active, RecordState.Active, ComplianceStatus.Passed, ComplianceStatus.NotAvailable, WorkflowStatus.New)]
    [InlineData(WorkflowStatus.Suppressed, RecordState.Active, RecordState.Active, ComplianceStatus.Passed, ComplianceStatus.Failed, WorkflowStatus.Suppressed)]
    [InlineData(WorkflowStatus.Resolved, RecordState.Active, RecordState.Active, ComplianceStatus.Failed, ComplianceStatus.Failed, WorkflowStatus.Resolved)]
    [InlineData(WorkflowStatus.Resolved, RecordState.Active, RecordState.Active, ComplianceStatus.Failed, ComplianceStatus.Passed, WorkflowStatus.Resolved)]
    [InlineData(WorkflowStatus.Notified, RecordState.Active, RecordState.Active, ComplianceStatus.Passed, null, WorkflowStatus.Notified)]
    public void Workflow_goes_back_to_new_only_when_the_finding_came_back(
        WorkflowStatus workflow, RecordState before, RecordState now, ComplianceStatus? passedBefore, ComplianceStatus? passedNow, WorkflowStatus expected)
    {
        var stored = FindingLifecycle.Import(null, Import(Start) with { Workflow = workflow, RecordState = before, Compliance = passedBefore });
        FindingLifecycle.Import(stored, Import(Start.AddSeconds(1)) with { RecordState = now, Compliance = passedNow }).Workflow.ShouldBe(expected);
    }

    [Theory]
    //          top     provider  customer      -> in force, provider's
    [InlineData(null, Severity.High, null, Severity.High, Severity.High)]
    [InlineData(Severity.Critical, null, null, Severity.Critical, Severity.Critical)]
    [InlineData(Severity.Critical, Severity.High, null, Severity.Critical, Severity.High)]
    [InlineData(null, Severity.High, Severity.Low, Severity.Low, Severity.High)]
    [InlineData(Severity.Critical, null, Severity.Low, Severity.Low, Severity.Critical)]
    [InlineData(Severity.Critical, Severity.High, Severity.Low, Severity.Low, Severity.High)]
    [InlineData(null, null, null, Severity.Medium, Severity.Medium)]
    [InlineData(null, null, Severity.Low, Severity.Low, Severity.Medium)]
    public void Provider_fields_of_an_existing_finding(Severity? top, Severity? provider, Severity? customer, Severity inForce, Severity providers)
    {
        var stored = FindingLifecycle.Import(null, Import(Start) with { Provider = new ProviderFields { Severity = Severity.Medium } });
        if (customer is { } set)
            stored = FindingLifecycle.Update(stored, new FindingUpdate { Fields = new ProviderFields { Severity = set } });
        var after = FindingLifecycle.Import(stored, Import(Start.AddSeconds(1)) with
        {
            TopLevel = new ProviderFields { Severity = top },
            Provider = new ProviderFields { Severity = provider },
        });
        after.Current.Severity.ShouldBe(inForce);
        after.Finding.Severity.ShouldBe(inForce);
        after.Provider.Severity.ShouldBe(providers);
    }

    [Theory]
    [InlineData(10, 20, 20, 20)]
    [InlineData(10, null, 10, 10)]
    [InlineData(null, 20, 20, 20)]
    public void Provider_fields_of_a_new_finding_fill_both_places(int? top, int? provider, int inForce, int providers)
    {
        var created = FindingLifecycle.Import(null, Import(Start) with { TopLevel = new ProviderFields { Confidence = top }, Provider = new ProviderFields { Confidence = provider } });
        created.Current.Confidence.ShouldBe(inForce);
        created.Provider.Confidence.ShouldBe(providers);
    }

    [Fact]
    public void A_customer_sets_only_the_fields_given()
    {
        var stored = FindingLifecycle.Import(null, Import(Start) with { Provider = new ProviderFields { Confidence = 10, Criticality = 20 } });
        stored = FindingLifecycle.Update(stored, new FindingUpdate { Fields = new ProviderFields { Confidence = 99 } });
        var after = FindingLifecycle.Import(stored, Import(Start.AddSeconds(1)) with { Provider = new ProviderFields { Confidence = 11, Criticality = 21 } });
        after.Current.Confidence.ShouldBe(99);
        after.Current.Criticality.ShouldBe(21);
    }

    private static FindingImport Import(DateTimeOffset updatedAt) => new()
    {
        Finding = SampleFinding.LeakedKey,
        ProductArn = "arn:aws:securityhub:eu-west-1:222233334444:product/222233334444/default",
        CreatedAt = Start,
        UpdatedAt = updatedAt,
    };
}
