package heed.mail.outbox;

import static heed.mail.gate.MailFixtures.ANN;
import static heed.mail.gate.MailFixtures.ANNS;
import static heed.mail.gate.MailFixtures.BOB;
import static heed.mail.gate.MailFixtures.BOBS;
import static heed.mail.gate.MailFixtures.KEY;
import static heed.mail.gate.MailFixtures.NOW;
import static heed.mail.gate.MailFixtures.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import heed.mail.MailId;
import heed.mail.MessageClass;
import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.mail.gate.Mail;
import heed.mail.gate.MailFixtures;
import heed.mail.gate.MailIndex;
import heed.mail.gate.RunSendingStates;
import heed.model.prospect.AddressMatching;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.testing.Promise;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnqueueRulesTest {
    private final MailIndex mails = new MailIndex(AddressMatching.AS_DELIVERED);

    private EnqueueRules rules(RunSendingStates runs) {
        AtomicLong ids = new AtomicLong(100);
        return new EnqueueRules(mails, runs, () -> new MailId(ids.incrementAndGet()), NOW);
    }

    private EnqueueRules rules() {
        return rules(new RunSendingStates(Set.of(), Set.of()));
    }

    private static OutgoingMail outgoing(ProspectId prospect, Optional<EmailAddress> address) {
        return new OutgoingMail(KEY, prospect, address, MessageClass.MARKETING, Optional.of(RUN));
    }

    private static Mail onlyAdded(EnqueueRules rules) {
        assertThat(rules.added()).hasSize(1);
        return rules.added().get(0);
    }

    @ParameterizedTest
    @EnumSource(SendState.class)
    @Promise(2)
    void a_prospect_who_has_the_message_gets_no_second_one_whatever_became_of_the_first(SendState state) {
        Mail mail = MailFixtures.inState(state);
        mails.add(mail);
        EnqueueRules rules = rules();
        assertThat(rules.enqueue(outgoing(ANNS, Optional.of(BOB))))
                .isEqualTo(new EnqueueResult(
                        mail.id(),
                        EnqueueResult.EnqueueStatus.KNOWN,
                        Optional.empty(),
                        Optional.of(ExistingMail.of(mail))));
        assertThat(rules.added()).isEmpty();
    }

    @Test
    void a_mail_without_an_address_is_skipped() {
        EnqueueRules rules = rules();
        EnqueueResult result = rules.enqueue(outgoing(ANNS, Optional.empty()));
        assertThat(result.status()).isEqualTo(EnqueueResult.EnqueueStatus.REFUSED);
        assertThat(result.skipReason()).contains(SkipReason.of(SkipReason.SkipCode.NO_ADDRESS));
        assertThat(onlyAdded(rules).state()).isEqualTo(SendState.SKIPPED);
    }

    @Test
    @Promise(2)
    void of_two_prospects_with_one_address_the_first_has_the_mail() {
        EnqueueRules rules = rules();
        assertThat(rules.enqueue(outgoing(ANNS, Optional.of(ANN))).status())
                .isEqualTo(EnqueueResult.EnqueueStatus.QUEUED);
        assertThat(rules.enqueue(outgoing(BOBS, Optional.of(ANN))).skipReason())
                .contains(SkipReason.duplicate(Optional.of(ANNS)));
        assertThat(rules.added()).extracting(Mail::state).containsExactly(SendState.QUEUED, SendState.SKIPPED);
    }

    @Test
    @Promise(2)
    void another_spelling_of_a_mailbox_is_the_same_address() {
        EnqueueRules rules = rules();
        rules.enqueue(outgoing(ANNS, Optional.of(new EmailAddress("ann@gmail.com"))));
        assertThat(rules.enqueue(outgoing(BOBS, Optional.of(new EmailAddress("a.nn@gmail.com"))))
                        .skipReason())
                .contains(SkipReason.duplicate(Optional.of(ANNS)));
    }

    @Test
    @Promise(2)
    void a_duplicate_holds_no_address() {
        EnqueueRules rules = rules();
        rules.enqueue(outgoing(ANNS, Optional.of(ANN)));
        rules.enqueue(outgoing(BOBS, Optional.of(ANN)));
        assertThat(mails.find(KEY, ANN).orElseThrow().identity().prospect()).contains(ANNS);
    }

    @Test
    void a_mail_of_a_cancelled_run_is_cancelled() {
        EnqueueRules rules = rules(new RunSendingStates(Set.of(), Set.of(RUN)));
        assertThat(rules.enqueue(outgoing(ANNS, Optional.of(ANN))).skipReason())
                .contains(SkipReason.of(SkipReason.SkipCode.CANCELLED, NOW));
        assertThat(onlyAdded(rules).state()).isEqualTo(SendState.CANCELLED);
    }

    @Test
    void any_other_mail_waits_and_is_due_now_also_if_its_run_is_paused() {
        EnqueueRules rules = rules(new RunSendingStates(Set.of(RUN), Set.of()));
        EnqueueResult result = rules.enqueue(outgoing(ANNS, Optional.of(ANN)));
        assertThat(result.status()).isEqualTo(EnqueueResult.EnqueueStatus.QUEUED);
        assertThat(result.skipReason()).isEmpty();
        assertThat(onlyAdded(rules).progress().due()).contains(NOW);
        assertThat(onlyAdded(rules).id()).isEqualTo(result.mail());
    }
}
