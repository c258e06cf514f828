package heed.store;

import static org.assertj.core.api.Assertions.assertThat;

import heed.model.fact.Provenance;
import heed.model.person.ErasureResult;
import heed.model.person.PersonalData;
import heed.model.prospect.ProspectId;
import heed.model.store.CheckFinding;
import heed.store.internal.inventory.StoredColumn;
import heed.store.internal.inventory.StoredColumn.Content;
import heed.store.internal.inventory.StoredTable;
import heed.store.internal.inventory.StoredTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is kept about a person: the list of tables is whole, the export has every row, and an erasure leaves nothing. */
interface PersonalDataContract extends PersonTestStore {

    @Test
    default void every_table_and_column_is_in_the_list() {
        Map<String, Set<String>> listed = new TreeMap<>();
        for (StoredTable table : StoredTables.ALL) {
            listed.put(
                    table.name(),
                    table.columns().stream().map(StoredColumn::name).collect(Collectors.toCollection(TreeSet::new)));
        }
        Map<String, Set<String>> stored = columnsByTable();
        listed.get("store").retainAll(stored.get("store")); // SQLite has the version elsewhere
        assertThat(stored).isEqualTo(listed);
    }

    /** Returns how many rows of each table have the person's key in a column or one of the addresses in a text. */
    private Map<String, Long> countRowsOfPerson(ProspectId person, Set<String> addresses) {
        Map<String, Long> counts = new TreeMap<>();
        columnsByTable().forEach((table, columns) -> {
            List<String> ordered = List.copyOf(columns);
            long count = select("SELECT " + String.join(", ", ordered) + " FROM " + table).stream()
                    .filter(row -> {
                        for (int i = 0; i < row.size(); i++) {
                            boolean key = Set.of("prospect", "other", "ended_prospect")
                                            .contains(ordered.get(i))
                                    && row.get(i).equals(person.toString());
                            if (key || addresses.contains(row.get(i))) {
                                return true;
                            }
                        }
                        return false;
                    })
                    .count();
            if (count > 0) {
                counts.put(table, count);
            }
        });
        return counts;
    }

    @Test
    default void the_export_of_a_person_has_every_row_that_refers_to_the_person() {
        ProspectId ann = addPersonEverywhere();
        assertThat(emptyPersonalColumns()).isEmpty();
        PersonalData data = account().read(reading -> reading.findPersonalData(Set.of(ANN), Set.of()));
        assertThat(data.addresses()).contains(ANN, ANN_BEFORE);
        Map<String, Long> sections = new TreeMap<>();
        data.sections()
                .forEach(section ->
                        sections.put(section.kind(), (long) section.entries().size()));
        Set<String> addresses =
                data.addresses().stream().map(address -> address.value()).collect(Collectors.toSet());
        Map<String, Long> expected = new TreeMap<>();
        countRowsOfPerson(ann, addresses).forEach((table, count) -> {
            if (table.equals("prospect")) {
                assertThat(data.prospects()).hasSize(count.intValue());
            } else {
                expected.put(StoredTables.get(table).title(), count);
            }
        });
        assertThat(sections).containsAllEntriesOf(expected);
        assertThat(sections).containsKeys("runs", "messagesInTheBounceMailbox", "facts", "mails", "bounces");
        assertThat(data.sections().toString())
                .contains("of Leevale", "Leevale Ravens 2", "asked by phone", "(of another person)")
                .doesNotContain("bob@example.com");
        assertThat(data.suppressions()).isNotEmpty();
    }

    @Test
    default void an_erasure_leaves_nothing_of_the_person_in_any_column() {
        ProspectId ann = addPersonEverywhere();
        assertThat(emptyPersonalColumns()).isEmpty();
        ErasureResult erasure = account()
                .write(work -> work.erasePerson(
                        Set.of(ANN),
                        Set.of(),
                        new Provenance(
                                clock().instant(),
                                "mira",
                                Provenance.Origin.SUPPRESSION_LIST,
                                "asked by letter",
                                Optional.empty(),
                                Optional.empty())));
        assertThat(erasure.prospects()).isEqualTo(1);
        assertThat(dump().toLowerCase(Locale.ROOT)).doesNotContain("annabel", "leeval");
        List<String> referring = new ArrayList<>();
        StoredTables.columns(Content.PROSPECT)
                .filter(column ->
                        number("SELECT count(*) FROM " + column.table() + " WHERE " + column.name() + " = " + ann) > 0)
                .forEach(column -> referring.add(column.qualifiedName()));
        assertThat(referring).isEmpty();
        List<CheckFinding.Inconsistency> inconsistencies = new ArrayList<>();
        store().check(finding -> {
            if (finding.area() == CheckFinding.Area.REFERENCES) {
                inconsistencies.addAll(finding.inconsistencies());
            }
        });
        assertThat(inconsistencies).isEmpty();
    }
}
