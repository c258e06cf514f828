package heed.store;

import static heed.model.field.StandardFields.EMAIL;
import static org.assertj.core.api.Assertions.assertThat;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.BounceVerdict;
import heed.bounces.PersonalMail;
import heed.bounces.VerdictKind;
import heed.bounces.mailbox.BounceIngest.ReadMessage;
import heed.bounces.marking.Bounce;
import heed.bounces.marking.BounceId;
import heed.bounces.marking.BounceMarker.BounceEffect;
import heed.bounces.marking.BounceQuery;
import heed.bounces.marking.QuarantineReview;
import heed.bounces.marking.ReportTarget;
import heed.bounces.marking.ReturnedMessage;
import heed.mail.MailId;
import heed.mail.MailMark;
import heed.mail.MailTokens.Purpose;
import heed.mail.unsubscribe.PageNames;
import heed.mail.unsubscribe.UnsubscribeHandler;
import heed.mail.unsubscribe.UnsubscribeHandler.UnsubscribeResponse;
import heed.mail.unsubscribe.UnsubscribeRequest;
import heed.model.prospect.EmailAddress;
import heed.model.testing.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A store that was restored from a backup counts again. Bob got a mail after the backup was made; after it was restored, Cy
 * got one that has the same number. What comes back about Bob's mail never concerns Cy.
 */
interface RestoredBackupContract extends BounceTestStore {
    String BOB = "bob@example.com";
    String CY = "cy@example.com";

    /** Makes a backup of the store. */
    void backUp();

    /** Replaces the store by its backup, and opens it. */
    void restore();

    /** Sends a mail to Bob, restores the backup from before, and sends a mail with the same number to Cy. */
    private MailMark lostMailToBob() {
        prospect("B", EMAIL, BOB);
        prospect("C", EMAIL, CY);
        String unused = mail().tokens().toString(); // the first call stores the key
        backUp();
        MailMark lost = mark(sendMail(BOB));
        restore();
        MailId present = sendMail(CY);
        assertThat(present).isEqualTo(lost.mail());
        return lost;
    }

    private UnsubscribeResponse request(String method, Purpose purpose, MailMark mark) {
        return new UnsubscribeHandler(
                        mail().tokens(),
                        mail().optOuts(),
                        new PageNames("Acme", Optional.empty()),
                        Optional.empty(),
                        clock())
                .handle(new UnsubscribeRequest(
                        method, "/unsubscribe/" + mail().tokens().issue(purpose, mark), Optional.empty()));
    }

    private BounceVerdict verdict(
            VerdictKind kind, Optional<String> recipient, Optional<String> original, BounceVerdict.MailTrace trace) {
        boolean diagnosed = kind == VerdictKind.FAILED || kind == VerdictKind.DELAYED;
        return new BounceVerdict(
                kind,
                recipient,
                original,
                diagnosed
                        ? Optional.of(BounceTestStore.diagnosis(
                                BounceReason.USER_UNKNOWN,
                                kind == VerdictKind.FAILED ? BounceKind.HARD : BounceKind.SOFT))
                        : Optional.empty(),
                BounceVerdict.DeliveryReport.NONE,
                trace,
                true,
                "1");
    }

    private BounceVerdict.MailTrace returnPath(MailMark mark) {
        return new BounceVerdict.MailTrace(
                Optional.empty(), List.of(correlation().envelopeSender(mark).value()));
    }

    private BounceVerdict.MailTrace messageId(MailMark mark) {
        return new BounceVerdict.MailTrace(Optional.of(correlation().messageId(mark)), List.of());
    }

    private Bounce lastBounce() {
        List<Bounce> bounces = bounces().read(reading -> reading.listBounces(BounceQuery.ALL, BounceId.START, 1000));
        return bounces.get(bounces.size() - 1);
    }

    private void assertNothingHappenedToCy() {
        assertThat(isOptedOut("C")).isFalse();
        assertThat(isBounced("C")).isFalse();
        assertThat(suppressions(CY)).isEmpty();
    }

    @Test
    @Promise({1, 11})
    default void the_link_of_a_lost_mail_opts_out_its_address_and_says_so() {
        MailMark lost = lostMailToBob();

        UnsubscribeResponse asked = request("GET", Purpose.UNSUBSCRIBE, lost);
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.body()).contains("b***@e***.com").doesNotContain("c***@");
        UnsubscribeResponse done = request("POST", Purpose.UNSUBSCRIBE, lost);

        assertThat(done.status()).isEqualTo(200);
        assertThat(done.body())
                .contains("You are unsubscribed", "b***@e***.com")
                .doesNotContain("c***@");
        assertThat(isOptedOut("B")).isTrue();
        assertThat(findSkipReason(BOB)).isPresent();
        assertThat(suppressions(BOB)).anyMatch(reason -> reason.contains("missing mail " + lost.mail()));
        assertThat(request("GET", Purpose.UNSUBSCRIBE, lost).body()).contains("You are unsubscribed");
        assertNothingHappenedToCy();
    }

    @Test
    @Promise({1, 11})
    default void the_no_of_a_lost_mail_is_kept_by_address_if_nobody_has_the_address() {
        String unused = mail().tokens().toString();
        prospect("C", EMAIL, CY);
        backUp();
        prospect("B", EMAIL, BOB);
        MailMark lost = mark(sendMail(BOB));
        restore();
        sendMail(CY);

        assertThat(request("POST", Purpose.UNSUBSCRIBE, lost).status()).isEqualTo(200);

        assertThat(findSkipReason(BOB)).isPresent();
        prospect("B", EMAIL, BOB);
        assertThat(findSkipReason(BOB)).isPresent();
        assertNothingHappenedToCy();
    }

    @Test
    @Promise(11)
    default void the_no_of_a_lost_mail_is_taken_back_by_its_own_page_only() {
        MailMark lost = lostMailToBob();
        MailMark cys = mark(lost.mail());
        request("POST", Purpose.UNSUBSCRIBE, cys);
        Matcher link = Pattern.compile("action=\"([a-z2-7]+)\"")
                .matcher(request("POST", Purpose.UNSUBSCRIBE, lost).body());
        assertThat(link.find()).isTrue();
        assertThat(mail().tokens().read(Purpose.TAKE_BACK, link.group(1))).contains(lost);

        assertThat(request("POST", Purpose.TAKE_BACK, lost).status()).isEqualTo(200);

        assertThat(suppressions(BOB)).isEmpty();
        assertThat(isOptedOut("C")).isTrue();
        assertThat(suppressions(CY)).isNotEmpty();
    }

    @Test
    @Promise(1)
    default void a_link_of_a_lost_mail_without_an_address_is_refused() {
        MailMark lost = lostMailToBob();
        MailMark unnamed = new MailMark(lost.mail(), lost.nonce(), Optional.empty());
        MailMark earlier = new MailMark(lost.mail(), Optional.empty(), Optional.empty());
        for (MailMark mark : List.of(unnamed, earlier)) {
            assertThat(request("GET", Purpose.UNSUBSCRIBE, mark).status()).isEqualTo(404);
            assertThat(request("POST", Purpose.UNSUBSCRIBE, mark).status()).isEqualTo(404);
        }
        assertNothingHappenedToCy();
        assertThat(isOptedOut("B")).isFalse();
    }

    @Test
    @Promise(1)
    default void a_hard_bounce_of_a_lost_mail_marks_nobody_at_once() {
        MailMark lost = lostMailToBob();
        for (BounceVerdict.MailTrace trace : List.of(returnPath(lost), messageId(lost))) {
            for (Optional<String> named : List.of(Optional.of(BOB), Optional.<String>empty())) {
                assertThat(receive(verdict(VerdictKind.FAILED, named, Optional.empty(), trace)))
                        .isEqualTo(BounceEffect.UNTRUSTED);
                assertThat(lastBounce().target()).isEqualTo(ReportTarget.MISSING_MAIL);
                assertThat(lastBounce().bouncedMail().mail()).isEmpty();
            }
            assertThat(receive(verdict(VerdictKind.DELAYED, Optional.of(BOB), Optional.empty(), trace)))
                    .isEqualTo(BounceEffect.UNTRUSTED);
        }
        assertThat(isBounced("B")).isFalse();
        assertNothingHappenedToCy();
    }

    @Test
    @Promise(1)
    default void a_hard_bounce_of_a_lost_mail_counts_as_soft_if_the_address_was_mailed_since() {
        MailMark lost = lostMailToBob();
        sendMail(BOB);
        assertThat(receive(verdict(VerdictKind.FAILED, Optional.of(BOB), Optional.empty(), returnPath(lost))))
                .isEqualTo(BounceEffect.COUNTED);
        assertThat(receive(verdict(VerdictKind.FAILED, Optional.empty(), Optional.empty(), messageId(lost))))
                .isEqualTo(BounceEffect.COUNTED);
        assertThat(isBounced("B")).isFalse();
        assertNothingHappenedToCy();
    }

    @Test
    @Promise({1, 11})
    default void a_complaint_about_a_lost_mail_opts_out_its_address() {
        MailMark lost = lostMailToBob();
        assertThat(receive(verdict(VerdictKind.COMPLAINT, Optional.empty(), Optional.empty(), messageId(lost))))
                .isEqualTo(BounceEffect.OPTED_OUT);
        assertThat(isOptedOut("B")).isTrue();
        assertThat(findSkipReason(BOB)).isPresent();
        assertNothingHappenedToCy();
    }

    @Test
    @Promise({1, 11})
    default void a_complaint_by_the_return_path_of_a_lost_mail_opts_out_the_address_that_it_names() {
        MailMark lost = lostMailToBob();
        assertThat(receive(verdict(VerdictKind.COMPLAINT, Optional.empty(), Optional.empty(), returnPath(lost))))
                .isEqualTo(BounceEffect.UNTRUSTED);
        assertThat(isOptedOut("B")).isFalse();
        assertThat(receive(verdict(VerdictKind.COMPLAINT, Optional.of(BOB), Optional.empty(), returnPath(lost))))
                .isEqualTo(BounceEffect.OPTED_OUT);
        assertThat(isOptedOut("B")).isTrue();
        assertNothingHappenedToCy();
    }

    @Test
    @Promise({1, 11})
    default void a_reply_to_a_lost_mail_opts_out_its_address() {
        MailMark lost = lostMailToBob();
        byte[] content = "Please stop.".getBytes(StandardCharsets.US_ASCII);
        ReadMessage reply = new ReadMessage(
                ReturnedMessage.of(content, Optional.empty(), content.length),
                List.of(verdict(VerdictKind.OTHER, Optional.empty(), Optional.empty(), messageId(lost))),
                Optional.of(new PersonalMail(
                        Optional.of(new EmailAddress("robert@elsewhere.example")), "Stop", "Please stop.", true)));
        ingest().ingest(List.of(reply), clock().instant());
        long number =
                bounces().read(reading -> reading.listQuarantined(1)).get(0).number();

        assertThat(new QuarantineReview(bounces(), "ann")
                        .optOut(number, clock().instant())
                        .orElseThrow()
                        .optedOut())
                .containsExactlyInAnyOrder(new EmailAddress("robert@elsewhere.example"), new EmailAddress(BOB));

        assertThat(isOptedOut("B")).isTrue();
        assertNothingHappenedToCy();
    }

    @Test
    @Promise(1)
    default void what_comes_back_about_a_mail_in_the_backup_still_counts() {
        prospect("B", EMAIL, BOB);
        MailId kept = sendMail(BOB);
        MailMark mark = mark(kept);
        backUp();
        restore();
        assertThat(mark(kept)).isEqualTo(mark);
        assertThat(request("POST", Purpose.UNSUBSCRIBE, mark).status()).isEqualTo(200);
        assertThat(isOptedOut("B")).isTrue();
        assertThat(hardBounce(kept)).isEqualTo(BounceEffect.MARKED);
    }

    @Test
    @Promise(1)
    default void a_report_about_another_address_than_the_mails_is_one_about_a_forward() {
        prospect("B", EMAIL, BOB);
        prospect("C", EMAIL, CY);
        MailMark bobs = mark(sendMail(BOB));
        MailMark cys = mark(sendMail(CY));
        for (BounceVerdict.MailTrace trace : List.of(returnPath(bobs), messageId(bobs))) {
            assertThat(receive(verdict(VerdictKind.FAILED, Optional.of(CY), Optional.empty(), trace)))
                    .isEqualTo(BounceEffect.COUNTED);
            assertThat(lastBounce().target()).isEqualTo(ReportTarget.FORWARD);
            assertThat(receive(verdict(VerdictKind.FAILED, Optional.of("x@elsewhere.example"), Optional.of(CY), trace)))
                    .isEqualTo(BounceEffect.COUNTED);
            assertThat(receive(verdict(VerdictKind.DELAYED, Optional.of(CY), Optional.empty(), trace)))
                    .isEqualTo(BounceEffect.NOTED);
        }
        assertThat(isBounced("B")).isFalse();
        assertThat(receive(verdict(VerdictKind.COMPLAINT, Optional.of(CY), Optional.empty(), returnPath(bobs))))
                .isEqualTo(BounceEffect.OPTED_OUT);
        assertThat(isOptedOut("B")).isTrue(); // whose mail it was, as the signature proves
        assertNothingHappenedToCy();
        assertThat(receive(verdict(
                        VerdictKind.FAILED, Optional.of("cy.new@elsewhere.example"), Optional.of(CY), returnPath(cys))))
                .isEqualTo(BounceEffect.MARKED);
    }

    @Test
    @Promise(1)
    default void reports_about_a_forward_mark_like_soft_bounces_and_also_after_a_new_diagnosis() {
        prospect("B", EMAIL, BOB);
        for (int i = 1; i <= 5; i++) {
            MailMark bobs = mark(sendMail(BOB));
            BounceEffect effect = receive(verdict(
                    VerdictKind.FAILED, Optional.of("bob@elsewhere.example"), Optional.empty(), returnPath(bobs)));
            assertThat(effect).isEqualTo(i < 5 ? BounceEffect.COUNTED : BounceEffect.MARKED);
            clock().advance(Duration.ofDays(2));
        }
        assertThat(isBounced("B")).isTrue();
    }
}
