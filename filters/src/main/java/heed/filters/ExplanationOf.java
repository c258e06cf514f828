package heed.filters;

import heed.model.Field;
import heed.model.Moment;
import heed.model.Prospect;
import heed.model.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why a criterion matches a prospect or does not: the tree of its parts, each decided by {@link PredicateOf}. */
public final class ExplanationOf implements Criterion.Visitor<ExplanationOf.Node> {
    private final Prospect prospect;
    private final Moment moment;

    private ExplanationOf(Prospect prospect, Moment moment) {
        this.prospect = prospect;
        this.moment = moment;
    }

    /**
     * One criterion and the prospect.
     *
     * @param sentence what is asked: "Country is Canada", "all of these"
     * @param matched whether it is so
     * @param why what the prospect has: "it is Canada", "2 of 3 match"
     * @param parts what it consists of
     */
    public record Node(String sentence, boolean matched, String why, List<Node> parts) {
        public Node {
            parts = List.copyOf(parts);
        }
    }

    public static Node criterion(Criterion criterion, Prospect prospect, Moment moment) {
        return criterion.accept(new ExplanationOf(prospect, moment));
    }

    @Override
    public Node all(Criterion.All all) {
        List<Node> parts = parts(all.parts());
        boolean matched = parts.stream().allMatch(Node::matched);
        return all.parts().isEmpty()
                ? new Node("everyone", true, "nothing is asked", parts)
                : new Node("all of these", matched, count(parts), parts);
    }

    @Override
    public Node any(Criterion.Any any) {
        List<Node> parts = parts(any.parts());
        return new Node("any of these", parts.stream().anyMatch(Node::matched), count(parts), parts);
    }

    @Override
    public Node not(Criterion.Not not) {
        Node part = not.part().accept(this);
        return new Node(
                "not this", !part.matched(), part.matched() ? "it matches" : "it does not match", List.of(part));
    }

    @Override
    public Node comparison(Criterion.Comparison comparison) {
        return leaf(comparison, comparison.field(), comparison.operator(), "");
    }

    @Override
    public Node timeFrame(Criterion.InTimeFrame timeFrame) {
        String days = timeFrame.frames().stream()
                .distinct()
                .map(frame -> frame + " means " + frame.at(moment))
                .collect(Collectors.joining(", ", "; ", ""));
        return leaf(timeFrame, timeFrame.field(), timeFrame.operator(), days);
    }

    @Override
    public Node presence(Criterion.Presence presence) {
        return leaf(presence, presence.field(), presence.operator(), "");
    }

    private Node leaf(Criterion criterion, Field field, Operator operator, String further) {
        boolean matched = PredicateOf.criterion(criterion, moment).test(prospect);
        Optional<Value> value = prospect.value(field);
        String why = value.map(held -> "it is " + held(held) + further)
                .orElseGet(() -> operator.kind() == Operator.Kind.PRESENCE
                        ? "it is empty"
                        : "it is empty, which " + (operator.matchesEmpty() ? "matches " : "does not match ")
                                + operator.id());
        return new Node(SentenceOf.criterion(criterion), matched, why, List.of());
    }

    private String held(Value value) {
        if (value instanceof Value.CountryName country && country.country().isEmpty()) {
            return SentenceOf.shown(value) + ", which is no country we know";
        } else if (value instanceof Value.DateTime dateTime) {
            Instant instant = dateTime.instant();
            return dateTime.display() + " (" + instant.atZone(moment.zone()).toLocalDate() + " in " + moment.zone()
                    + ")";
        }
        return SentenceOf.shown(value);
    }

    private List<Node> parts(List<Criterion> parts) {
        return parts.stream().map(part -> part.accept(this)).toList();
    }

    private static String count(List<Node> parts) {
        long matching = parts.stream().filter(Node::matched).count();
        return matching + " of " + parts.size() + (matching == 1 ? " matches" : " match");
    }
}
