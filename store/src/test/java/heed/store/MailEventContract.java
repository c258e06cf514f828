package heed.store;

import static heed.model.field.StandardFields.EMAIL;
import static heed.model.field.StandardFields.EMAIL_OPT_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.VerdictKind;
import heed.bounces.marking.MailEvent;
import heed.bounces.marking.MailEvent.Kind;
import heed.mail.MailId;
import heed.model.run.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What happened to mails after they were sent. */
interface MailEventContract extends BounceTestStore {

    private MailId mailTo(String name) {
        prospect(name, EMAIL, name + "@example.com");
        return sendMail(name + "@example.com");
    }

    private void optOut(String name) {
        set(find(name), EMAIL_OPT_OUT, "Yes");
    }

    @Test
    default void each_event_of_a_mail_is_found_and_what_another_event_caused_is_not() {
        MailId nothing = mailTo("ann");
        MailId hard = mailTo("bob");
        MailId soft = mailTo("cay");
        MailId complained = mailTo("dan");
        MailId unsubscribed = mailTo("eve");
        MailId takenBack = mailTo("fay");
        MailId byPhone = mailTo("gil");
        MailId away = mailTo("hal");
        clock().advance(Duration.ofMinutes(1));
        softBounce(hard);
        hardBounce(hard);
        softBounce(soft);
        softBounce(soft);
        receive(verdict(VerdictKind.COMPLAINT, complained, Optional.empty()));
        assertThat(mail().optOuts().optOut(mark(unsubscribed), clock().instant()))
                .isTrue();
        assertThat(mail().optOuts().optOut(mark(takenBack), clock().instant())).isTrue();
        mail().optOuts().takeBack(mark(takenBack), clock().instant());
        optOut("gil");
        ingest().ingest(
                        List.of(BounceTestStore.toReadMessage(verdict(VerdictKind.AUTO_REPLY, away, Optional.empty()))),
                        clock().instant());
        assertThat(events(nothing, hard, soft, complained, unsubscribed, takenBack, byPhone, away))
                .isEqualTo(Map.of(
                        hard, Set.of(Kind.BOUNCED_HARD),
                        soft, Set.of(Kind.BOUNCED_SOFT),
                        complained, Set.of(Kind.COMPLAINED),
                        unsubscribed, Set.of(Kind.UNSUBSCRIBED),
                        byPhone, Set.of(Kind.OPTED_OUT_LATER)));
    }

    @Test
    default void a_no_counts_for_the_mails_before_it_and_an_event_for_its_own_mail() {
        MailId first = mailTo("ann");
        clock().advance(Duration.ofMinutes(1));
        MailId second = sendMail("ann@example.com");
        clock().advance(Duration.ofMinutes(1));
        assertThat(mail().optOuts().optOut(mark(second), clock().instant())).isTrue();
        assertThat(events(first, second))
                .isEqualTo(Map.of(first, Set.of(Kind.OPTED_OUT_LATER), second, Set.of(Kind.UNSUBSCRIBED)));
        clock().advance(Duration.ofMinutes(1));
        set(find("ann"), EMAIL_OPT_OUT, "No");
        MailId third = sendMail("ann@example.com");
        assertThat(events(first, second, third)).isEqualTo(Map.of(second, Set.of(Kind.UNSUBSCRIBED)));
        clock().advance(Duration.ofMinutes(1));
        bounce(third, BounceReason.USER_UNKNOWN, BounceKind.HARD);
        assertThat(events(first, third))
                .isEqualTo(Map.of(first, Set.of(Kind.MARKED_BOUNCED_LATER), third, Set.of(Kind.BOUNCED_HARD)));
    }

    @Test
    default void a_run_that_does_not_exist_has_no_events() {
        assertThat(bounces().listMailEvents(new RunId(99))).isEmpty();
    }

    private Map<MailId, Set<Kind>> events(MailId... mails) {
        return MailEvent.byMail(bounces().listMailEvents(List.of(mails)));
    }
}
