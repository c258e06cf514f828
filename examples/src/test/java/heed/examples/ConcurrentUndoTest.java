package heed.examples;

import static heed.examples.FaultTestAccount.ACCOUNT;
import static heed.examples.FaultTestAccount.OPT_OUT;
import static heed.examples.FaultTestAccount.PROSPECTS;
import static heed.examples.FaultTestAccount.engine;
import static heed.examples.FaultTestAccount.fill;
import static heed.examples.FaultTestAccount.run;
import static org.assertj.core.api.Assertions.assertThat;

import heed.engine.run.UndoReport;
import heed.model.run.RunId;
import heed.model.testing.Promise;
import heed.store.PostgresStore;
import heed.store.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Undoes a run on PostgreSQL while a transaction of another process works on another run of the same prospects. */
class ConcurrentUndoTest {
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);
    private static final String NEW_OWNER = """
            { "id": "new-owner", "name": "New owner", "who": { "all": [] },
              "actions": [ { "action": "set-field", "field": "Lead Owner", "value": "Erin" } ],
              "run": { "mode": "once" } }
            """;

    @Test
    @Promise(6)
    void an_undo_does_not_wait_for_another_run_of_the_same_prospects() throws SQLException {
        assertThat(TestPostgres.emptyStore()).isNotNull();
        try (PostgresStore store =
                        PostgresStore.open(TestPostgres.userDataSource(), "heed", LOCK_TIMEOUT, Clock.systemUTC());
                Connection other = TestPostgres.administratorDataSource().getConnection()) {
            fill(store);
            run(store, OPT_OUT, step -> {});
            run(store, NEW_OWNER, step -> {});
            RunId first = runOf(store, "opt-out");
            RunId second = runOf(store, "new-owner");
            lockRun(other, second);

            UndoReport report = engine(store).undo(first, step -> {});

            assertThat(report.restored()).isEqualTo(PROSPECTS);
            assertThat(report.assertedSince()).isEqualTo(PROSPECTS);
        }
    }

    private static RunId runOf(PostgresStore store, String automation) {
        return store.account(ACCOUNT)
                .orElseThrow()
                .read(reading -> reading.listRuns().stream()
                        .filter(run -> run.automation().equals(automation))
                        .findFirst()
                        .orElseThrow()
                        .id());
    }

    private static void lockRun(Connection connection, RunId run) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT id FROM heed.run WHERE id = " + run.value() + " FOR UPDATE");
        }
    }
}
