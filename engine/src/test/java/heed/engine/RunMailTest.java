package heed.engine;

import static heed.model.field.StandardFields.BOUNCED;
import static heed.model.field.StandardFields.CITY;
import static heed.model.field.StandardFields.COUNTRY;
import static heed.model.field.StandardFields.EMAIL;
import static heed.model.field.StandardFields.EMAIL_OPT_OUT;
import static heed.model.field.StandardFields.FIRST_NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.engine.preview.RunPreview;
import heed.engine.preview.RunPreview.MailPreview;
import heed.engine.run.MessageDefaults;
import heed.engine.run.ProgressListener;
import heed.engine.run.RunOptions;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.engine.run.UndoReport;
import heed.mail.EmailMessage;
import heed.mail.MailCorrelation;
import heed.mail.MailId;
import heed.mail.SenderId;
import heed.mail.SmtpReply;
import heed.mail.delivery.MessageComposer;
import heed.mail.gate.AttemptOutcome;
import heed.mail.gate.Attempts;
import heed.mail.gate.SendDecision;
import heed.mail.gate.SendGate;
import heed.mail.gate.SendPermit;
import heed.mail.outbox.QueuedMail;
import heed.mail.outbox.SendQuery;
import heed.mail.outbox.SendRecord;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.model.suppression.SuppressionReason;
import heed.model.testing.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that send email, up to the gate. */
class RunMailTest {
    private static final SenderId SENDER = new SenderId("sender");
    private static final String NEWS = """
            {
              "id": "news",
              "name": "News",
              "who": { "field": "Country", "operator": "equals", "value": ["Canada", "France"] },
              "actions": [ { "action": "send-email", "subject": "Hello {{firstName}}",
                             "text": "News from {{city fallback=\\"us\\"}}. {{unsubscribeUrl}}" } ],
              "run": { "mode": "once" }
            }
            """;

    @TempDir
    private Path directory;

    private EngineFixture fixture;
    private int fixtureCount;

    @BeforeEach
    void open() {
        fixture = new EngineFixture(directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    @Promise(2)
    void of_several_prospects_with_the_same_address_the_first_gets_the_message() {
        addCanadian("A", "ann@example.com");
        addCanadian("B", " Ann@EXAMPLE.com");
        addCanadian("C", "ann@example.com");
        addCanadian("D", "dora@example.com");
        run(RunOptions.DEFAULT.withConfirmedCount(4));

        assertThat(sends())
                .containsExactly(
                        "A ann@example.com 1 queued",
                        "B ann@example.com 1 skipped: duplicate of prospect A",
                        "C ann@example.com 1 skipped: duplicate of prospect A",
                        "D dora@example.com 1 queued");
        assertThat(fixture.ledger(fixture.runs().get(0)))
                .containsExactly(
                        "A send-email APPLIED",
                        "B send-email UNCHANGED: duplicate of prospect A",
                        "C send-email UNCHANGED: duplicate of prospect A",
                        "D send-email APPLIED");
    }

    @Test
    @Promise(2)
    void a_repeated_run_sends_to_new_prospects_only_and_a_resend_to_all() {
        addCanadian("A", "ann@example.com");
        run(RunOptions.DEFAULT.withConfirmedCount(1));
        assertThat(deliverDue()).containsExactly("ann@example.com");

        addCanadian("B", "bob@example.com");
        addCanadian("C", "ann@example.com");
        assertThat(preview(NEWS).recipients()).isEqualTo(1);
        assertThat(preview(NEWS).skippedByReason()).isEqualTo(Map.of("has this message already", 1L, "duplicate", 1L));
        run(RunOptions.DEFAULT.withAgain().withConfirmedCount(3));
        assertThat(deliverDue()).containsExactly("bob@example.com");

        run(RunOptions.DEFAULT.withResend().withConfirmedCount(3));
        assertThat(preview(NEWS).skippedByReason()).containsEntry("this message is on its way already", 2L);
        assertThat(deliverDue()).containsExactly("ann@example.com", "bob@example.com");
        run(RunOptions.DEFAULT.withAgain().withConfirmedCount(3));
        assertThat(deliverDue())
                .as("after a resend, a repeated run compares with the resent message")
                .isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @Promise({1, 5})
    void the_preview_agrees_with_the_outbox_and_the_gate(long seed) {
        Random random = new Random(seed);
        addRandomCanadians(random, 60);
        MailPreview preview = preview(NEWS);

        run(RunOptions.DEFAULT.withConfirmedCount(60));
        long sent = deliverDue().size();

        assertThat(preview.recipients()).isEqualTo(sent);
        assertThat(preview.skippedByReason()).isEqualTo(countSkippedByReason());
        assertThat(preview.recipients()
                        + preview.skippedByReason().values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                .isEqualTo(60);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14})
    @Promise({1, 5})
    void the_preview_considers_flags_that_earlier_actions_set(long seed) {
        addRandomCanadians(new Random(seed), 60);
        String optOutFirst = NEWS.replace(
                "\"actions\": [",
                "\"actions\": [ { \"action\": \"set-field\", \"field\": \"Email Opt Out\", \"value\": true },");

        assertThat(preview(optOutFirst).recipients()).isZero();
        run(optOutFirst, RunOptions.DEFAULT.withConfirmedCount(60));
        assertThat(deliverDue()).isEmpty();
    }

    @Test
    void the_preview_counts_recipients_with_an_empty_field_that_the_message_shows() {
        addCanadian("A", "ann@example.com");
        addCanadian("B", "bob@example.com");
        fixture.addProspect("B", FIRST_NAME, "Bob");
        assertThat(preview(NEWS).missingFields()).isEqualTo(Map.of(FIRST_NAME, 1L));
    }

    @Test
    @Promise({2, 5})
    void a_run_of_a_plan_sends_only_to_the_planned_recipients() {
        addCanadian("A", "ann@example.com");
        addCanadian("B", "bob@example.com");
        addCanadian("C", "cleo@example.com");
        Path plan = directory.resolve("news.plan");
        RunPreview preview = engine().plan(fixture.read(NEWS), 10, plan, ProgressListener.NONE);
        assertThat(preview.actions().get(0).mail().orElseThrow().recipients()).isEqualTo(3);

        addCanadian("D", "dora@example.com"); // not in the plan
        fixture.editField("B", EMAIL, "bob@example.org"); // changed since the plan
        fixture.editField("C", EMAIL_OPT_OUT, "Yes");
        run(RunOptions.DEFAULT.withConfirmedCount(3).withPlan(plan));

        assertThat(deliverDue()).containsExactly("ann@example.com");
        assertThat(sends()).noneMatch(send -> send.startsWith("D ") || send.startsWith("B "));
    }

    @Test
    void a_run_without_mail_setup_sender_or_unsubscribe_link_is_refused_and_queues_nothing() {
        addCanadian("A", "ann@example.com");
        MailCorrelation correlation =
                new MailCorrelation(fixture.mail().tokens(), new EmailAddress("bounces@acme.example"));

        assertThat(refusalOf(fixture.engine())).isInstanceOf(RunRefusal.MailNotSetUp.class);
        assertThat(refusalOf(fixture.mailEngine()
                        .messageDefaults(new MessageDefaults(Optional.empty(), correlation, Optional.empty()))))
                .isInstanceOf(RunRefusal.NoSender.class);
        String from = NEWS.replace("\"subject\"", "\"from\": \"ann@acme.example\", \"subject\"");
        assertThat(refusalOf(
                        fixture.mailEngine()
                                .messageDefaults(new MessageDefaults(Optional.empty(), correlation, Optional.empty())),
                        from))
                .isInstanceOf(RunRefusal.NoPublicUrl.class);
        assertThat(fixture.runs()).isEmpty();
        assertThat(sends()).isEmpty();
    }

    @Test
    void transactional_mail_needs_no_unsubscribe_link() {
        addCanadian("A", "ann@example.com");
        MailCorrelation correlation =
                new MailCorrelation(fixture.mail().tokens(), new EmailAddress("bounces@acme.example"));
        String receipt = NEWS.replace(
                        "\"subject\"", "\"from\": \"a@acme.example\", \"class\": \"transactional\", \"subject\"")
                .replace("{{unsubscribeUrl}}", "");
        Engine engine = fixture.mailEngine()
                .messageDefaults(new MessageDefaults(Optional.empty(), correlation, Optional.empty()))
                .build();
        engine.run(fixture.read(receipt), RunOptions.DEFAULT.withConfirmedCount(1), ProgressListener.NONE);
        assertThat(messages(engine))
                .singleElement()
                .satisfies(message -> assertThat(message.unsubscribe()).isEmpty());
    }

    @Test
    void a_message_has_the_values_at_sending_time_and_the_text_at_the_start_of_the_run() {
        addCanadian("A", "ann@example.com");
        run(RunOptions.DEFAULT.withConfirmedCount(1));
        fixture.editField("A", FIRST_NAME, "Annabel");
        fixture.editField("A", CITY, "Nice");
        List<EmailMessage> first = messages(engine());

        run(NEWS.replace("Hello", "Bonjour"), RunOptions.DEFAULT.withResend().withConfirmedCount(1));
        List<EmailMessage> second = messages(engine());

        assertThat(first).singleElement().satisfies(message -> {
            assertThat(message.subject()).isEqualTo("Hello Annabel");
            assertThat(message.text().orElseThrow()).startsWith("News from Nice. https://acme.example/unsubscribe/");
            assertThat(message.from().toString()).contains("news@acme.example");
        });
        assertThat(second)
                .extracting(EmailMessage::subject)
                .containsExactlyInAnyOrder("Hello Annabel", "Bonjour Annabel");
        assertThat(second.stream().map(EmailMessage::messageId).distinct()).hasSize(2);
        assertThat(second.stream().map(EmailMessage::envelopeSender).distinct()).hasSize(2);
    }

    @Test
    @Promise(2)
    void each_of_two_messages_of_an_automation_is_sent_once() {
        addCanadian("A", "ann@example.com");
        addCanadian("B", "ann@example.com");
        String two = NEWS.replace("{ \"action\": \"send-email\"", "{ \"id\": \"first\", \"action\": \"send-email\"")
                .replace(
                        "} ],\n  \"run\"",
                        "}, { \"id\": \"second\", \"action\": \"send-email\", \"subject\": \"More\","
                                + " \"text\": \"More. {{unsubscribeUrl}}\" } ],\n  \"run\"");
        run(two, RunOptions.DEFAULT.withConfirmedCount(2));
        assertThat(messages(engine())).extracting(EmailMessage::subject).containsExactlyInAnyOrder("Hello", "More");
        assertThat(deliverDue()).containsExactly("ann@example.com", "ann@example.com");
    }

    @Test
    @Promise(6)
    void undoing_a_run_cancels_waiting_mails_and_reports_the_sent_ones() {
        addCanadian("A", "ann@example.com");
        addCanadian("B", "bob@example.com");
        run(RunOptions.DEFAULT.withConfirmedCount(2));
        assertThat(deliverDue(1)).containsExactly("ann@example.com");
        RunId run = fixture.runs().get(0).id();

        UndoReport preview = engine().previewUndo(run, ProgressListener.NONE);
        UndoReport undone = engine().undo(run, ProgressListener.NONE);

        assertThat(preview.cancelledMails()).isEqualTo(1);
        assertThat(undone.cancelledMails()).isEqualTo(1);
        assertThat(undone.sentMails()).isEqualTo(1);
        assertThat(deliverDue()).isEmpty();
        assertThat(sends()).containsExactly("A ann@example.com 1 sent", "B bob@example.com 1 cancelled: cancelled");
    }

    @ParameterizedTest(name = "after the commit: {0}")
    @ValueSource(booleans = {false, true})
    @Promise({2, 4})
    void a_run_that_dies_at_any_write_and_is_resumed_queues_each_message_once(boolean afterCommit) {
        addCanadianPairs(fixture);
        run(RunOptions.DEFAULT.withConfirmedCount(12));
        List<String> undisturbed = sends();
        int fatalWrite = 1;
        for (boolean died = true; died; fatalWrite++) {
            fixture.close();
            fixture = new EngineFixture(directory, "dying-" + ++fixtureCount + ".db");
            addCanadianPairs(fixture);
            CrashingStore crashing = new CrashingStore(fixture.account, fatalWrite, afterCommit);
            died = dies(crashing);
            if (died) {
                fixture.clock.advance(Duration.ofSeconds(30));
                resumeAfterCrash(afterCommit);
            }
            assertThat(sends()).as("died at write %d", fatalWrite).isEqualTo(undisturbed);
        }
        assertThat(fatalWrite).isGreaterThan(5);
    }

    private boolean dies(CrashingStore crashing) {
        try {
            fixture.mailEngine(crashing)
                    .build()
                    .run(fixture.read(NEWS), RunOptions.DEFAULT.withConfirmedCount(12), ProgressListener.NONE);
            return false;
        } catch (RuntimeException e) {
            assertThat(crashing.crashed()).isTrue();
            return true;
        }
    }

    private void resumeAfterCrash(boolean afterCommit) {
        try {
            run(RunOptions.DEFAULT.withConfirmedCount(12));
        } catch (RunRefusedException e) {
            // The run finished before the process died, although the caller got no report: it must not run again.
            assertThat(e.refusal()).isInstanceOf(RunRefusal.AlreadyRan.class);
            assertThat(afterCommit).isTrue();
        }
    }

    // Steps of the tests

    private Engine engine() {
        return fixture.mailEngine().build();
    }

    private void run(RunOptions options) {
        run(NEWS, options);
    }

    private void run(String json, RunOptions options) {
        engine().run(fixture.read(json), options, ProgressListener.NONE);
    }

    private MailPreview preview(String json) {
        return engine().preview(fixture.read(json).automation(), 0, ProgressListener.NONE).actions().stream()
                .flatMap(action -> action.mail().stream())
                .findFirst()
                .orElseThrow();
    }

    private RunRefusal refusalOf(Engine.Builder engine) {
        return refusalOf(engine, NEWS);
    }

    private RunRefusal refusalOf(Engine.Builder engine, String json) {
        List<RunRefusal> refusals = new ArrayList<>();
        assertThatThrownBy(() -> engine.build()
                        .run(fixture.read(json), RunOptions.DEFAULT.withConfirmedCount(1), ProgressListener.NONE))
                .isInstanceOfSatisfying(RunRefusedException.class, e -> refusals.add(e.refusal()));
        return refusals.get(0);
    }

    private void addCanadian(String id, String email) {
        addCanadian(fixture, id, email);
    }

    private static void addCanadian(EngineFixture fixture, String id, String email) {
        fixture.addProspect(id, EMAIL, email, COUNTRY, "Canada");
    }

    /** Adds twelve Canadians in pairs that share an address. */
    private static void addCanadianPairs(EngineFixture fixture) {
        for (int i = 0; i < 12; i++) {
            addCanadian(fixture, "P" + i, "p" + i / 2 + "@example.com");
        }
    }

    /** Adds Canadians who share addresses; some have opted out, bounced, are listed or have no address. */
    private void addRandomCanadians(Random random, int count) {
        for (int i = 0; i < count; i++) {
            String id = "P" + i;
            addCanadian(id, random.nextInt(8) == 0 ? "" : "p" + random.nextInt(40) + "@example.com");
            for (Field flag : List.of(EMAIL_OPT_OUT, BOUNCED)) {
                if (random.nextInt(8) == 0) {
                    fixture.addProspect(id, flag, "Yes");
                }
            }
        }
        List<EmailAddress> listed = random.ints(5, 0, 40)
                .distinct()
                .mapToObj(i -> new EmailAddress("p" + i + "@example.com"))
                .toList();
        fixture.account.write(work -> {
            work.suppress(
                    listed,
                    new Provenance(
                            fixture.clock.instant(),
                            "bob",
                            Provenance.Origin.SUPPRESSION_LIST,
                            "asked by post",
                            Optional.empty(),
                            Optional.empty()));
            return true;
        });
    }

    private List<String> deliverDue() {
        return deliverDue(1_000);
    }

    /** Sends the due mails that the gate permits, and returns their addresses. */
    private List<String> deliverDue(int limit) {
        SendGate gate = new SendGate(
                fixture.mail().attempts(),
                fixture.clock,
                System::nanoTime,
                fixture.mail().journals().open());
        List<String> addresses = new ArrayList<>();
        for (SendDecision decision :
                gate.claim(due(limit).stream().map(QueuedMail::toClaim).toList())) {
            Optional<SendPermit> permit = decision.either(Optional::of, skipReason -> Optional.empty());
            permit.ifPresent(granted -> {
                addresses.add(granted.address().value());
                fixture.mail()
                        .attempts()
                        .record(
                                List.of(new Attempts.AttemptResult(
                                        granted.attempt(),
                                        AttemptOutcome.sent(new SmtpReply(
                                                SmtpReply.Stage.END_OF_DATA, 250, Optional.empty(), "accepted")))),
                                fixture.clock.instant());
            });
        }
        return addresses;
    }

    private List<QueuedMail> due(int limit) {
        return fixture.mail().outbox().reserve(limit, fixture.clock.instant(), SENDER);
    }

    /** Composes the waiting mails as they would be sent now. The mails keep waiting. */
    private List<EmailMessage> messages(Engine engine) {
        List<EmailMessage> messages = new ArrayList<>();
        for (MessageComposer.Composition composition : engine.composer().compose(due(1_000))) {
            messages.add(composition.either(message -> message, reason -> {
                throw new AssertionError(reason);
            }));
        }
        assertThat(fixture.mail().attempts().releaseReserved(SENDER)).isEqualTo(messages.size());
        return messages;
    }

    /** Returns each mail in words, such as "A ann@example.com 1 queued"; the number is its {@code mailing}. */
    private List<String> sends() {
        List<String> words = new ArrayList<>();
        for (SendRecord send : records()) {
            words.add(id(send.prospect().orElseThrow()) + " "
                    + send.address().map(EmailAddress::value).orElse("-") + " "
                    + send.key().mailing() + " " + send.state().id()
                    + send.skipReason()
                            .map(skipReason -> ": " + skipReason.code().label()
                                    + skipReason
                                            .duplicateOf()
                                            .map(other -> " " + id(other))
                                            .orElse(""))
                            .orElse(""));
        }
        return words;
    }

    private List<SendRecord> records() {
        return fixture.mail().outbox().listSends(SendQuery.ALL, MailId.START, 1_000);
    }

    private Map<String, Long> countSkippedByReason() {
        Map<String, Long> skipped = new TreeMap<>();
        for (SendRecord send : records()) {
            send.skipReason()
                    .ifPresent(skipReason -> skipped.merge(
                            skipReason
                                    .suppression()
                                    .map(SuppressionReason::label)
                                    .orElse(
                                            skipReason.duplicateOf().isPresent()
                                                    ? "duplicate"
                                                    : skipReason.code().label()),
                            1L,
                            Long::sum));
        }
        return skipped;
    }

    private String id(ProspectId key) {
        return fixture.account
                .read(reading -> reading.listProspects(List.of(key)))
                .get(0)
                .id();
    }
}
