package heed.actions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.model.field.Country;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.Effect;
import heed.model.run.EvaluationTime;
import heed.model.testing.Promise;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetFieldTest {
    private static final EvaluationTime NOW = new EvaluationTime(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC);
    private static final Prospect ANN = prospect(1).with(StandardFields.CITY, text("Paris"));

    @Test
    void the_effect_goes_from_the_current_value_to_the_new_value() {
        assertThat(set(StandardFields.CITY, text("Lyon")).plan(List.of(ANN, prospect(2)), NOW))
                .containsExactly(
                        new Effect.FieldChange(new ProspectId(1), StandardFields.CITY, text("Paris"), text("Lyon")),
                        new Effect.FieldChange(new ProspectId(2), StandardFields.CITY, Optional.empty(), text("Lyon")));
    }

    @Test
    void null_clears_a_field() {
        assertThat(set(StandardFields.CITY, Optional.empty()).plan(List.of(ANN), NOW))
                .containsExactly(new Effect.FieldChange(
                        new ProspectId(1), StandardFields.CITY, text("Paris"), Optional.empty()));
    }

    @Test
    void clearing_a_flag_sets_it_to_No() {
        Prospect bounced = ANN.with(StandardFields.BOUNCED, Optional.of(Value.of(true)));

        assertThat(set(StandardFields.BOUNCED, Optional.empty()).plan(List.of(bounced), NOW))
                .containsExactly(new Effect.FieldChange(
                        new ProspectId(1),
                        StandardFields.BOUNCED,
                        Optional.of(Value.of(true)),
                        Optional.of(Value.of(false))));
    }

    @Test
    @Promise(3)
    void setting_one_flag_plans_nothing_for_the_other() {
        assertThat(set(StandardFields.EMAIL_OPT_OUT, Optional.of(Value.of(true)))
                        .plan(List.of(ANN), NOW))
                .singleElement()
                .satisfies(effect ->
                        assertThat(((Effect.FieldChange) effect).field()).isEqualTo(StandardFields.EMAIL_OPT_OUT));
    }

    @Test
    void an_effect_on_a_prospect_that_already_has_the_value_changes_nothing() {
        assertThat(set(StandardFields.CITY, text("Paris")).plan(List.of(ANN), NOW))
                .singleElement()
                .satisfies(effect ->
                        assertThat(((Effect.FieldChange) effect).isNoOp()).isTrue());
    }

    @Test
    void Id_and_Created_are_refused() {
        assertRefused(StandardFields.ID, text("x"), "field", "field-not-settable", "Id cannot be set by an action");
        assertRefused(
                StandardFields.CREATED,
                Optional.empty(),
                "field",
                "field-not-settable",
                "Created cannot be set by an action");
    }

    @Test
    void Email_is_set_to_the_canonical_form_of_the_address() {
        assertThat(set(StandardFields.EMAIL, text("Ann@Example.COM")).plan(List.of(ANN), NOW))
                .extracting(effect ->
                        ((Effect.FieldChange) effect).to().orElseThrow().text())
                .containsExactly("ann@example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "ann@", "@example.com", "a b@example.com", "ann@localhost", "Ann <ann@example.com>"})
    void Email_refuses_an_invalid_address(String wrong) {
        assertRefused(
                StandardFields.EMAIL,
                text(wrong),
                "value",
                "wrong-email",
                "Email takes an email address such as ann@example.com");
    }

    @Test
    void a_value_of_another_type_is_refused() {
        assertRefused(
                StandardFields.LEAD_SCORE,
                text("ten"),
                "value",
                "wrong-type",
                "Lead Score holds a value of type number, not text");
        assertRefused(
                StandardFields.CITY,
                Optional.of(Value.CountryName.of(Country.find("FR").orElseThrow())),
                "value",
                "wrong-type",
                "City holds a value of type text, not country");
    }

    @Test
    void set_field_without_a_field_is_refused() {
        assertThatThrownBy(() -> new SetField()
                        .create(Arguments.builder(FieldCatalog.standard()).build()))
                .isInstanceOfSatisfying(InvalidArgumentsException.class, e -> {
                    assertThat(e.problems()).singleElement().satisfies(problem -> {
                        assertThat(problem.parameter()).isEqualTo("field");
                        assertThat(problem.code()).isEqualTo("missing-property");
                    });
                });
    }

    @Test
    void the_only_input_of_set_field_is_its_field() {
        assertThat(set(StandardFields.CITY, text("Paris")).inputFields()).containsExactly(StandardFields.CITY);
    }

    private static void assertRefused(
            Field field, Optional<Value> value, String parameter, String code, String message) {
        assertThatThrownBy(() -> set(field, value)).isInstanceOfSatisfying(InvalidArgumentsException.class, e -> {
            assertThat(e.problems())
                    .containsExactly(new InvalidArgumentsException.ArgumentProblem(parameter, code, message));
            assertThat(e).hasMessage(message);
        });
    }

    private static Action set(Field field, Optional<Value> value) {
        return new SetField()
                .create(Arguments.builder(FieldCatalog.standard())
                        .field("field", field)
                        .value("value", value)
                        .build());
    }

    private static Prospect prospect(long key) {
        return new Prospect(new ProspectId(key), new Value[StandardFields.ALL.size()]);
    }

    private static Optional<Value> text(String text) {
        return Optional.of(Value.Text.of(text));
    }
}
