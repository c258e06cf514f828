package heed.store;

import static org.assertj.core.api.Assertions.assertThat;

import heed.mail.MailId;
import heed.mail.MailMark;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.SenderId;
import heed.mail.SkipReason;
import heed.mail.gate.Claim;
import heed.mail.gate.ClaimVerdict;
import heed.mail.outbox.EnqueueResult;
import heed.mail.outbox.MailStore;
import heed.mail.outbox.OutgoingMail;
import heed.mail.outbox.QueuedMail;
import heed.mail.outbox.SendQuery;
import heed.model.fact.Provenance;
import heed.model.prospect.AddressMatching;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionReason;
import heed.model.testing.Promise;
import heed.model.testing.SettableClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An account can treat all addresses that a provider delivers to one mailbox as one, for suppression and for duplicates.
 */
abstract class AddressMatchingContract {
    private static final SenderId SENDER = new SenderId("sender");
    private static final MessageKey KEY = new MessageKey(MailStore.ACCOUNT, "welcome", "1", 1);
    private static final EmailAddress ANN = new EmailAddress("annb@gmail.com");
    private static final EmailAddress DOTTED = new EmailAddress("ann.b@gmail.com");
    private static final EmailAddress TAGGED = new EmailAddress("a.nn.b+news@googlemail.com");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private DatabaseMailStore store;

    /** Creates an empty store. */
    abstract DatabaseStore createEmpty(SettableClock clock);

    @BeforeEach
    void open() {
        store = new DatabaseMailStore(createEmpty(clock), clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private ProspectId addProspect(EmailAddress address) {
        return store.addProspect(Optional.of(address));
    }

    private void matchAsDelivered() {
        store.account().setAddressMatching(AddressMatching.AS_DELIVERED);
    }

    private Optional<SkipReason> claim(EmailAddress address, Optional<ProspectId> prospect) {
        return claim(KEY, address, prospect);
    }

    private Optional<SkipReason> claim(MessageKey key, EmailAddress address, Optional<ProspectId> prospect) {
        Claim claim = new Claim(key, address, prospect, MessageClass.MARKETING, Optional.empty());
        ClaimVerdict verdict =
                store.attempts().claim(List.of(claim), clock, SENDER).get(0);
        return verdict.either(granted -> Optional.empty(), Optional::of);
    }

    private EnqueueResult enqueue(ProspectId prospect, EmailAddress address) {
        OutgoingMail mail =
                new OutgoingMail(KEY, prospect, Optional.of(address), MessageClass.MARKETING, Optional.empty());
        return store.write(unit -> store.outbox().enqueue(unit, List.of(mail), clock.instant()))
                .get(0);
    }

    private Provenance provenance() {
        return new Provenance(
                clock.instant(),
                "mira",
                Provenance.Origin.SUPPRESSION_LIST,
                "a letter",
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void by_default_each_address_is_a_mailbox_of_its_own() {
        store.setFlag(addProspect(ANN), ProspectFlag.EMAIL_OPT_OUT, true);
        ProspectId dotted = addProspect(DOTTED);
        assertThat(claim(DOTTED, Optional.of(dotted))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Promise(1)
    void an_opt_out_of_one_alias_stops_mail_to_every_other_alias_even_one_stored_before(boolean matchFirst) {
        if (matchFirst) {
            matchAsDelivered();
        }
        ProspectId tagged = addProspect(TAGGED);
        ProspectId dotted = addProspect(DOTTED);
        store.setFlag(tagged, ProspectFlag.EMAIL_OPT_OUT, true);
        if (!matchFirst) {
            matchAsDelivered();
        }
        assertThat(claim(DOTTED, Optional.of(dotted)).orElseThrow().suppression())
                .contains(SuppressionReason.EMAIL_OPT_OUT);
        MessageKey otherKey = new MessageKey(MailStore.ACCOUNT, "other", "1", 1);
        assertThat(claim(otherKey, ANN, Optional.empty()).orElseThrow().code())
                .isEqualTo(SkipReason.SkipCode.SUPPRESSED);
        assertThat(store.account().<List<Suppression>>read(reading -> reading.listSuppressions(ANN)))
                .singleElement()
                .satisfies(suppression -> assertThat(suppression.address()).isEqualTo(TAGGED));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Promise(1)
    void a_listed_address_covers_its_mailbox_until_the_account_matches_addresses_as_written_again(boolean matchFirst) {
        if (matchFirst) {
            matchAsDelivered();
        }
        store.write(work -> work.suppress(List.of(TAGGED), provenance()));
        if (!matchFirst) {
            matchAsDelivered();
        }
        ProspectId ann = addProspect(ANN);
        assertThat(store.account()
                        .<Object>read(reading -> reading.findOldestSuppressions(List.of(ANN, DOTTED))
                                .keySet()))
                .isEqualTo(Set.of(ANN, DOTTED));
        store.account().setAddressMatching(AddressMatching.AS_WRITTEN);
        assertThat(claim(ANN, Optional.of(ann))).isEmpty();
    }

    @Test
    @Promise(2)
    void of_several_aliases_only_one_gets_a_message_and_in_the_spelling_of_its_prospect() {
        matchAsDelivered();
        ProspectId tagged = addProspect(TAGGED);
        ProspectId ann = addProspect(ANN);
        assertThat(enqueue(tagged, TAGGED).status()).isEqualTo(EnqueueResult.EnqueueStatus.QUEUED);
        assertThat(enqueue(ann, ANN).skipReason()).contains(SkipReason.duplicate(Optional.of(tagged)));
        List<QueuedMail> claimed = store.outbox().reserve(10, clock.instant(), SENDER);
        assertThat(claimed)
                .singleElement()
                .satisfies(mail -> assertThat(mail.address()).isEqualTo(TAGGED));
        assertThat(claim(TAGGED, Optional.of(tagged))).isEmpty();
        assertThat(claim(DOTTED, Optional.of(addProspect(DOTTED)))).contains(SkipReason.duplicate(Optional.of(tagged)));
    }

    @Test
    @Promise(2)
    void a_one_off_mail_and_a_queued_mail_to_one_mailbox_are_duplicates_and_the_queued_one_is_sent() {
        matchAsDelivered();
        ProspectId ann = addProspect(ANN);
        enqueue(ann, ANN);
        assertThat(claim(TAGGED, Optional.empty())).contains(SkipReason.duplicate(Optional.of(ann)));
        assertThat(store.outbox().listSends(SendQuery.ALL, MailId.START, 10)).hasSize(1);
        assertThat(claim(ANN, Optional.of(ann))).isEmpty();
    }

    @Test
    void shared_mailboxes_and_existing_recipients_are_found_by_any_alias() {
        matchAsDelivered();
        ProspectId ann = addProspect(ANN);
        addProspect(TAGGED);
        enqueue(ann, ANN);
        assertThat(store.account().<Object>read(reading -> reading.findSharedAddresses(List.of(DOTTED))))
                .isEqualTo(Set.of(DOTTED));
        assertThat(store.outbox()
                        .findExistingRecipients(KEY, List.of(), List.of(TAGGED))
                        .addresses())
                .containsExactly(TAGGED);
    }

    @Test
    @Promise(3)
    void a_bounce_of_a_mailbox_marks_new_holders_of_any_alias_and_clearing_it_for_one_ends_it_for_all() {
        matchAsDelivered();
        ProspectId first = addProspect(ANN);
        store.setFlag(first, ProspectFlag.BOUNCED, true);
        store.changeAddress(first, new EmailAddress("ann@example.com"));
        ProspectId second = addProspect(TAGGED);
        ProspectId third = addProspect(DOTTED);
        assertThat(claim(DOTTED, Optional.of(third)).orElseThrow().suppression())
                .contains(SuppressionReason.BOUNCED);
        store.setFlag(second, ProspectFlag.BOUNCED, false);
        assertThat(store.account().<List<Suppression>>read(reading -> reading.listSuppressions(ANN)))
                .isEmpty();
    }

    @Test
    @Promise(1)
    void the_link_of_a_one_off_mail_opts_out_the_prospects_of_its_mailbox() {
        matchAsDelivered();
        assertThat(claim(TAGGED, Optional.empty())).isEmpty();
        MailMark mail =
                store.outbox().listSends(SendQuery.ALL, MailId.START, 10).get(0).mark();
        ProspectId ann = addProspect(ANN);
        assertThat(store.mail().optOuts().optOut(mail, clock.instant())).isTrue();
        assertThat(store.isOptedOut(ann)).isTrue();
    }
}
