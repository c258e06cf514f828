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
import heed.mail.MailTokens;
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

/** Runs that send email, as far as the gate. */
class RunMailTest {
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
    void of_several_prospects_with_one_address_the_first_has_the_message() {
        canadian("A", "ann@example.com");
        canadian("B", " Ann@EXAMPLE.com");
        canadian("C", "ann@example.com");
        canadian("D", "dora@example.com");
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
    void running_again_sends_to_newcomers_alone_and_sending_anew_to_everybody() {
        canadian("A", "ann@example.com");
        run(RunOptions.DEFAULT.withConfirmedCount(1));
        assertThat(deliverDue()).containsExactly("ann@example.com");

        canadian("B", "bob@example.com");
        canadian("C", "ann@example.com");
        assertThat(preview(NEWS).recipients()).isEqualTo(1);
        assertThat(preview(NEWS).skippedByReason()).isEqualTo(Map.of("has this message already", 1L, "duplicate", 1L));
        run(RunOptions.DEFAULT.withAgain().withConfirmedCount(3));
        assertThat(deliverDue()).containsExactly("bob@example.com");

        run(RunOptions.DEFAULT.withResend().withConfirmedCount(3));
        assertThat(deliverDue()).containsExactly("ann@example.com", "bob@example.com");
        run(RunOptions.DEFAULT.withAgain().withConfirmedCount(3));
        assertThat(deliverDue())
                .as("sent anew and run again: the newer message counts")
                .isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @Promise({1, 5})
    void the_preview_counts_what_the_outbox_and_the_gate_decide(long seed) {
        Random random = new Random(seed);
        people(random, 60);
        MailPreview preview = preview(NEWS);

        run(RunOptions.DEFAULT.withConfirmedCount(60));
        long sent = deliverDue().size();

        assertThat(preview.recipients()).isEqualTo(sent);
        assertThat(preview.skippedByReason()).isEqualTo(skipped());
        assertThat(preview.recipients()
                        + preview.skippedByReason().values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                .isEqualTo(60);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14})
    @Promise({1, 5})
    void the_preview_knows_what_earlier_actions_do_to_the_flags(long seed) {
        people(new Random(seed), 60);
        String optOutFirst = NEWS.replace(
                "\"actions\": [",
                "\"actions\": [ { \"action\": \"set-field\", \"field\": \"Email Opt Out\", \"value\": true },");

        assertThat(preview(optOutFirst).recipients()).isZero();
        run(optOutFirst, RunOptions.DEFAULT.withConfirmedCount(60));
        assertThat(deliverDue()).isEmpty();
    }

    @Test
    void the_preview_counts_who_lacks_what_the_message_shows() {
        canadian("A", "ann@example.com");
        canadian("B", "bob@example.com");
        fixture.addProspect("B", FIRST_NAME, "Bob");
        assertThat(preview(NEWS).missingFields()).isEqualTo(Map.of(FIRST_NAME, 1L));
    }

    @Test
    @Promise({2, 5})
    void a_plan_sends_to_whom_it_counted_and_to_no_other() {
        canadian("A", "ann@example.com");
        canadian("B", "bob@example.com");
        canadian("C", "cleo@example.com");
        Path plan = directory.resolve("news.plan");
        RunPreview preview = engine().plan(fixture.read(NEWS), 10, plan, ProgressListener.NONE);
        assertThat(preview.actions().get(0).mail().orElseThrow().recipients()).isEqualTo(3);

        canadian("D", "dora@example.com"); // nobody counted them
        fixture.editField("B", EMAIL, "bob@example.org"); // is not who was counted any more
        fixture.editField("C", EMAIL_OPT_OUT, "Yes");
        run(RunOptions.DEFAULT.withConfirmedCount(3).withPlan(plan));

        assertThat(deliverDue()).containsExactly("ann@example.com");
        assertThat(sends()).noneMatch(send -> send.startsWith("D ") || send.startsWith("B "));
    }

    @Test
    void a_definition_without_a_sender_a_link_or_a_way_to_send_is_refused_and_nothing_is_queued() {
        canadian("A", "ann@example.com");
        MailCorrelation marks = new MailCorrelation(
                new MailTokens(fixture.mail().secret(), "Acme"), new EmailAddress("bounces@acme.example"));

        assertThat(refusalOf(fixture.engine())).isInstanceOf(RunRefusal.MailNotSetUp.class);
        assertThat(refusalOf(fixture.mailEngine()
                        .messageDefaults(new MessageDefaults(Optional.empty(), marks, Optional.empty()))))
                .isInstanceOf(RunRefusal.NoSender.class);
        String from = NEWS.replace("\"subject\"", "\"from\": \"ann@acme.example\", \"subject\"");
        assertThat(refusalOf(
                        fixture.mailEngine()
                                .messageDefaults(new MessageDefaults(Optional.empty(), marks, Optional.empty())),
                        from))
                .isInstanceOf(RunRefusal.NoPublicUrl.class);
        assertThat(fixture.runs()).isEmpty();
        assertThat(sends()).isEmpty();
    }

    @Test
    void transactional_mail_needs_no_link_to_unsubscribe() {
        canadian("A", "ann@example.com");
        MailCorrelation marks = new MailCorrelation(
                new MailTokens(fixture.mail().secret(), "Acme"), new EmailAddress("bounces@acme.example"));
        String receipt = NEWS.replace(
                        "\"subject\"", "\"from\": \"a@acme.example\", \"class\": \"transactional\", \"subject\"")
                .replace("{{unsubscribeUrl}}", "");
        Engine engine = fixture.mailEngine()
                .messageDefaults(new MessageDefaults(Optional.empty(), marks, Optional.empty()))
                .build();
        engine.run(fixture.read(receipt), RunOptions.DEFAULT.withConfirmedCount(1), ProgressListener.NONE);
        assertThat(messages(engine))
                .singleElement()
                .satisfies(message -> assertThat(message.unsubscribe()).isEmpty());
    }

    @Test
    void a_message_says_what_the_prospect_holds_when_it_goes_out_and_the_definition_when_the_run_began() {
        canadian("A", "ann@example.com");
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
    void two_messages_of_one_automation_are_two_and_each_goes_out_once() {
        canadian("A", "ann@example.com");
        canadian("B", "ann@example.com");
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
    void undoing_a_run_withdraws_what_waits_and_says_what_has_gone() {
        canadian("A", "ann@example.com");
        canadian("B", "bob@example.com");
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
    void a_run_that_dies_at_any_write_and_goes_on_has_queued_each_message_once(boolean afterCommit) {
        canadians(fixture);
        run(RunOptions.DEFAULT.withConfirmedCount(12));
        List<String> undisturbed = sends();
        int fatalWrite = 1;
        for (boolean died = true; died; fatalWrite++) {
            fixture.close();
            fixture = new EngineFixture(directory, "dying-" + ++fixtureCount + ".db");
            canadians(fixture);
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
            // It had finished, and nobody was told: that is a run, and there is no second one.
            assertThat(e.refusal()).isInstanceOf(RunRefusal.AlreadyRan.class);
            assertThat(afterCommit).isTrue();
        }
    }

    // What the tests do

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

    private void canadian(String id, String email) {
        canadian(fixture, id, email);
    }

    private static void canadian(EngineFixture fixture, String id, String email) {
        fixture.addProspect(id, EMAIL, email, COUNTRY, "Canada");
    }

    /** Twelve, in pairs of one address. */
    private static void canadians(EngineFixture fixture) {
        for (int i = 0; i < 12; i++) {
            canadian(fixture, "P" + i, "p" + i / 2 + "@example.com");
        }
    }

    /** Canadians who share addresses, some opted out, bounced, listed or without an address. */
    private void people(Random random, int count) {
        for (int i = 0; i < count; i++) {
            String id = "P" + i;
            canadian(id, random.nextInt(8) == 0 ? "" : "p" + random.nextInt(40) + "@example.com");
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

    /** Sends whatever waits and the gate lets pass; to whom. */
    private List<String> deliverDue(int limit) {
        SendGate gate = new SendGate(fixture.mail().attempts(), fixture.clock, Duration.ofMinutes(2));
        List<String> to = new ArrayList<>();
        for (SendDecision decision :
                gate.claim(due(limit).stream().map(QueuedMail::toClaim).toList())) {
            Optional<SendPermit> permit = decision.either(Optional::of, refused -> Optional.empty());
            permit.ifPresent(granted -> {
                to.add(granted.address().value());
                fixture.mail()
                        .attempts()
                        .record(
                                List.of(new Attempts.AttemptResult(
                                        granted.attempt(),
                                        AttemptOutcome.sent(new SmtpReply(
                                                SmtpReply.Stage.END_OF_DATA, 250, Optional.empty(), "taken")))),
                                fixture.clock.instant());
            });
        }
        return to;
    }

    private List<QueuedMail> due(int limit) {
        return fixture.mail()
                .outbox()
                .reserve(limit, fixture.clock.instant(), fixture.clock.instant().plusSeconds(60));
    }

    /** What waits, as it would be written now; it goes on waiting. */
    private List<EmailMessage> messages(Engine engine) {
        fixture.clock.advance(Duration.ofMinutes(2));
        List<EmailMessage> messages = new ArrayList<>();
        for (MessageComposer.Composition composition : engine.composer().compose(due(1_000))) {
            messages.add(composition.either(written -> written, unwritable -> {
                throw new AssertionError(unwritable);
            }));
        }
        fixture.clock.advance(Duration.ofMinutes(2));
        return messages;
    }

    /** What is known of each mail in words, "A ann@example.com 1 queued"; the number is its entry. */
    private List<String> sends() {
        List<String> words = new ArrayList<>();
        for (SendRecord send : records()) {
            words.add(id(send.prospect().orElseThrow()) + " "
                    + send.address().map(EmailAddress::value).orElse("-") + " "
                    + send.key().mailing() + " " + send.state().id()
                    + send.skipReason()
                            .map(refusal -> ": " + refusal.code().label()
                                    + refusal.duplicateOf()
                                            .map(other -> " " + id(other))
                                            .orElse(""))
                            .orElse(""));
        }
        return words;
    }

    private List<SendRecord> records() {
        return fixture.mail().outbox().listSends(SendQuery.ALL, MailId.START, 1_000);
    }

    private Map<String, Long> skipped() {
        Map<String, Long> skipped = new TreeMap<>();
        for (SendRecord send : records()) {
            send.skipReason()
                    .ifPresent(refusal -> skipped.merge(
                            refusal.suppression()
                                    .map(SuppressionReason::label)
                                    .orElse(
                                            refusal.duplicateOf().isPresent()
                                                    ? "duplicate"
                                                    : refusal.code().label()),
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
