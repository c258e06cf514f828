package heed.store;

import static heed.model.field.StandardFields.EMAIL;
import static heed.model.field.StandardFields.EMAIL_OPT_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import heed.bounces.BounceReason;
import heed.bounces.marking.BounceRecords;
import heed.model.field.Field;
import heed.model.prospect.EmailAddress;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionReason;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * A store of version 9, before hourly bounce counts, former addresses and opt-outs of addresses were
 * stored, in SQL that both databases
 * understand.
 */
final class Version9Store {
    private static final Instant HOUR = Instant.parse("2026-03-01T10:00:00Z");
    private static final long NUMBER = HOUR.getEpochSecond() / 3600;

    private Version9Store() {}

    static void create(DataSource source, FluentConfiguration database) throws SQLException {
        database.dataSource(source).target("9").load().migrate();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO account (name, zone) VALUES ('Acme', 'UTC')");
            statement.execute("INSERT INTO message (account, automation, action, entry) VALUES (1, 'news', '1', 1)");
            for (int mail = 1; mail <= 4; mail++) {
                statement.execute("INSERT INTO mail (id, account, message, changed, transactional, address, state)"
                        + " VALUES (" + mail + ", 1, 1, " + HOUR.toEpochMilli() + ", FALSE, 'p" + mail
                        + "@d" + mail % 2 + ".example', 'SENT')");
            }
            statement.execute(
                    "INSERT INTO prospect (key, account, id, email, created) VALUES (1, 1, 'A', 'new@d1.example', 0)");
            statement.execute(
                    "INSERT INTO mail (id, account, message, prospect, changed, transactional, address, attempts,"
                            + " state) VALUES (5, 1, 1, 1, " + HOUR.toEpochMilli()
                            + ", FALSE, 'old@d1.example', 1, 'SENT')");
            for (String bounceValues : List.of(
                    "1, 'USER_UNKNOWN', 'COUNTS'",
                    "1, 'USER_UNKNOWN', 'COUNTS'",
                    "2, 'USER_UNKNOWN', 'COUNTS'",
                    "3, 'USER_UNKNOWN', 'HELD'",
                    "3, 'QUOTA_EXCEEDED', 'COUNTS'",
                    "4, 'USER_UNKNOWN', 'REVERSED'",
                    "4, NULL, 'COUNTS'")) {
                String mail = bounceValues.substring(0, 1);
                statement.execute(
                        "INSERT INTO bounce (account, at, kind, address, domain, sent, hour, text, classifier,"
                                + " mail, reason, standing) SELECT 1, 0, 'FAILED', address, 'd"
                                + Integer.parseInt(mail) % 2
                                + ".example', changed, " + NUMBER + ", '', '1', " + bounceValues
                                + " FROM mail WHERE id = "
                                + mail);
            }
            insertOptOuts(statement);
        }
    }

    /** Opt-outs of prospects 2 to 7, whose addresses the mails, the bounces and the later facts show. */
    private static void insertOptOuts(Statement statement) throws SQLException {
        for (int key = 2; key <= 7; key++) {
            statement.execute("INSERT INTO prospect (key, account, id, email, created, email_opt_out_since) VALUES ("
                    + key + ", 1, 'P" + key + "', 'now" + key + "@d1.example', 0, 1)");
        }
        insertFact(statement, 2, "UNSUBSCRIBE", "mail 5", EMAIL_OPT_OUT, "No", "Yes"); // the mail's address
        insertFact(statement, 3, "COMPLAINT", "bounce 1", EMAIL_OPT_OUT, "No", "Yes"); // the bounce's address
        insertFact(statement, 4, "UNSUBSCRIBE", "mail 999", EMAIL_OPT_OUT, "No", "Yes"); // the present address
        insertFact(statement, 5, "UNSUBSCRIBE", "mail 998", EMAIL_OPT_OUT, "No", "Yes"); // the address of then
        insertFact(statement, 5, "PROFILE", "", EMAIL, "then5@d1.example", "now5@d1.example");
        insertFact(
                statement, 6, "UNSUBSCRIBE", "mail 997", EMAIL_OPT_OUT, "No", "Yes"); // ended: cleared at the address
        insertFact(statement, 6, "PROFILE", "", EMAIL_OPT_OUT, "Yes", "No");
        insertFact(statement, 7, "UNSUBSCRIBE", "mail 996", EMAIL_OPT_OUT, "No", "Yes"); // cleared at another address
        insertFact(statement, 7, "UNSUBSCRIBE", "mail 996", EMAIL_OPT_OUT, "Yes", "Yes"); // asked twice
        insertFact(statement, 7, "PROFILE", "", EMAIL, "then7@d1.example", "now7@d1.example");
        insertFact(statement, 7, "PROFILE", "", EMAIL_OPT_OUT, "Yes", "No");
        statement.execute("UPDATE prospect SET email_opt_out_since = NULL WHERE key > 1");
    }

    private static void insertFact(
            Statement statement, int prospect, String source, String evidence, Field field, String from, String to)
            throws SQLException {
        statement.execute("INSERT INTO provenance (at, actor, source, reason, evidence) VALUES ('" + HOUR
                + "', 'recipient', '" + source + "', 'asked', '" + evidence + "')");
        statement.execute("INSERT INTO fact (prospect, provenance, field, from_text, to_text) SELECT " + prospect
                + ", max(id), " + field.slot() + ", '" + from + "', '" + to + "' FROM provenance");
    }

    static void requireOptOutsOfAddresses(DatabaseStore store) {
        assertThat(store.account("Acme")
                        .orElseThrow()
                        .<List<Suppression>>read(reading -> reading.listSuppressions("", 100)))
                .filteredOn(suppression -> suppression.reason() == SuppressionReason.EMAIL_OPT_OUT)
                .allSatisfy(suppression -> assertThat(suppression.since()).isEqualTo(HOUR))
                .extracting(suppression -> suppression.address().value())
                .containsExactly(
                        "now4@d1.example", "old@d1.example", "p1@d1.example", "then5@d1.example", "then7@d1.example");
    }

    static void requireBounceCounts(DatabaseStore store) {
        BounceRecords bounces = store.bounces("Acme").orElseThrow();
        assertThat(countBounced(bounces, Optional.empty(), BounceReason.USER_UNKNOWN))
                .isEqualTo(3);
        assertThat(countBounced(bounces, Optional.of("d1.example"), BounceReason.USER_UNKNOWN))
                .isEqualTo(2);
        assertThat(countBounced(bounces, Optional.of("d0.example"), BounceReason.USER_UNKNOWN))
                .isEqualTo(1);
        assertThat(countBounced(bounces, Optional.empty(), BounceReason.QUOTA_EXCEEDED))
                .isEqualTo(1);
        assertThat(countBounced(bounces, Optional.of("d0.example"), BounceReason.QUOTA_EXCEEDED))
                .isZero();
    }

    static void requireFormerAddress(DatabaseStore store) {
        BounceRecords bounces = store.bounces("Acme").orElseThrow();
        boolean mailed = bounces.write(work ->
                work.findLastMail(new EmailAddress("old@d1.example"), HOUR).isPresent());
        assertThat(mailed).isTrue();
    }

    private static long countBounced(BounceRecords bounces, Optional<String> domain, BounceReason reason) {
        return bounces.write(work -> work.countBounced(domain, reason, HOUR));
    }
}
