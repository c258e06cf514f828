package heed.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.mail.MailId;
import heed.mail.MailMark;
import heed.mail.MailTokens.Purpose;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.SendState;
import heed.mail.SenderId;
import heed.mail.SkipReason;
import heed.mail.SmtpReply;
import heed.mail.delivery.DeliverySimulation;
import heed.mail.gate.AttemptOutcome;
import heed.mail.gate.Attempts.AttemptResult;
import heed.mail.gate.Claim;
import heed.mail.gate.ClaimVerdict;
import heed.mail.limits.DeliveryInstancesContract;
import heed.mail.outbox.MailStore;
import heed.mail.outbox.OutboxContract;
import heed.mail.outbox.OutgoingMail;
import heed.mail.outbox.QueuedMail;
import heed.mail.outbox.SendQuery;
import heed.mail.outbox.SendRecord;
import heed.model.fact.Fact;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.model.suppression.Suppression;
import heed.model.testing.Promise;
import heed.model.testing.SettableClock;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The mails of a store, also of one that several processes have open. */
abstract class MailContract {
    private static final SenderId SENDER = new SenderId("sender");
    private static final MessageKey KEY = new MessageKey(MailStore.ACCOUNT, "welcome", "1", 1);
    private static final EmailAddress ANN = new EmailAddress("ann@example.com");
    private static final EmailAddress BOB = new EmailAddress("bob@example.com");
    private static final SmtpReply OK = SmtpReply.of(SmtpReply.Stage.END_OF_DATA, 250, "250 2.0.0 queued");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private DatabaseMailStore firstStore;
    private DatabaseMailStore secondStore;

    @Nested
    class OutboxOfStore extends OutboxContract {
        @Override
        protected MailStore open(SettableClock contractClock) {
            return new DatabaseMailStore(createEmpty(contractClock), contractClock);
        }
    }

    @Nested
    class DeliveryInstancesOfStore extends DeliveryInstancesContract {
        @Override
        protected MailStore open(SettableClock contractClock) {
            return new DatabaseMailStore(createEmpty(contractClock), contractClock);
        }
    }

    /** Creates an empty store. */
    abstract DatabaseStore createEmpty(SettableClock clock);

    /** Opens the last created store once more. */
    abstract DatabaseStore reopen(SettableClock clock);

    /** Executes SQL as the database's administrator would. */
    abstract void execute(String sql) throws SQLException;

    @BeforeEach
    void open() {
        firstStore = new DatabaseMailStore(createEmpty(clock), clock);
        secondStore = new DatabaseMailStore(reopen(clock), clock);
    }

    @AfterEach
    void close() {
        firstStore.close();
        secondStore.close();
    }

    private ProspectId enqueueFor(EmailAddress address) {
        ProspectId prospect = firstStore.addProspect(Optional.of(address));
        enqueue(firstStore, KEY, prospect, address, Optional.empty());
        return prospect;
    }

    private void enqueue(
            DatabaseMailStore store, MessageKey key, ProspectId prospect, EmailAddress address, Optional<RunId> run) {
        OutgoingMail mail = new OutgoingMail(key, prospect, Optional.of(address), MessageClass.MARKETING, run);
        store.write(unit -> store.outbox().enqueue(unit, List.of(mail), clock.instant()));
    }

    private List<QueuedMail> claimDue(DatabaseMailStore store) {
        return store.outbox().reserve(100, clock.instant(), SENDER);
    }

    private ClaimVerdict claim(DatabaseMailStore store, Claim claim) {
        return store.attempts().claim(List.of(claim), clock, SENDER).get(0);
    }

    private SkipReason.SkipCode findSkipReason(Claim claim) {
        return claim(secondStore, claim)
                .either(
                        granted -> {
                            throw new AssertionError("granted: " + granted.attempt());
                        },
                        SkipReason::code);
    }

    private static List<SendRecord> listSends(DatabaseMailStore store) {
        return store.outbox().listSends(SendQuery.ALL, MailId.START, 1000);
    }

    @Test
    @Promise(8)
    void what_one_process_recorded_the_next_one_reads() {
        enqueueFor(ANN);
        QueuedMail mail = claimDue(firstStore).get(0);
        firstStore.close();
        ClaimVerdict.Granted granted = (ClaimVerdict.Granted) claim(secondStore, mail.toClaim());
        secondStore.close();
        firstStore = new DatabaseMailStore(reopen(clock), clock);
        assertThat(listSends(firstStore))
                .singleElement()
                .satisfies(send -> assertThat(send.state()).isEqualTo(SendState.IN_FLIGHT));
        firstStore
                .attempts()
                .record(List.of(new AttemptResult(granted.attempt(), AttemptOutcome.sent(OK))), clock.instant());
        firstStore.close();
        secondStore = new DatabaseMailStore(reopen(clock), clock);
        assertThat(listSends(secondStore))
                .singleElement()
                .satisfies(send -> assertThat(send.reply()).contains(OK));
        assertThat(findSkipReason(mail.toClaim())).isEqualTo(SkipReason.SkipCode.ALREADY_SENT);
    }

    @Test
    @Promise(9)
    void accounts_of_one_store_see_nothing_of_each_other() {
        try (DatabaseMailStore globex = new DatabaseMailStore(reopen(clock), clock, "globex")) {
            ProspectId ann = enqueueFor(ANN);
            RunId run = firstStore.addRun();
            ProspectId globexProspect = globex.addProspect(Optional.of(ANN));
            firstStore.setFlag(ann, ProspectFlag.EMAIL_OPT_OUT, true);
            assertThat(claimDue(globex)).isEmpty();
            assertThat(globex.outbox().nextDue()).isEmpty();
            assertThat(listSends(globex)).isEmpty();
            assertThat(globex.outbox().countSends(Optional.empty())).isEmpty();
            MessageKey globexKey = new MessageKey("globex", "welcome", "1", 1);
            enqueue(globex, globexKey, globexProspect, ANN, Optional.empty());
            QueuedMail mail = claimDue(globex).get(0);
            assertThat(claim(globex, mail.toClaim())).isInstanceOf(ClaimVerdict.Granted.class);
            assertThat(globex.mail()
                            .optOuts()
                            .optOut(
                                    new MailMark(
                                            listSends(firstStore).get(0).id(),
                                            listSends(firstStore).get(0).nonce(),
                                            Optional.empty()),
                                    clock.instant()))
                    .isFalse();
            assertThat(globex.isOptedOut(globexProspect)).isFalse();
            assertThat(globex.outbox().countSends(Optional.of(run))).isEmpty();
            assertThatThrownBy(() -> globex.outbox().pause(run)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> globex.outbox().cancel(run, clock.instant()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> enqueue(globex, globexKey, globexProspect, ANN, Optional.of(run)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> enqueue(globex, globexKey, ann, ANN, Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class);
            MailMark anns = listSends(firstStore).get(0).mark();
            assertThat(globex.mail()
                            .tokens()
                            .read(
                                    Purpose.UNSUBSCRIBE,
                                    firstStore.mail().tokens().issue(Purpose.UNSUBSCRIBE, anns)))
                    .isEmpty();
            firstStore.deliveryInstances().join("a");
            assertThat(globex.deliveryInstances().join("b")).containsExactly("b");
        }
    }

    @Test
    @Promise(9)
    void a_unit_of_work_of_another_store_or_account_queues_nothing() {
        ProspectId ann = firstStore.addProspect(Optional.of(ANN));
        OutgoingMail mail = new OutgoingMail(KEY, ann, Optional.of(ANN), MessageClass.MARKETING, Optional.empty());
        assertThatThrownBy(() ->
                        secondStore.write(unit -> firstStore.outbox().enqueue(unit, List.of(mail), clock.instant())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(listSends(firstStore)).isEmpty();
    }

    @Test
    void an_accounts_key_is_created_once_and_is_the_same_in_every_process() {
        enqueueFor(ANN);
        MailMark mark = listSends(firstStore).get(0).mark();
        String token = firstStore.mail().tokens().issue(Purpose.UNSUBSCRIBE, mark);
        assertThat(firstStore.mail().tokens().issue(Purpose.UNSUBSCRIBE, mark)).isEqualTo(token);
        assertThat(secondStore.mail().tokens().read(Purpose.UNSUBSCRIBE, token)).contains(mark);
    }

    @Test
    @Promise(1)
    void following_the_link_of_a_mail_opts_out_its_prospect_and_the_history_names_the_mail() {
        ProspectId ann = enqueueFor(ANN);
        MailMark mark = listSends(firstStore).get(0).mark();
        MailId mail = mark.mail();
        assertThat(firstStore.mail().optOuts().optOut(mark, clock.instant())).isTrue();
        assertThat(firstStore.mail().optOuts().optOut(mark, clock.instant())).isTrue();
        assertThat(secondStore.isOptedOut(ann)).isTrue();
        assertThat(secondStore.account().<List<Fact>>read(reading -> reading.listFacts(ann)))
                .filteredOn(fact -> fact.provenance().evidence().equals(Optional.of("mail " + mail)))
                .hasSize(2)
                .allSatisfy(
                        fact -> assertThat(fact.provenance().origin().label()).isEqualTo("unsubscribe link"));
        assertThat(findSkipReason(claimDue(secondStore).get(0).toClaim())).isEqualTo(SkipReason.SkipCode.SUPPRESSED);
        MailMark unknown = new MailMark(new MailId(999), mark.nonce(), Optional.empty());
        assertThat(firstStore.mail().optOuts().optOut(unknown, clock.instant())).isFalse();
    }

    @Test
    @Promise(1)
    void a_link_followed_after_a_change_of_address_opts_out_the_person_and_the_address() {
        ProspectId ann = enqueueFor(ANN);
        MailMark mail = listSends(firstStore).get(0).mark();
        ProspectId heir = firstStore.addProspect(Optional.of(ANN));
        firstStore.changeAddress(ann, BOB);
        assertThat(firstStore.mail().optOuts().optOut(mail, clock.instant())).isTrue();
        assertThat(firstStore.isOptedOut(ann)).isTrue();
        assertThat(firstStore.isOptedOut(heir)).isFalse();
        assertThat(firstStore.account().<List<Suppression>>read(reading -> reading.listSuppressions(ANN)))
                .hasSize(1);
    }

    @Test
    @Promise(1)
    void the_link_of_a_one_off_mail_opts_out_all_prospects_with_its_address() {
        claim(firstStore, Claim.of(KEY, ANN, MessageClass.TRANSACTIONAL));
        MailMark mail = listSends(firstStore).get(0).mark();
        ProspectId first = firstStore.addProspect(Optional.of(ANN));
        ProspectId second = firstStore.addProspect(Optional.of(ANN));
        assertThat(firstStore.mail().optOuts().optOut(mail, clock.instant())).isTrue();
        assertThat(firstStore.isOptedOut(first)).isTrue();
        assertThat(firstStore.isOptedOut(second)).isTrue();
    }

    @Test
    void a_change_of_address_skips_the_queued_mail_to_the_old_address_and_no_other() {
        ProspectId ann = enqueueFor(ANN);
        enqueueFor(BOB);
        firstStore.changeAddress(ann, new EmailAddress("new@example.com"));
        assertThat(listSends(secondStore))
                .extracting(SendRecord::state)
                .containsExactly(SendState.SKIPPED, SendState.QUEUED);
        assertThat(listSends(secondStore).get(0).skipReason())
                .contains(SkipReason.of(SkipReason.SkipCode.ADDRESS_CHANGED));
        assertThat(claimDue(secondStore))
                .singleElement()
                .satisfies(mail -> assertThat(mail.address()).isEqualTo(BOB));
    }

    @Test
    @Promise(1)
    void a_claim_for_a_prospect_who_never_had_the_address_is_denied_and_recorded() {
        ProspectId ann = firstStore.addProspect(Optional.of(ANN));
        Claim elsewhere = new Claim(KEY, BOB, Optional.of(ann), MessageClass.MARKETING, Optional.empty());
        assertThat(findSkipReason(elsewhere)).isEqualTo(SkipReason.SkipCode.ADDRESS_CHANGED);
        assertThat(listSends(firstStore))
                .singleElement()
                .satisfies(send -> assertThat(send.state()).isEqualTo(SendState.SKIPPED));
    }

    @Test
    @Promise(2)
    void the_database_itself_refuses_a_second_mail_of_a_message_to_a_prospect_or_an_address() {
        enqueueFor(ANN);
        String again =
                "INSERT INTO mail (id, account, message, transactional, prospect, address, state, changed) SELECT"
                        + " id + 1, account, message, transactional, %s, %s, state, changed FROM mail";
        assertThatThrownBy(() -> execute(again.formatted("prospect", "'other@example.com'")))
                .hasMessageMatching("(?is).*unique.*mail.*");
        assertThatThrownBy(() -> execute(again.formatted("NULL", "address")))
                .hasMessageMatching("(?is).*unique.*mail.*");
    }

    @Test
    @Promise({1, 2})
    void no_race_of_processes_sends_after_an_opt_out_or_twice() throws Exception {
        int people = 60;
        Map<ProspectId, EmailAddress> addresses = new ConcurrentHashMap<>();
        for (int i = 0; i < people; i++) {
            EmailAddress address = new EmailAddress("p" + i + "@example.com");
            addresses.put(enqueueFor(address), address);
        }
        Map<EmailAddress, Integer> claimCounts = new ConcurrentHashMap<>();
        Map<EmailAddress, Boolean> optedOut = new ConcurrentHashMap<>();
        List<String> violations = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Future<?>> done = new ArrayList<>();
        try {
            for (int thread = 0; thread < 6; thread++) {
                DatabaseMailStore process = thread % 2 == 0 ? firstStore : secondStore;
                boolean optsOut = thread >= 4;
                Random random = new Random(thread);
                done.add(threads.submit(() -> {
                    List<Map.Entry<ProspectId, EmailAddress>> shuffled = new ArrayList<>(addresses.entrySet());
                    Collections.shuffle(shuffled, random);
                    for (Map.Entry<ProspectId, EmailAddress> person : shuffled) {
                        if (optsOut) {
                            process.setFlag(person.getKey(), ProspectFlag.EMAIL_OPT_OUT, true);
                            optedOut.put(person.getValue(), true);
                            continue;
                        }
                        boolean before = optedOut.containsKey(person.getValue());
                        ClaimVerdict verdict = claim(process, Claim.of(KEY, person.getValue(), MessageClass.MARKETING));
                        if (verdict instanceof ClaimVerdict.Granted) {
                            claimCounts.merge(person.getValue(), 1, Integer::sum);
                            if (before) {
                                synchronized (violations) {
                                    violations.add("claimed after the opt-out had returned");
                                }
                            }
                        }
                    }
                }));
            }
            for (Future<?> future : done) {
                future.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(violations).isEmpty();
        assertThat(claimCounts).isNotEmpty();
        assertThat(claimCounts.values()).containsOnly(1);
    }

    @Test
    @Promise({1, 2})
    void no_schedule_breaks_a_promise_in_a_database() {
        int deliveries = 0;
        DeliverySimulation.SystemUnderTest system = DeliverySimulation.SystemUnderTest.of(
                scheduled -> new DatabaseMailStore(createEmpty(scheduled), scheduled));
        for (long seed = 0; seed < 40; seed++) {
            deliveries += DeliverySimulation.run(seed, system).deliveries();
        }
        assertThat(deliveries).isGreaterThan(40);
    }
}
