using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;
using Landward.Aws.Wire;

namespace Landward.Aws.Validation;

/// <summary>Checks an input against the limits of its shape, in AWS's wording. A separate step: AWS authorizes some calls before it.</summary>
public static class InputValidator
{
    private const int MaxProblems = 10;

    /// <summary>
    /// The error to answer, or null when the input is valid: <c>1 validation error detected: Value '...' at '...' failed to satisfy
    /// constraint: ...</c>. S3 and EC2 have wordings of their own.
    /// </summary>
    public static ServiceError? Validate(ServiceDescription service, OperationDescription operation, JsonObject input)
    {
        var problems = Problems(operation, input);
        return problems.IsEmpty ? null : ValidationWording.Of(service, problems);
    }

    /// <summary>Everything wrong with the input, at most ten entries.</summary>
    public static ImmutableArray<InputProblem> Problems(OperationDescription operation, JsonObject input)
    {
        var walk = new Walk();
        walk.Structure(operation.Input, input, depth: 0);
        return [.. walk.Problems];
    }

    private sealed class Walk
    {
        private readonly StringBuilder _path = new();

        public List<InputProblem> Problems { get; } = [];

        public void Structure(Shape shape, JsonObject value, int depth)
        {
            foreach (var member in shape.Members)
            {
                if (Problems.Count >= MaxProblems)
                    return;
                var node = value[member.Name];
                if (node is null && !member.IsRequired)
                    continue;
                var length = Push(member.Name);
                if (node is null)
                    Add(InputProblemKind.Missing, null, "Member must not be null", member);
                else
                    Value(member, node, depth + 1);
                _path.Length = length;
            }
        }

        private void Value(Member member, JsonNode node, int depth)
        {
            var shape = member.Shape;
            switch (shape.Type)
            {
                case ShapeType.Structure:
                    if (!shape.IsDocument && node is JsonObject structure && depth < CanonicalJson.MaxDepth)
                        Structure(shape, structure, depth);
                    break;
                case ShapeType.List when node is JsonArray list:
                    Length(member, list.Count, "[" + string.Join(", ", list.Select(Shown)) + "]");
                    Elements(shape, list, depth);
                    break;
                case ShapeType.Map when node is JsonObject map:
                    Length(member, map.Count, "{" + string.Join(", ", map.Select(pair => $"{pair.Key}={Shown(pair.Value)}")) + "}");
                    Entries(shape, map, depth);
                    break;
                case ShapeType.String when node is JsonValue text:
                    Text(member, ScalarText.Text(text));
                    break;
                case ShapeType.Blob when node is JsonValue blob:
                    Length(member, Bytes(ScalarText.Text(blob)), "java.nio.HeapByteBuffer");
                    break;
                case ShapeType.Integer or ShapeType.Long or ShapeType.Float or ShapeType.Double when node is JsonValue number:
                    Number(member, ScalarText.Text(number));
                    break;
            }
        }

        private void Elements(Shape shape, JsonArray list, int depth)
        {
            for (var i = 0; i < list.Count && Problems.Count < MaxProblems; i++)
            {
                if (list[i] is not { } item)
                    continue;
                // AWS counts elements from 1: 'tags.1.member.key'.
                var length = Push((i + 1).ToString(CultureInfo.InvariantCulture));
                Push("member");
                Value(shape.Element!, item, depth + 1);
                _path.Length = length;
            }
        }

        private void Entries(Shape shape, JsonObject map, int depth)
        {
            foreach (var (key, item) in map)
            {
                if (item is null || Problems.Count >= MaxProblems)
                    continue;
                Text(shape.Key!, key);
                var length = Push(key);
                Push("member");
                Value(shape.Value!, item, depth + 1);
                _path.Length = length;
            }
        }

        private void Text(Member member, string text)
        {
            var shape = member.Shape;
            if (shape.EnumSet is { } values && !values.Contains(text))
                Add(InputProblemKind.Enum, text, $"Member must satisfy enum value set: [{string.Join(", ", shape.Enum)}]", member);
            if (shape.Min is { } min && text.Length < min)
                Add(InputProblemKind.Length, text, $"Member must have length greater than or equal to {min:0}", member);
            else if (shape.Max is { } max && text.Length > max)
                Add(InputProblemKind.Length, text, $"Member must have length less than or equal to {max:0}", member);
            else if (shape.Pattern is { } pattern && ShapePattern.Of(pattern) is { } compiled && !compiled.Matches(text))
                Add(InputProblemKind.Pattern, text, $"Member must satisfy regular expression pattern: {pattern}", member);
        }

        private void Length(Member member, int length, string shown)
        {
            if (member.Shape.Min is { } min && length < min)
                Add(InputProblemKind.Length, shown, $"Member must have length greater than or equal to {min:0}", member);
            else if (member.Shape.Max is { } max && length > max)
                Add(InputProblemKind.Length, shown, $"Member must have length less than or equal to {max:0}", member);
        }

        private void Number(Member member, string text)
        {
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                return;
            if (member.Shape.Min is { } min && number < min)
                Add(InputProblemKind.Range, text, $"Member must have value greater than or equal to {min.ToString(CultureInfo.InvariantCulture)}", member);
            else if (member.Shape.Max is { } max && number > max)
                Add(InputProblemKind.Range, text, $"Member must have value less than or equal to {max.ToString(CultureInfo.InvariantCulture)}", member);
        }

        private void Add(InputProblemKind kind, string? value, string constraint, Member member) =>
            Problems.Add(new InputProblem(_path.ToString(), kind, member.Shape.IsSensitive && value is not null ? "*****" : value, constraint));

        /// <summary>Adds a step to the path, its first letter lower as AWS writes it, and returns the length to go back to.</summary>
        private int Push(string step)
        {
            var length = _path.Length;
            if (length > 0)
                _path.Append('.');
            if (step.Length > 0)
                _path.Append(char.ToLowerInvariant(step[0])).Append(step, 1, step.Length - 1);
            return length;
        }

        private static string Shown(JsonNode? node) => node is JsonValue value ? ScalarText.Text(value) : node?.ToJsonString(JsonSerializerOptions.Default) ?? "null";

        private static int Bytes(string base64)
        {
            var padding = base64.EndsWith("==", StringComparison.Ordinal) ? 2 : base64.EndsWith('=') ? 1 : 0;
            return (base64.Length / 4 * 3) - padding;
        }
    }
}
