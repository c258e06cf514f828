package heed.examples;

import heed.actions.ActionTypes;
import heed.engine.Engine;
import heed.engine.definition.AutomationSource;
import heed.engine.run.MessageDefaults;
import heed.engine.run.ProgressListener;
import heed.engine.run.RunOptions;
import heed.filters.json.SourceText;
import heed.mail.MailCorrelation;
import heed.mail.MailTokens;
import heed.mail.NamedAddress;
import heed.mail.SendState;
import heed.mail.delivery.AccountMail;
import heed.mail.outbox.SendCount;
import heed.mail.unsubscribe.UnsubscribeLinks;
import heed.model.fact.Provenance;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.store.ImportOptions;
import heed.model.store.ImportRow;
import heed.store.DatabaseStore;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A store's account of people whom everything is done to, for tests of stores in trouble. */
final class FaultTestAccount {
    static final String ACCOUNT = "default";
    static final int PEOPLE = 300;
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

    /** Makes the account, with its people. */
    static void fill(DatabaseStore store) {
        List<ImportRow> rows = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            Value id = Value.Text.of("P" + i);
            Value email = Value.Text.of("p" + i + "@example.com");
            rows.add(new ImportRow(
                    i + 1, Map.of(StandardFields.ID, Optional.of(id), StandardFields.EMAIL, Optional.of(email))));
        }
        store.addAccount(ACCOUNT, ZoneOffset.UTC)
                .write(work -> work.importRows(rows, new ImportOptions(StandardFields.ID, true), provenance()));
    }

    private static Provenance provenance() {
        return new Provenance(IMPORTED, "test", Provenance.Origin.IMPORT, "people", Optional.empty(), Optional.empty());
    }

    static Engine engine(DatabaseStore store) {
        return engine(store, Clock.systemUTC());
    }

    private static Engine engine(DatabaseStore store, Clock clock) {
        AccountMail mail = store.mail(ACCOUNT).orElseThrow();
        MailTokens tokens = new MailTokens(mail.secret(), ACCOUNT);
        return Engine.builder(store.account(ACCOUNT).orElseThrow())
                .outbox(mail.outbox())
                .messageDefaults(new MessageDefaults(
                        Optional.of(NamedAddress.of(new EmailAddress("news@example.com"))),
                        new MailCorrelation(tokens, new EmailAddress("bounces@example.com")),
                        Optional.of(new UnsubscribeLinks(tokens, URI.create("https://mail.example.com/")))))
                .actionTypes(ActionTypes.standard())
                .batchSize(BATCH)
                .leaseDuration(LEASE)
                .clock(clock)
                .build();
    }

    static void run(DatabaseStore store, String automation, ProgressListener progress) {
        run(engine(store), automation, progress);
    }

    /** Runs an automation, or resumes its run, at a time when every lease of before has ended. */
    static void runAfterLeases(DatabaseStore store, String automation) {
        run(engine(store, Clock.offset(Clock.systemUTC(), LEASE.plusSeconds(1))), automation, progress -> {});
    }

    private static void run(Engine engine, String automation, ProgressListener progress) {
        AutomationSource source = engine.read(new SourceText("automation.json", automation))
                .either(valid -> valid.value(), invalid -> {
                    throw new IllegalStateException(invalid.problems().toString());
                });
        engine.run(source, RunOptions.DEFAULT.withConfirmedCount(PEOPLE), progress);
    }

    /** How many of its mails are in which state. */
    static Map<SendState, Long> counts(DatabaseStore store) {
        return store.mail(ACCOUNT).orElseThrow().outbox().countSends(Optional.empty()).stream()
                .collect(Collectors.toMap(SendCount::state, SendCount::count));
    }
}
