package heed.filters.reading;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.run.EvaluationTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Explains why a criterion matches a prospect or does not. The explanation is a tree of the criterion's parts, each
 * evaluated by {@link PredicateOf}.
 */
public final class ExplanationOf implements Criterion.Visitor<ExplanationOf.ExplanationNode> {
    private final Prospect prospect;
    private final EvaluationTime evaluationTime;

    private ExplanationOf(Prospect prospect, EvaluationTime evaluationTime) {
        this.prospect = prospect;
        this.evaluationTime = evaluationTime;
    }

    /**
     * The explanation of one criterion for the prospect.
     *
     * @param sentence the criterion in words: "Country is Canada", "all of these"
     * @param matched whether the criterion matches
     * @param reason the value or count that decides it: "it is Canada", "2 of 3 match"
     * @param parts the explanations of the criterion's parts
     */
    public record ExplanationNode(String sentence, boolean matched, String reason, List<ExplanationNode> parts) {
        public ExplanationNode {
            parts = List.copyOf(parts);
        }
    }

    /** Explains a criterion for a prospect at an evaluation time. */
    public static ExplanationNode criterion(Criterion criterion, Prospect prospect, EvaluationTime evaluationTime) {
        return criterion.accept(new ExplanationOf(prospect, evaluationTime));
    }

    @Override
    public ExplanationNode all(Criterion.All all) {
        List<ExplanationNode> parts = explainParts(all.parts());
        boolean matched = parts.stream().allMatch(ExplanationNode::matched);
        return all.parts().isEmpty()
                ? new ExplanationNode("everyone", true, "there are no criteria", parts)
                : new ExplanationNode("all of these", matched, describeCount(parts), parts);
    }

    @Override
    public ExplanationNode any(Criterion.Any any) {
        List<ExplanationNode> parts = explainParts(any.parts());
        return new ExplanationNode(
                "any of these", parts.stream().anyMatch(ExplanationNode::matched), describeCount(parts), parts);
    }

    @Override
    public ExplanationNode not(Criterion.Not not) {
        ExplanationNode part = not.part().accept(this);
        return new ExplanationNode(
                "not this", !part.matched(), part.matched() ? "it matches" : "it does not match", List.of(part));
    }

    @Override
    public ExplanationNode comparison(Criterion.Comparison comparison) {
        return explainComparison(comparison, comparison.field(), comparison.operator(), "");
    }

    @Override
    public ExplanationNode timeFrame(Criterion.InTimeFrame timeFrame) {
        String days = timeFrame.frames().stream()
                .distinct()
                .map(frame -> frame + " means " + frame.rangeAt(evaluationTime))
                .collect(Collectors.joining(", ", "; ", ""));
        return explainComparison(timeFrame, timeFrame.field(), timeFrame.operator(), days);
    }

    @Override
    public ExplanationNode presence(Criterion.Presence presence) {
        return explainComparison(presence, presence.field(), presence.operator(), "");
    }

    private ExplanationNode explainComparison(Criterion criterion, Field field, Operator operator, String detail) {
        boolean matched = PredicateOf.criterion(criterion, evaluationTime).test(prospect);
        Optional<Value> value = prospect.value(field);
        String reason = value.map(present -> "it is " + describe(present) + detail)
                .orElseGet(() -> operator.category() == Operator.Category.PRESENCE
                        ? "it is empty"
                        : "it is empty, which " + (operator.matchesEmpty() ? "matches " : "does not match ")
                                + operator.id());
        return new ExplanationNode(SentenceOf.criterion(criterion, evaluationTime.zone()), matched, reason, List.of());
    }

    private String describe(Value value) {
        if (value instanceof Value.CountryName country && country.country().isEmpty()) {
            return SentenceOf.format(value, evaluationTime.zone()) + ", which is not a known country";
        } else if (value instanceof Value.DateTime dateTime) {
            return dateTime.display(evaluationTime.zone()) + " in " + evaluationTime.zone();
        }
        return SentenceOf.format(value, evaluationTime.zone());
    }

    private List<ExplanationNode> explainParts(List<Criterion> parts) {
        return parts.stream().map(part -> part.accept(this)).toList();
    }

    private static String describeCount(List<ExplanationNode> parts) {
        long matching = parts.stream().filter(ExplanationNode::matched).count();
        return matching + " of " + parts.size() + (matching == 1 ? " matches" : " match");
    }
}
