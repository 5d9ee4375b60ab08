using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Cli.Output;

namespace Landward.Tests.Cli.Output;

public sealed class JsonDocumentWriterTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void A_document_in_pieces_reads_like_one_written_at_once()
    {
        var output = new StringWriter();

        using (var document = new JsonDocumentWriter(output))
        {
            document.Member("schemaVersion", 1);
            document.Member("nothing", null);
            document.List("empty", []);
            document.List("items", Enumerable.Range(0, 3).Select(Item));
            document.Member("last", Item(3));
            document.End();
        }

        var whole = new JsonObject { ["schemaVersion"] = 1, ["nothing"] = null, ["empty"] = new JsonArray(), ["items"] = new JsonArray(Item(0), Item(1), Item(2)), ["last"] = Item(3) };
        output.ToString().ShouldBe(whole.ToJsonString(Indented) + Environment.NewLine);
    }

    [Fact]
    public void An_item_is_made_when_those_before_it_are_written()
    {
        var output = new StringWriter();
        var written = new List<int>();

        using (var document = new JsonDocumentWriter(output))
        {
            document.List("items", Enumerable.Range(0, 3).Select(number =>
            {
                written.Add(output.ToString().Length);
                return (JsonNode)number;
            }));
        }

        written.ShouldBe(written.Distinct().Order());
    }

    [Fact]
    public void A_failure_within_a_list_is_what_the_caller_sees()
    {
        static IEnumerable<JsonNode> Items()
        {
            yield return 1;
            throw new IOException("No space left on device");
        }

        Should.Throw<IOException>(() =>
        {
            using var document = new JsonDocumentWriter(new StringWriter());
            document.List("items", Items());
            document.End();
        });
    }

    private static JsonObject Item(int number) => new() { ["number"] = number, ["text"] = $"\"{number}\" é \U0001F600 \u0001 <&>", ["parts"] = new JsonArray(1, null, new JsonObject()) };
}
