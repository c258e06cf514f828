package heed.store;

import static heed.store.TestStore.importRow;
import static heed.store.TestStore.texts;
import static heed.store.TestStore.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.model.fact.FieldAssertion;
import heed.model.field.Field;
import heed.model.field.FieldDeclaration;
import heed.model.field.InvalidFieldsException;
import heed.model.field.StandardFields;
import heed.model.field.ValueType;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.store.AccountStore;
import heed.model.store.Prefilter;
import heed.model.store.UnknownCountries;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The storage of prospects, fields and accounts. */
interface ProspectStoreContract extends TestStore {

    @Test
    default void a_prospect_is_read_with_every_standard_field() {
        Prospect prospect = prospect(
                "A1",
                StandardFields.EMAIL,
                "Ann@Example.com",
                StandardFields.FIRST_NAME,
                "Ann",
                StandardFields.LAST_NAME,
                "O'Brien",
                StandardFields.COMPANY,
                "Ümläut & Søns",
                StandardFields.COUNTRY,
                "canada",
                StandardFields.STATE,
                "Québec",
                StandardFields.CITY,
                "Montréal",
                StandardFields.LANGUAGE,
                "fr",
                StandardFields.LEAD_SOURCE,
                "Fair",
                StandardFields.LEAD_OWNER,
                "Bo",
                StandardFields.LEAD_SCORE,
                "12.5",
                StandardFields.CREATED,
                "2020-02-29T23:59:59.123Z",
                StandardFields.EMAIL_OPT_OUT,
                "yes",
                StandardFields.BOUNCED,
                "no");
        assertThat(texts(prospect, StandardFields.ALL.toArray(Field[]::new)))
                .containsExactly(
                        "A1",
                        "ann@example.com",
                        "Ann",
                        "O'Brien",
                        "Ümläut & Søns",
                        "CA",
                        "Québec",
                        "Montréal",
                        "fr",
                        "Fair",
                        "Bo",
                        "12.5",
                        "2020-02-29T23:59:59.123Z",
                        "Yes",
                        "No");
    }

    @Test
    default void fields_are_declared_all_or_none_and_those_that_are_there_stay_as_they_are() {
        FieldDeclaration seats = new FieldDeclaration("Seats", ValueType.NUMBER, List.of("licences"));
        FieldDeclaration plan = new FieldDeclaration("Plan", ValueType.TEXT, List.of());
        assertThat(account().addFields(List.of(seats)))
                .containsExactly(new AccountStore.DeclaredField(
                        account().fields().find("Seats").orElseThrow(), true));

        assertThatThrownBy(() -> account()
                        .addFields(List.of(
                                plan,
                                new FieldDeclaration("seats", ValueType.TEXT, List.of()),
                                new FieldDeclaration("", ValueType.TEXT, List.of()))))
                .isInstanceOfSatisfying(
                        InvalidFieldsException.class,
                        invalid -> assertThat(invalid.problems())
                                .containsEntry(1, "the field Seats has the type number, not text")
                                .containsOnlyKeys(1, 2));
        assertThat(account().fields().find("Plan")).isEmpty();

        assertThat(account().addFields(List.of(seats, plan)))
                .extracting(declared -> declared.field().label() + " " + declared.isNew())
                .containsExactly("Seats false", "Plan true");
    }

    @Test
    default void an_unknown_country_is_stored_as_written() {
        assertThat(texts(prospect("A1", StandardFields.COUNTRY, "Canadia"), StandardFields.COUNTRY))
                .containsExactly("Canadia");
    }

    @Test
    default void unknown_countries_are_counted_by_field() {
        Field birthplace = account().addField("Birthplace", ValueType.COUNTRY, List.of());
        for (int i = 0; i < 7; i++) {
            prospect("A" + i, StandardFields.COUNTRY, "Canadia " + i, birthplace, i < 3 ? "Korea" : "FR");
        }
        prospect("B", StandardFields.COUNTRY, "Canada");
        UnknownCountries countries = account().read(reading -> reading.countUnknownCountries(StandardFields.COUNTRY));
        assertThat(countries.prospects()).isEqualTo(7);
        assertThat(countries.values()).containsExactly("Canadia 0", "Canadia 1", "Canadia 2", "Canadia 3", "Canadia 4");
        assertThat(countries.more()).isTrue();
        assertThat(account().<UnknownCountries>read(reading -> reading.countUnknownCountries(birthplace)))
                .isEqualTo(new UnknownCountries(birthplace, 3, List.of("Korea"), false));
    }

    @Test
    default void a_prospect_is_read_with_custom_fields_of_every_type() {
        Field[] fields = {
            account().addField("Plan", ValueType.TEXT, List.of()),
            account().addField("Seats", ValueType.NUMBER, List.of()),
            account().addField("Trial", ValueType.YES_NO, List.of()),
            account().addField("Renewal Date", ValueType.DATE, List.of()),
            account().addField("Last Login", ValueType.DATE_TIME, List.of()),
            account().addField("Interests", ValueType.TAGS, List.of()),
            account().addField("Billing Country", ValueType.COUNTRY, List.of())
        };
        Prospect prospect = prospect(
                "A1",
                fields[0],
                "Gold",
                fields[1],
                "-1.25e-7",
                fields[2],
                "no",
                fields[3],
                "0001-01-01",
                fields[4],
                "9999-12-31T23:59:59.999Z",
                fields[5],
                "b; a\\;b; C",
                fields[6],
                "France");
        assertThat(texts(prospect, fields))
                .containsExactly(
                        "Gold", "-0.000000125", "No", "0001-01-01", "9999-12-31T23:59:59.999Z", "a\\;b; b; C", "FR");
        set(prospect, fields[2], "");
        assertThat(find("A1").value(fields[2])).isEmpty();
        assertThat(texts(find("A1"), fields[0])).containsExactly("Gold");
    }

    @Test
    default void hostile_text_is_read_exactly_as_written() {
        Field note = account().addField("Note", ValueType.TEXT, List.of());
        List<String> texts = List.of(
                "'; DROP TABLE prospect; --",
                "\"quoted\" \\ back\\\\slash {\"15\":1}",
                "a\0b\0\0c",
                "😀 e\u0301 \u202e mirrored",
                "% _ * ? [a-z]",
                "x".repeat(1_000_000) + "é");
        for (int i = 0; i < texts.size(); i++) {
            Prospect prospect = prospect(
                    "A" + i,
                    StandardFields.CITY,
                    texts.get(i),
                    note,
                    texts.get(i),
                    StandardFields.COUNTRY,
                    texts.get(i));
            String clean =
                    value(StandardFields.CITY, texts.get(i)).orElseThrow().text();
            assertThat(texts(prospect, StandardFields.CITY, note, StandardFields.COUNTRY))
                    .allMatch(clean::equals);
            set(prospect, StandardFields.STATE, texts.get(i));
            assertThat(account()
                            .read(reading -> reading.listFacts(prospect.key()))
                            .get(1)
                            .to())
                    .contains(clean);
        }
    }

    @Test
    default void prospects_are_found_by_Id_or_else_by_address() {
        prospect("A1", StandardFields.EMAIL, "ann@example.com");
        prospect("A2", StandardFields.EMAIL, "ann@example.com");
        prospect("bob@example.com");
        assertThat(found(" A1 ")).containsExactly("A1");
        assertThat(found("Ann@Example.com")).containsExactly("A1", "A2");
        assertThat(found("bob@example.com")).containsExactly("bob@example.com");
        assertThat(found("nobody")).isEmpty();
    }

    private List<String> found(String idOrEmail) {
        return ids(account().read(reading -> reading.findProspects(idOrEmail)));
    }

    @Test
    default void prospects_are_read_in_pages_in_the_order_of_their_keys() {
        IntStream.range(0, 7).forEach(i -> prospect("A" + i));
        List<Prospect> first =
                account().read(reading -> reading.listProspects(Prefilter.EVERYONE, ProspectId.START, 3));
        List<Prospect> second = account()
                .read(reading ->
                        reading.listProspects(Prefilter.EVERYONE, first.get(2).key(), 10));
        assertThat(ids(first)).containsExactly("A0", "A1", "A2");
        assertThat(ids(second)).containsExactly("A3", "A4", "A5", "A6");
        List<ProspectId> keys = List.of(
                second.get(3).key(),
                first.get(0).key(),
                new ProspectId(999),
                first.get(0).key());
        List<Prospect> byKey = account().read(reading -> reading.listProspects(keys));
        assertThat(ids(byKey)).containsExactly("A0", "A6");
        assertThat(TestStore.count(account())).isEqualTo(7);
        long remaining = account()
                .<Long>read(reading ->
                        reading.countProspects(Prefilter.EVERYONE, first.get(2).key()));
        assertThat(remaining).isEqualTo(4);
    }

    @Test
    default void setting_a_field_to_another_value_is_a_fact_and_to_the_same_value_is_not() {
        Prospect prospect = prospect("A1", StandardFields.CITY, "paris");
        set(prospect, StandardFields.CITY, "Paris");
        set(prospect, StandardFields.CITY, "Paris");
        set(prospect, StandardFields.LEAD_SCORE, "7");
        set(prospect, StandardFields.CITY, "");
        assertThat(history(prospect))
                .containsExactly(
                        "created (import)",
                        "City: paris → Paris (profile edit)",
                        "Lead Score:  → 7 (profile edit)",
                        "City: Paris →  (profile edit)");
        assertThat(texts(find("A1"), StandardFields.CITY, StandardFields.LEAD_SCORE))
                .containsExactly("", "7");
    }

    @Test
    default void a_fact_records_who_when_and_why() {
        Prospect prospect = prospect("A1");
        set(prospect, StandardFields.CITY, "Paris");
        var facts = account().read(reading -> reading.listFacts(prospect.key()));
        assertThat(facts.get(0).provenance()).isEqualTo(importProvenance());
        assertThat(facts.get(1).provenance()).isEqualTo(editProvenance());
        assertThat(facts.get(0).sequence()).isLessThan(facts.get(1).sequence());
        assertThat(facts.get(1).field()).contains(StandardFields.CITY);
    }

    @Test
    default void assertions_are_applied_in_order() {
        Prospect prospect = prospect("A1");
        account().write(work -> {
            work.assertFields(
                    List.of(
                            assertion(prospect, StandardFields.CITY, "Rome"),
                            assertion(prospect, StandardFields.EMAIL_OPT_OUT, "yes"),
                            assertion(prospect, StandardFields.CITY, "Oslo"),
                            assertion(prospect, StandardFields.EMAIL_OPT_OUT, "no")),
                    editProvenance());
            return true;
        });
        assertThat(history(prospect).subList(1, 5))
                .containsExactly(
                        "City:  → Rome (profile edit)",
                        "Email Opt Out: No → Yes (profile edit)",
                        "City: Rome → Oslo (profile edit)",
                        "Email Opt Out: Yes → No (profile edit)");
        assertThat(texts(find("A1"), StandardFields.CITY, StandardFields.EMAIL_OPT_OUT))
                .containsExactly("Oslo", "No");
    }

    private static FieldAssertion assertion(Prospect prospect, Field field, String text) {
        return new FieldAssertion(prospect.key(), field, value(field, text));
    }

    @Test
    default void an_invalid_assertion_is_refused_and_nothing_is_changed() {
        Prospect prospect = prospect("A1");
        assertThatThrownBy(() -> set(prospect, StandardFields.ID, "A2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Id cannot be set");
        assertThatThrownBy(() -> set(prospect, StandardFields.CREATED, "2020-01-01"))
                .isInstanceOf(IllegalArgumentException.class);
        account().write(work -> {
            assertThatThrownBy(() -> work.assertFields(
                            List.of(
                                    assertion(prospect, StandardFields.CITY, "Rome"),
                                    new FieldAssertion(
                                            new ProspectId(77),
                                            StandardFields.CITY,
                                            value(StandardFields.CITY, "Rome"))),
                            editProvenance()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("there is no prospect 77");
            assertThatThrownBy(() -> work.assertFields(
                            List.of(new FieldAssertion(
                                    prospect.key(), StandardFields.LEAD_SCORE, value(StandardFields.CITY, "Rome"))),
                            editProvenance()))
                    .isInstanceOf(IllegalArgumentException.class);
            return true;
        });
        assertThat(find("A1").value(StandardFields.CITY)).isEmpty();
        assertThat(history(prospect)).containsExactly("created (import)");
    }

    @Test
    default void a_transaction_that_throws_is_rolled_back() {
        Prospect prospect = prospect("A1");
        assertThatThrownBy(() -> account().write(work -> {
                    work.assertFields(List.of(assertion(prospect, StandardFields.CITY, "Rome")), editProvenance());
                    work.importRows(List.of(importRow(1, StandardFields.ID, "A2")), BY_ID, importProvenance());
                    assertThat(work.findProspects("A1").get(0).value(StandardFields.CITY))
                            .isPresent();
                    throw new IllegalStateException("stop");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("stop");
        assertThat(find("A1").value(StandardFields.CITY)).isEmpty();
        assertThat(TestStore.count(account())).isEqualTo(1);
    }

    @Test
    default void an_account_can_declare_custom_fields() {
        Field renewal = account().addField(" Renewal  Date ", ValueType.DATE, List.of("Contract", "end"));
        assertThat(account().fields().all())
                .hasSize(StandardFields.ALL.size() + 1)
                .last()
                .isEqualTo(renewal);
        assertThat(renewal.label()).isEqualTo("Renewal  Date");
        assertThat(renewal.apiName()).isEqualTo("renewalDate");
        assertThat(account().fields().find("RENEWALDATE")).contains(renewal);
        assertThat(account().fields().search("contract")).containsExactly(renewal);
    }

    @Test
    default void a_field_with_a_used_or_invalid_name_is_refused() {
        account().addField("Plan", ValueType.TEXT, List.of());
        for (String label : List.of(
                "plan",
                "email opt out",
                "Email-Opt-Out",
                "emailOptOut",
                "",
                "  ",
                "x".repeat(61),
                "a\nb",
                "Pl\u00adan",
                "\u200b",
                "-"))
            assertThatThrownBy(() -> account().addField(label, ValueType.TEXT, List.of()))
                    .as(label)
                    .isInstanceOf(IllegalArgumentException.class);
        assertThat(account().fields().size()).isEqualTo(StandardFields.ALL.size() + 1);
    }

    @Test
    default void invisible_characters_make_no_second_field_or_account() {
        assertThat(account()
                        .addField("Pl\u200ban\u202e", ValueType.TEXT, List.of())
                        .label())
                .isEqualTo("Plan");
        assertThat(account().fields().find("P\u2060lan\ufeff")).isPresent();
        assertThatThrownBy(() -> store().addAccount("Ac\u200dme", ZoneId.of("UTC")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(store().account("Acme\u200b").orElseThrow().account().name()).isEqualTo("Acme");
    }

    @Test
    default void accounts_are_found_by_name_and_keep_a_time_zone() {
        store().addAccount("Beta", ZoneId.of("Europe/Paris")).setZone(ZoneId.of("America/Toronto"));
        account();
        assertThat(store().accounts()).extracting("name").containsExactly("Acme", "Beta");
        assertThat(store().account("Beta").orElseThrow().account().zone()).isEqualTo(ZoneId.of("America/Toronto"));
        assertThat(store().account("Gamma")).isEqualTo(Optional.empty());
        assertThatThrownBy(() -> store().addAccount("Beta", ZoneId.of("UTC")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().addAccount(" ", ZoneId.of("UTC")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static List<String> ids(List<Prospect> prospects) {
        return prospects.stream().map(Prospect::id).toList();
    }
}
