package heed.examples;

import heed.engine.Engine;
import heed.engine.run.ProgressListener;
import heed.examples.prove.ProofAccount;
import heed.mail.SendState;
import heed.mail.outbox.SendCount;
import heed.store.DatabaseStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The account of tests in which a store or a process fails. Its automations affect all of its prospects. */
final class FaultTestAccount {
    static final String ACCOUNT = "default";
    static final int PROSPECTS = 300;
    static final int BATCH = 50;
    static final Duration LEASE = Duration.ofMillis(500);
    static final Instant IMPORTED = Instant.parse("2026-03-01T10:00:00Z");
    static final String OPT_OUT = """
            { "id": "opt-out", "name": "Opt everybody out", "who": { "all": [] },
              "actions": [ { "action": "set-field", "field": "Email Opt Out", "value": true },
                           { "action": "set-field", "field": "Lead Owner", "value": "Dana" } ],
              "run": { "mode": "once" } }
            """;
    static final String NEWS = """
            { "id": "news", "name": "News", "who": { "all": [] },
              "actions": [ { "action": "send-email", "subject": "News", "text": "{{unsubscribeUrl}}" } ],
              "run": { "mode": "once" } }
            """;

    private FaultTestAccount() {}

    /** Adds the account with its prospects to an empty store. */
    static void fill(DatabaseStore store) {
        ProofAccount.fill(store, ACCOUNT, PROSPECTS, 1, IMPORTED);
    }

    static Engine engine(DatabaseStore store) {
        return engine(store, Clock.systemUTC());
    }

    private static Engine engine(DatabaseStore store, Clock clock) {
        return ProofAccount.engine(store, ACCOUNT)
                .batchSize(BATCH)
                .leaseDuration(LEASE)
                .clock(clock)
                .build();
    }

    /** Runs an automation, or resumes its run. */
    static void run(DatabaseStore store, String automation, ProgressListener progress) {
        ProofAccount.run(engine(store), automation, PROSPECTS, progress);
    }

    /** Runs an automation, or resumes its run, with a clock by which every earlier lease has ended. */
    static void runAfterLeases(DatabaseStore store, String automation) {
        Clock afterLeases = Clock.offset(Clock.systemUTC(), LEASE.plusSeconds(1));
        ProofAccount.run(engine(store, afterLeases), automation, PROSPECTS, progress -> {});
    }

    /** Returns the number of mails in each state. */
    static Map<SendState, Long> counts(DatabaseStore store) {
        return store.mail(ACCOUNT).orElseThrow().outbox().countSends(Optional.empty()).stream()
                .collect(Collectors.toMap(SendCount::state, SendCount::count));
    }
}
