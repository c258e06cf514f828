package heed.examples.embedding;

import heed.actions.Action;
import heed.actions.ActionType;
import heed.actions.Arguments;
import heed.actions.InvalidArgumentsException;
import heed.actions.Parameter;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.run.Effect;
import heed.model.run.EvaluationTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An action type that a platform defines itself: adds points to the lead score, which stays between 0 and 1,000. */
public final class AddScore implements ActionType {
    private static final String POINTS = "points";

    @Override
    public String id() {
        return "add-score";
    }

    @Override
    public String label() {
        return "Add to Lead Score";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(new Parameter(
                POINTS, Parameter.Type.NUMBER, true, "The points to add; negative points are subtracted."));
    }

    @Override
    public Action create(Arguments arguments) {
        double points = arguments
                .number(POINTS)
                .orElseThrow(() -> new InvalidArgumentsException(POINTS, "missing-property", "\"points\" is missing"));
        return new AddPoints(points);
    }

    private record AddPoints(double points) implements Action {
        @Override
        public List<Effect> plan(List<Prospect> prospects, EvaluationTime evaluationTime) {
            return prospects.stream().map(this::effect).toList();
        }

        private Effect effect(Prospect prospect) {
            Optional<Value> oldScore = prospect.value(StandardFields.LEAD_SCORE);
            double score =
                    oldScore.map(value -> ((Value.Decimal) value).number()).orElse(0.0);
            double newScore = Math.max(0, Math.min(1000, score + points));
            return new Effect.FieldChange(
                    prospect.key(), StandardFields.LEAD_SCORE, oldScore, Optional.of(new Value.Decimal(newScore)));
        }

        @Override
        public Set<Field> inputFields() {
            return Set.of(StandardFields.LEAD_SCORE);
        }
    }
}
