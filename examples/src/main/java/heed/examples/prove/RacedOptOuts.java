package heed.examples.prove;

import heed.actions.ActionTypes;
import heed.engine.AutomationSource;
import heed.engine.Engine;
import heed.engine.Letterhead;
import heed.engine.RunOptions;
import heed.filters.json.SourceText;
import heed.mail.AccountMail;
import heed.mail.Delivery;
import heed.mail.DeliveryPorts;
import heed.mail.DeliverySettings;
import heed.mail.MailMarks;
import heed.mail.MailTokens;
import heed.mail.Mailbox;
import heed.mail.SendPermit;
import heed.mail.UnsubscribeLinks;
import heed.model.AccountStore;
import heed.model.EmailAddress;
import heed.model.FieldAssertion;
import heed.model.ImportOptions;
import heed.model.ImportRow;
import heed.model.Narrowing;
import heed.model.ProspectId;
import heed.model.Provenance;
import heed.model.StandardFields;
import heed.model.Value;
import heed.smtp.SmtpSettings;
import heed.smtp.SmtpTransport;
import heed.store.SqliteStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opts people out while their mail goes out on eight threads to a mail server, and looks for a MAIL FROM that came later
 * than it may: {@code FOLDER MAILS SEED}.
 */
public final class RacedOptOuts {
    /** What a permit is good for, and what threads may take to be scheduled. */
    private static final Duration LATEST = SendPermit.GOOD_FOR.plusMillis(500);

    private static final String AUTOMATION = """
            { "id": "raced", "name": "News", "who": { "all": [] },
              "actions": [ { "action": "send-email", "subject": "News", "text": "{{unsubscribeUrl}}" } ],
              "run": { "mode": "once" } }
            """;

    private RacedOptOuts() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder);
        Result result = prove(folder, Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]));
        System.out.println(result);
        System.exit(result.late() == 0 && result.twice() == 0 ? 0 : 1);
    }

    /**
     * What came of it.
     *
     * @param mailed how many addresses were mailed
     * @param stopped how many opted out and were not mailed
     * @param overtaken how many were mailed and opted out, in this order or within the time that is allowed
     * @param late how many of these were mailed later than that
     * @param longest by how much the latest of the overtaken was mailed after its opt-out; below zero if before
     */
    public record Result(int mailed, int stopped, int overtaken, int late, int twice, Duration longest) {
        @Override
        public String toString() {
            return mailed + " mailed, " + stopped + " stopped by their opt-out, " + overtaken
                    + " mailed around it, at most " + longest.toMillis() + " ms after its return; " + late
                    + " later than "
                    + LATEST.toMillis() + " ms, " + twice + " twice";
        }
    }

    public static Result prove(Path folder, int mails, long seed) throws IOException, InterruptedException {
        Path file = folder.resolve("raced.db");
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
        }
        Clock clock = Clock.systemUTC();
        try (SqliteStore store = SqliteStore.open(file, clock);
                SmtpSink sink = new SmtpSink(clock)) {
            AccountStore account = store.addAccount("raced", ZoneOffset.UTC);
            Map<ProspectId, String> people = people(account, mails, clock);
            AccountMail mail = store.mail("raced").orElseThrow();
            MailTokens tokens = new MailTokens(mail.secret(), "raced");
            Engine engine = Engine.on(account)
                    .outbox(mail.outbox())
                    .letterhead(new Letterhead(
                            Optional.of(Mailbox.of(new EmailAddress("news@example.com"))),
                            new MailMarks(tokens, new EmailAddress("bounces@example.com")),
                            Optional.of(new UnsubscribeLinks(tokens, URI.create("https://mail.example.com/")))))
                    .actions(ActionTypes.standard())
                    .build();
            queue(engine, mails);
            Map<String, Instant> returned = new ConcurrentHashMap<>();
            SmtpSettings relay =
                    SmtpSettings.of("127.0.0.1", sink.port(), SmtpSettings.Security.NONE, Optional.empty());
            try (SmtpTransport transport = new SmtpTransport(relay, Optional.empty(), clock);
                    Delivery delivery = new Delivery(
                            new DeliveryPorts(mail.outbox(), mail.attempts(), engine.composer(), transport),
                            DeliverySettings.STANDARD,
                            clock)) {
                Thread optOuts = new Thread(() -> optOut(account, people, seed, clock, returned), "opt-outs");
                delivery.start();
                optOuts.start();
                optOuts.join();
                while (!delivery.idle() || mail.outbox().nextDue().isPresent()) {
                    Thread.onSpinWait();
                }
            }
            return result(sink.taken(), returned);
        }
    }

    private static Map<ProspectId, String> people(AccountStore account, int mails, Clock clock) {
        List<ImportRow> rows = new ArrayList<>();
        for (int i = 0; i < mails; i++) {
            rows.add(new ImportRow(
                    i + 1,
                    Map.of(
                            StandardFields.ID, Optional.of(Value.Text.of("P" + i)),
                            StandardFields.EMAIL, Optional.of(Value.Text.of("p" + i + "@example.com")))));
        }
        account.write(work -> work.importRows(
                rows, new ImportOptions(StandardFields.ID, true), why(clock, Provenance.Source.IMPORT, "people.csv")));
        Map<ProspectId, String> people = new TreeMap<>();
        account.read(reading -> reading.prospects(Narrowing.EVERYONE, ProspectId.START, mails))
                .forEach(prospect -> people.put(
                        prospect.key(), prospect.email().orElseThrow().value()));
        return people;
    }

    private static void queue(Engine engine, int mails) {
        AutomationSource source = engine.read(new SourceText("raced.json", AUTOMATION))
                .either(valid -> valid.value(), invalid -> {
                    throw new IllegalStateException(invalid.problems().toString());
                });
        engine.run(source, RunOptions.FIRST.confirming(mails), step -> {});
    }

    /** One transaction for each of half of the people, as fast as they go. */
    private static void optOut(
            AccountStore account,
            Map<ProspectId, String> people,
            long seed,
            Clock clock,
            Map<String, Instant> returned) {
        List<ProspectId> keys = new ArrayList<>(people.keySet());
        Collections.shuffle(keys, new Random(seed));
        for (ProspectId key : keys.subList(0, keys.size() / 2)) {
            account.write(work -> {
                work.assertFields(
                        List.of(new FieldAssertion(key, StandardFields.EMAIL_OPT_OUT, Optional.of(Value.of(true)))),
                        why(clock, Provenance.Source.PROFILE, "asked by phone"));
                return key;
            });
            returned.put(Optional.ofNullable(people.get(key)).orElseThrow(), clock.instant());
        }
    }

    private static Provenance why(Clock clock, Provenance.Source source, String reason) {
        return new Provenance(clock.instant(), "prove", source, reason, Optional.empty(), Optional.empty());
    }

    private static Result result(Map<String, List<Instant>> taken, Map<String, Instant> returned) {
        int overtaken = 0;
        int late = 0;
        int twice = 0;
        Duration longest = Duration.ofDays(-1);
        for (Map.Entry<String, List<Instant>> mailed : taken.entrySet()) {
            twice += mailed.getValue().size() > 1 ? 1 : 0;
            Instant optedOut = returned.get(mailed.getKey());
            if (optedOut != null) {
                Duration after = Duration.between(optedOut, mailed.getValue().get(0));
                overtaken++;
                late += after.compareTo(LATEST) > 0 ? 1 : 0;
                longest = after.compareTo(longest) > 0 ? after : longest;
            }
        }
        return new Result(taken.size(), returned.size() - overtaken, overtaken, late, twice, longest);
    }
}
