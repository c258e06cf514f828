package heed.store;

import static heed.store.TestStore.importRow;
import static heed.store.TestStore.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.prospect.ProspectFlag;
import heed.model.store.ImportOptions;
import heed.model.store.ImportOutcome;
import heed.model.store.ImportOutcome.RowResult;
import heed.model.store.ImportRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The import of rows as prospects. */
interface ImportContract extends TestStore {

    @Test
    default void a_row_creates_a_prospect_or_updates_the_one_of_its_address() {
        assertThat(kinds(importRows(
                        BY_EMAIL,
                        importRow(2, StandardFields.EMAIL, "ann@example.com", StandardFields.CITY, "Rome"),
                        importRow(3, StandardFields.EMAIL, "bob@example.com"))))
                .containsExactly("2 CREATED", "3 CREATED");
        assertThat(kinds(importRows(
                        BY_EMAIL,
                        importRow(2, StandardFields.EMAIL, "Ann@Example.com", StandardFields.CITY, "Oslo"),
                        importRow(3, StandardFields.EMAIL, "bob@example.com"))))
                .containsExactly("2 UPDATED", "3 UNCHANGED");
        assertThat(texts(find("ann@example.com"), StandardFields.ID, StandardFields.CITY))
                .containsExactly("H1", "Oslo");
        assertThat(history(find("ann@example.com"))).containsExactly("created (import)", "City: Rome → Oslo (import)");
        assertThat(history(find("bob@example.com"))).containsExactly("created (import)");
    }

    static List<String> kinds(List<ImportOutcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome.line() + " " + outcome.result() + (outcome.flagRetained() ? " kept" : ""))
                .toList();
    }

    @Test
    default void only_the_fields_of_a_row_are_changed() {
        Field plan = account().addField("Plan", ValueType.TEXT, List.of());
        Field seats = account().addField("Seats", ValueType.NUMBER, List.of());
        prospect("A", StandardFields.CITY, "Rome", StandardFields.STATE, "Lazio", plan, "Gold", seats, "5");
        importRows(BY_ID, importRow(1, StandardFields.ID, "A", StandardFields.CITY, "", plan, "Silver"));
        assertThat(texts(find("A"), StandardFields.CITY, StandardFields.STATE, plan, seats))
                .containsExactly("", "Lazio", "Silver", "5");
    }

    @Test
    default void tags_replace_those_of_the_prospect_or_are_added_to_them() {
        Field tags = account().addField("Tags", ValueType.TAGS, List.of());
        prospect("A", tags, "VIP; Gold");
        ImportOptions adding = new ImportOptions(StandardFields.ID, false, false, true);
        assertThat(kinds(importRows(
                        adding,
                        importRow(1, StandardFields.ID, "A", tags, "new; vip"),
                        importRow(2, StandardFields.ID, "A", tags, "Gold"),
                        importRow(3, StandardFields.ID, "B", tags, "first"),
                        importRow(4, StandardFields.ID, "B", tags, "second"))))
                .containsExactly("1 UPDATED", "2 UNCHANGED", "3 CREATED", "4 UPDATED");
        assertThat(texts(find("A"), tags)).containsExactly("Gold; new; VIP");
        assertThat(texts(find("B"), tags)).containsExactly("first; second");
        importRows(BY_ID, importRow(1, StandardFields.ID, "A", tags, "only"));
        assertThat(texts(find("A"), tags)).containsExactly("only");
    }

    @Test
    default void a_row_that_cannot_be_matched_is_rejected_with_the_reason_and_the_others_are_imported() {
        prospect("A", StandardFields.EMAIL, "info@example.com");
        prospect("B", StandardFields.EMAIL, "info@example.com");
        List<ImportOutcome> byEmail = importRows(
                BY_EMAIL,
                importRow(2, StandardFields.EMAIL, "info@example.com", StandardFields.CITY, "Rome"),
                importRow(3, StandardFields.EMAIL, "", StandardFields.CITY, "Rome"),
                importRow(4, StandardFields.CITY, "Rome"),
                importRow(5, StandardFields.EMAIL, "new@example.com", StandardFields.ID, "A"),
                importRow(6, StandardFields.EMAIL, "cy@example.com", StandardFields.ID, "C"));
        assertThat(kinds(byEmail)).containsExactly("2 REJECTED", "3 REJECTED", "4 REJECTED", "5 REJECTED", "6 CREATED");
        assertThat(byEmail.stream().flatMap(outcome -> outcome.reason().stream()))
                .containsExactly(
                        "2 prospects have this email address: match them by Id",
                        "it has no Email to match by",
                        "it has no Email to match by",
                        "another prospect has this Id");
        assertThat(kinds(importRows(BY_ID, importRow(2, StandardFields.EMAIL, "dan@example.com"))))
                .containsExactly("2 REJECTED");
        assertThat(TestStore.count(account())).isEqualTo(3);
        assertThat(find("A").value(StandardFields.CITY)).isEmpty();
    }

    @Test
    default void a_row_sees_the_rows_before_it() {
        assertThat(kinds(importRows(
                        BY_EMAIL,
                        importRow(2, StandardFields.EMAIL, "ann@example.com", StandardFields.CITY, "Rome"),
                        importRow(3, StandardFields.EMAIL, "ann@example.com", StandardFields.CITY, "Oslo"),
                        importRow(4, StandardFields.EMAIL, "ann@example.com", StandardFields.CITY, "Oslo"))))
                .containsExactly("2 CREATED", "3 UPDATED", "4 UNCHANGED");
        assertThat(kinds(importRows(
                        BY_ID,
                        importRow(2, StandardFields.ID, "X", StandardFields.EMAIL, "x@example.com"),
                        importRow(3, StandardFields.ID, "X", StandardFields.EMAIL, "y@example.com"))))
                .containsExactly("2 CREATED", "3 UPDATED");
        assertThat(texts(find("X"), StandardFields.EMAIL)).containsExactly("y@example.com");
        assertThat(history(find("X")))
                .containsExactly("created (import)", "Email: x@example.com → y@example.com (import)");
    }

    @Test
    default void generated_Ids_never_collide_with_imported_ones() {
        importRows(BY_EMAIL, importRow(1, StandardFields.EMAIL, "a@example.com", StandardFields.ID, "H2"));
        importRows(
                BY_EMAIL,
                importRow(1, StandardFields.EMAIL, "b@example.com"),
                importRow(2, StandardFields.EMAIL, "c@example.com"),
                importRow(3, StandardFields.EMAIL, "d@example.com"),
                importRow(4, StandardFields.EMAIL, "e@example.com", StandardFields.ID, "H4"));
        importRows(BY_EMAIL, importRow(1, StandardFields.EMAIL, "f@example.com"));
        assertThat(List.of("a", "b", "c", "d", "e", "f"))
                .extracting(name -> find(name + "@example.com").id())
                .containsExactly("H2", "H1", "H3", "H5", "H4", "H6");
    }

    @Test
    default void many_rows_get_Ids_of_their_own() {
        ImportRow[] rows = IntStream.range(0, 12_000)
                .mapToObj(i -> importRow(i + 2, StandardFields.EMAIL, "p" + i + "@example.com"))
                .toArray(ImportRow[]::new);
        assertThat(importRows(BY_EMAIL, rows)).extracting(ImportOutcome::result).containsOnly(RowResult.CREATED);
        assertThat(find("p0@example.com").id()).isEqualTo("H1");
        assertThat(find("H12000").email().orElseThrow().value()).isEqualTo("p11999@example.com");
        assertThat(importRows(BY_EMAIL, rows)).extracting(ImportOutcome::result).containsOnly(RowResult.UNCHANGED);
        assertThat(TestStore.count(account())).isEqualTo(12_000);
    }

    @Test
    default void Created_comes_from_the_row_or_else_is_now_and_never_changes() {
        prospect("A", StandardFields.CREATED, "2020-01-01T00:00:00Z");
        prospect("B");
        prospect("A", StandardFields.CREATED, "2021-01-01T00:00:00Z");
        importRows(BY_ID, importRow(1, StandardFields.ID, "B", StandardFields.CREATED, ""));
        assertThat(texts(find("A"), StandardFields.CREATED)).containsExactly("2020-01-01T00:00:00Z");
        assertThat(texts(find("B"), StandardFields.CREATED)).containsExactly(NOW.toString());
        assertThat(history(find("A"))).containsExactly("created (import)");
    }

    @Test
    default void the_Id_of_a_prospect_matched_by_address_does_not_change() {
        prospect("A", StandardFields.EMAIL, "ann@example.com");
        assertThat(kinds(importRows(
                        BY_EMAIL, importRow(1, StandardFields.EMAIL, "ann@example.com", StandardFields.ID, "Z"))))
                .containsExactly("1 UNCHANGED");
        assertThat(find("A").id()).isEqualTo("A");
    }

    @Test
    default void a_Yes_in_a_file_is_an_assertion_each_time() {
        for (int i = 0; i < 2; i++) {
            importRows(
                    BY_EMAIL,
                    importRow(1, StandardFields.EMAIL, "ann@example.com", StandardFields.EMAIL_OPT_OUT, "yes"));
        }
        assertThat(history(find("ann@example.com")))
                .containsExactly(
                        "created (import)", "Email Opt Out: No → Yes (import)", "Email Opt Out: Yes → Yes (import)");
    }

    /** Not all rows of a file of JSON Lines have the same fields. */
    @Test
    default void a_Yes_is_stored_even_if_its_row_lacks_a_field_that_another_row_has() {
        prospect("A", StandardFields.EMAIL, "ann@example.com");
        prospect("B", StandardFields.EMAIL, "bob@example.com");
        List<ImportOutcome> outcomes = importRows(
                BY_EMAIL,
                importRow(1, StandardFields.EMAIL, "ann@example.com", StandardFields.CITY, "Rome"),
                importRow(2, StandardFields.EMAIL, "bob@example.com", StandardFields.EMAIL_OPT_OUT, "yes"));
        assertThat(kinds(outcomes)).containsExactly("1 UPDATED", "2 UPDATED");
        assertThat(find("A").hasFlag(ProspectFlag.EMAIL_OPT_OUT)).isFalse();
        assertThat(find("B").hasFlag(ProspectFlag.EMAIL_OPT_OUT)).isTrue();
        assertThat(suppressions("bob@example.com")).hasSize(1);
    }

    @Test
    default void a_No_in_a_file_clears_a_Yes_only_if_that_is_allowed() {
        prospect("A", StandardFields.EMAIL, "ann@example.com", StandardFields.EMAIL_OPT_OUT, "yes");
        for (String no : List.of("no", "")) {
            List<ImportOutcome> outcomes = importRows(
                    BY_EMAIL,
                    importRow(1, StandardFields.EMAIL, "ann@example.com", StandardFields.EMAIL_OPT_OUT, no),
                    importRow(2, StandardFields.EMAIL, "new" + no + "@example.com", StandardFields.EMAIL_OPT_OUT, no));
            assertThat(kinds(outcomes)).containsExactly("1 UNCHANGED kept", "2 CREATED");
        }
        assertThat(find("A").hasFlag(ProspectFlag.EMAIL_OPT_OUT)).isTrue();
        assertThat(history(find("A"))).hasSize(2);
        List<ImportOutcome> cleared = importRows(
                CLEARING, importRow(1, StandardFields.EMAIL, "ann@example.com", StandardFields.EMAIL_OPT_OUT, "no"));
        assertThat(kinds(cleared)).containsExactly("1 UPDATED");
        assertThat(find("A").hasFlag(ProspectFlag.EMAIL_OPT_OUT)).isFalse();
        assertThat(suppressions("ann@example.com")).isEmpty();
    }

    @Test
    default void rows_that_do_not_fit_the_account_are_refused() {
        assertThatThrownBy(() -> importRows(
                        new ImportOptions(StandardFields.CITY, false), importRow(1, StandardFields.CITY, "Rome")))
                .isInstanceOf(IllegalArgumentException.class);
        Field foreign = new Field("plan", "Plan", ValueType.TEXT, List.of(), StandardFields.ALL.size(), true);
        assertThatThrownBy(() -> importRows(BY_ID, importRow(1, StandardFields.ID, "A", foreign, "Gold")))
                .isInstanceOf(IllegalArgumentException.class);
        ImportRow notCanonical = new ImportRow(
                1,
                Map.of(
                        StandardFields.ID,
                        Optional.of(Value.Text.of("A")),
                        StandardFields.EMAIL,
                        Optional.of(Value.Text.of("Ann@example.com"))));
        assertThatThrownBy(() -> importRows(BY_ID, notCanonical)).isInstanceOf(IllegalArgumentException.class);
        assertThat(TestStore.count(account())).isZero();
    }
}
