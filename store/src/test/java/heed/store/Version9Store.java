package heed.store;

import static org.assertj.core.api.Assertions.assertThat;

import heed.bounces.BounceReason;
import heed.bounces.marking.BounceRecords;
import heed.model.prospect.EmailAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * A store of version 9, before hourly bounce counts and former addresses were stored, in SQL that both databases
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
        }
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
