package heed.actions;

import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.run.Effect;
import heed.model.run.EvaluationTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The action type that sets one field to one value, or clears it. Setting one of the two flags never changes the other.
 */
public final class SetField implements ActionType {
    private static final String FIELD = "field";
    private static final String VALUE = "value";

    @Override
    public String id() {
        return "set-field";
    }

    @Override
    public String label() {
        return "Set Field";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter(FIELD, Parameter.Type.FIELD, true, "The field to set, by label or API name."),
                new Parameter(
                        VALUE,
                        Parameter.Type.FIELD_VALUE,
                        true,
                        "The new value; null clears the field, and sets Email Opt Out or Bounced to No."));
    }

    @Override
    public Action create(Arguments arguments) {
        Field field = arguments.field(FIELD);
        if (!field.settable()) {
            throw new InvalidArgumentsException(
                    FIELD, "field-not-settable", field.label() + " cannot be set by an action");
        }
        Optional<Value> value = arguments.value(VALUE).map(argument -> validated(field, argument));
        return new SetFieldAction(field, field.isFlag() && value.isEmpty() ? Optional.of(Value.of(false)) : value);
    }

    /** Returns the value in the form in which it is stored. */
    private static Value validated(Field field, Value value) {
        if (value.type() != field.type()) {
            throw new InvalidArgumentsException(
                    VALUE,
                    "wrong-type",
                    field.label() + " holds a value of type " + field.type().id() + ", not "
                            + value.type().id());
        }
        if (field.slot() == StandardFields.EMAIL.slot()) {
            EmailAddress address = EmailAddress.parse(value.text())
                    .orElseThrow(() -> new InvalidArgumentsException(
                            VALUE, "wrong-email", "Email takes an email address such as ann@example.com"));
            return Value.Text.of(address.value());
        }
        return value;
    }

    private record SetFieldAction(Field field, Optional<Value> value) implements Action {
        @Override
        public List<Effect> plan(List<Prospect> prospects, EvaluationTime evaluationTime) {
            return prospects.stream()
                    .<Effect>map(
                            prospect -> new Effect.FieldChange(prospect.key(), field, prospect.value(field), value))
                    .toList();
        }

        @Override
        public Set<Field> inputFields() {
            return Set.of(field);
        }
    }
}
