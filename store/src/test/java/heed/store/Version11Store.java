package heed.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import heed.model.field.Field;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.store.AccountStore;
import heed.model.store.CheckFinding;
import heed.model.store.UpgradeNote;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * A store of version 11, whose addresses and countries are in the form in which that version kept them: invisible and
 * full-width characters in local parts, ss for ß in domains, and countries that were not understood.
 */
final class Version11Store {
    private static final long SINCE = Instant.parse("2026-03-01T10:00:00Z").toEpochMilli();
    private static final String TWICE = "x\u200bx@example.com";

    private Version11Store() {}

    static void create(DataSource source, FluentConfiguration database) throws SQLException {
        database.dataSource(source).target("11").load().migrate();
        try (Connection connection = source.getConnection()) {
            execute(connection, "INSERT INTO account (name, zone) VALUES ('Acme', 'UTC')");
            execute(
                    connection,
                    "INSERT INTO field (account, slot, api_name, label, type, search_words)"
                            + " VALUES (1, 15, 'birthplace', 'Birthplace', 'country', '')");
            execute(
                    connection,
                    "INSERT INTO provenance (at, actor, source, reason)"
                            + " VALUES ('2026-03-01T10:00:00Z', 'ann', 'IMPORT', 'a file')");
            addProspect(connection, 1, "A", "an\u200bn@example.com", null);
            addProspect(connection, 2, "B", "ann@example.com", null);
            addProspect(connection, 3, "C", "bob@fass.example", null); // typed as bob@faß.example
            addProspect(connection, 4, "D", "cat\u00add@example.com", "?Deutschland");
            addProspect(connection, 5, "E", "\u200b@example.com", "?Atlantis");
            addProspect(connection, 6, "F", "\uff44an@example.com", "FR");
            addProspect(connection, 7, "G", "dan@example.com", null);
            addProspect(connection, 8, "H", "catd@example.com", null);
            addProspect(connection, 9, "I", "ivy@boss.example", null);
            setFlag(connection, 1, "email_opt_out_since", 13);
            setFlag(connection, 3, "email_opt_out_since", 13);
            setFlag(connection, 6, "bounced_since", 14);
            execute(connection, "UPDATE prospect SET custom = '{\"15\": \"?Frankreich\"}' WHERE key = 7");
            insertAddress(connection, "bounced_address", "since, provenance", SINCE + ", 1", "\uff44an@example.com");
            insertAddress(
                    connection,
                    "bounce",
                    "at, kind, domain, text, classifier, standing",
                    "0, 'FAILED', 'example.com', '', '1', 'COUNTS'",
                    "\uff44an@example.com");
            insertAddress(
                    connection, "listed_suppression", "since, provenance", SINCE + ", 1", "e\u2060ve@example.com");
            insertAddress(connection, "listing", "sequence, listed, provenance", "1, TRUE, 1", "e\u2060ve@example.com");
            insertAddress(connection, "listing", "sequence, listed, provenance", "1, TRUE, 1", "eve@example.com");
            insertAddress(connection, "listing", "sequence, listed, provenance", "2, FALSE, 1", "eve@example.com");
            execute(connection, "INSERT INTO message (account, automation, action, entry) VALUES (1, 'news', '1', 1)");
            addMail(connection, "1, 4, 'SENT', NULL, 1", "cat\u00add@example.com");
            addMail(connection, "2, 8, 'QUEUED', " + SINCE + ", 0", "catd@example.com");
            addMail(connection, "3, NULL, 'SENT', NULL, 1", TWICE);
            addMail(connection, "4, NULL, 'SENT', NULL, 1", "xx@example.com");
        }
    }

    private static void addProspect(Connection connection, int key, String id, String email, @Nullable String country)
            throws SQLException {
        execute(
                connection,
                "INSERT INTO prospect (key, account, id, email, country, created) VALUES (" + key + ", 1, ?, ?, ?, 0)",
                id,
                email,
                country);
        execute(connection, "INSERT INTO fact (prospect, provenance) VALUES (" + key + ", 1)");
    }

    private static void setFlag(Connection connection, int prospect, String column, int field) throws SQLException {
        execute(connection, "UPDATE prospect SET " + column + " = " + SINCE + " WHERE key = " + prospect);
        execute(
                connection,
                "INSERT INTO fact (prospect, field, from_text, to_text, provenance) VALUES (" + prospect + ", " + field
                        + ", 'No', 'Yes', 1)");
    }

    private static void insertAddress(
            Connection connection, String table, String columns, String values, String address) throws SQLException {
        execute(
                connection,
                "INSERT INTO " + table + " (account, address, " + columns + ") VALUES (1, ?, " + values + ")",
                address);
    }

    private static void addMail(Connection connection, String values, String address) throws SQLException {
        execute(
                connection,
                "INSERT INTO mail (account, message, changed, transactional, id, prospect, state, due, attempts, address)"
                        + " VALUES (1, 1, " + SINCE + ", FALSE, " + values + ", ?)",
                address);
    }

    private static void execute(Connection connection, String sql, @Nullable String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    static void requireCanonicalForms(DatabaseStore store, DataSource source) throws SQLException {
        AccountStore account = store.account("Acme").orElseThrow();
        assertThat(email(account, "A")).isEqualTo("ann@example.com");
        assertThat(email(account, "B")).isEqualTo("ann@example.com");
        assertThat(email(account, "D")).isEqualTo("catd@example.com");
        assertThat(email(account, "E")).isEqualTo("none");
        assertThat(email(account, "F")).isEqualTo("dan@example.com");
        assertThat(suppressions(account, "ann@example.com")).containsExactly("Email Opt Out by A");
        assertThat(suppressions(account, "bob@fass.example")).containsExactly("Email Opt Out by C");
        assertThat(suppressions(account, "bob@faß.example")).hasSize(1);
        assertThat(suppressions(account, "eve@example.com")).containsExactly("On the suppression list: a file");
        assertThat(suppressions(account, "dan@example.com"))
                .hasSize(3)
                .allMatch(reason -> reason.startsWith("Bounced"));
        assertThat(suppressions(account, "ivy@boß.example")).isEmpty();
        assertThat(country(account, "D", "Country")).isEqualTo("Germany");
        assertThat(country(account, "E", "Country")).isEqualTo("Atlantis");
        assertThat(country(account, "F", "Country")).isEqualTo("France");
        assertThat(country(account, "G", "Birthplace")).isEqualTo("France");
        assertThat(mails(source))
                .containsExactly(
                        "1 SENT catd@example.com",
                        "2 SKIPPED catd@example.com",
                        "3 SENT null",
                        "4 SENT xx@example.com");
        assertThat(store.upgradeNotes())
                .extracting(UpgradeNote::count, UpgradeNote::prospects)
                .containsExactly(
                        tuple(3L, List.of("A", "D", "F")),
                        tuple(3L, List.of("A", "D", "F")),
                        tuple(1L, List.of("E")),
                        tuple(1L, List.of()),
                        tuple(1L, List.of()),
                        tuple(2L, List.of("C", "I")));
        List<CheckFinding> findings = new ArrayList<>();
        store.check(findings::add);
        assertThat(findings)
                .filteredOn(finding -> finding.area() != CheckFinding.Area.CLOCK) // the tests have a clock of their own
                .allMatch(finding -> finding.inconsistencies().isEmpty());
        assertThat(findings).flatMap(CheckFinding::upgradeNotes).isEqualTo(store.upgradeNotes());
    }

    private static Prospect prospect(AccountStore account, String id) {
        return account.read(reading -> reading.findProspects(id)).get(0);
    }

    private static String email(AccountStore account, String id) {
        return prospect(account, id).email().map(EmailAddress::value).orElse("none");
    }

    private static String country(AccountStore account, String id, String label) {
        Field field = account.fields().find(label).orElseThrow();
        return prospect(account, id).value(field).orElseThrow().display();
    }

    private static List<String> suppressions(AccountStore account, String address) {
        Optional<EmailAddress> parsed = EmailAddress.parse(address);
        return account.read(reading -> reading.listSuppressions(parsed.orElseThrow())).stream()
                .map(TestStore::describe)
                .toList();
    }

    private static List<String> mails(DataSource source) throws SQLException {
        List<String> mails = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, state, address FROM mail ORDER BY id")) {
            while (rows.next()) {
                mails.add(rows.getString(1) + " " + rows.getString(2) + " " + rows.getString(3));
            }
        }
        return mails;
    }
}
