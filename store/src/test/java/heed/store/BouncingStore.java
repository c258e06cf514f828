package heed.store;

import static org.assertj.core.api.Assertions.assertThat;

import heed.mail.AccountMail;
import heed.mail.AttemptId;
import heed.mail.Attempts.Attempted;
import heed.mail.Claim;
import heed.mail.ClaimVerdict;
import heed.mail.MailId;
import heed.mail.MailMarks;
import heed.mail.MailTokens;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.Outcome;
import heed.mail.Reply;
import heed.mail.bounce.BounceKind;
import heed.mail.bounce.BounceReason;
import heed.mail.bounce.BounceRecords;
import heed.mail.bounce.BounceVerdict;
import heed.mail.bounce.Diagnosis;
import heed.mail.bounce.Intake;
import heed.mail.bounce.Marking.Effect;
import heed.mail.bounce.ReturnedMessage;
import heed.mail.bounce.VerdictKind;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectFlag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A store under the contracts of bounces: mail goes out of it, and what a test says of it comes back. */
interface BouncingStore extends TestStore {
    String OURS = "bounces@acme.example";
    AtomicInteger NUMBER = new AtomicInteger();
    Duration LEASE = Duration.ofMinutes(10);

    /** The mail of {@link #account}, which there is by now. */
    AccountMail mail();

    BounceRecords bounces();

    default MailMarks marks() {
        return new MailMarks(new MailTokens(mail().secret(), "Acme"), new EmailAddress(OURS));
    }

    default Intake intake() {
        return new Intake(bounces(), marks());
    }

    /** A mail to the address that the relay took now. */
    default MailId sent(String address) {
        return attempted(address, Outcome.sent(Reply.of(Reply.Stage.END_OF_DATA, 250, "2.0.0 queued")));
    }

    default MailId attempted(String address, Outcome outcome) {
        List<Prospect> prospects = account().read(reading -> reading.findProspects(address));
        Claim claim = new Claim(
                new MessageKey("Acme", "news", "1", NUMBER.incrementAndGet()),
                new EmailAddress(address),
                prospects.stream().findFirst().map(Prospect::key),
                MessageClass.MARKETING,
                Optional.empty());
        AttemptId attempt = mail().attempts()
                .claim(List.of(claim), clock(), LEASE)
                .get(0)
                .either(ClaimVerdict.Taken::attempt, why -> {
                    throw new AssertionError(why.text());
                });
        mail().attempts().record(List.of(new Attempted(attempt, outcome)), clock().instant());
        return attempt.mail();
    }

    /** Why a mail to the address is refused now; empty if it would go out. */
    default Optional<String> refused(String address) {
        return mail().attempts()
                .claim(
                        List.of(Claim.of(
                                new MessageKey("Acme", "probe", "1", NUMBER.incrementAndGet()),
                                new EmailAddress(address),
                                MessageClass.TRANSACTIONAL)),
                        clock(),
                        LEASE)
                .get(0)
                .either(
                        taken -> {
                            mail().attempts()
                                    .record(
                                            List.of(new Attempted(taken.attempt(), Outcome.unknown("a probe"))),
                                            clock().instant());
                            return Optional.empty();
                        },
                        why -> Optional.of(why.text()));
    }

    static Diagnosis diagnosis(BounceReason reason, BounceKind kind) {
        return new Diagnosis(reason, kind, Diagnosis.Evidence.STATUS_CODE, "a rule");
    }

    /** What a report says of one of our mails, which is found by its envelope sender. */
    default BounceVerdict verdict(VerdictKind kind, MailId mail, Optional<Diagnosis> diagnosis) {
        return new BounceVerdict(
                kind,
                Optional.of("somebody@elsewhere.example"),
                Optional.empty(),
                diagnosis,
                new BounceVerdict.Report(
                        Optional.empty(), Optional.empty(), Optional.of("mx.example"), Optional.empty(), "it failed"),
                new BounceVerdict.Trace(
                        Optional.empty(), List.of(marks().envelopeSender(mail).value())),
                "1");
    }

    /** What a report says of an address, without any mark of ours. */
    static BounceVerdict unmarked(String address, BounceReason reason, BounceKind kind) {
        return new BounceVerdict(
                VerdictKind.FAILED,
                Optional.of(address),
                Optional.empty(),
                Optional.of(diagnosis(reason, kind)),
                BounceVerdict.Report.NONE,
                BounceVerdict.Trace.NONE,
                "1");
    }

    default Effect returns(MailId mail, BounceReason reason, BounceKind kind) {
        return arrives(verdict(VerdictKind.FAILED, mail, Optional.of(diagnosis(reason, kind))));
    }

    default Effect hard(MailId mail) {
        return returns(mail, BounceReason.USER_UNKNOWN, BounceKind.HARD);
    }

    default Effect soft(MailId mail) {
        return returns(mail, BounceReason.QUOTA_EXCEEDED, BounceKind.SOFT);
    }

    /** A message with one verdict arrives, and is taken. */
    default Effect arrives(BounceVerdict verdict) {
        Intake.Taken taken =
                intake().take(List.of(read(verdict)), clock().instant()).get(0);
        assertThat(taken.known()).isFalse();
        return taken.effects().get(0);
    }

    static Intake.Read read(BounceVerdict verdict) {
        byte[] content = ("Message-ID: <" + NUMBER.incrementAndGet() + "@mx.example>\n\nIt failed.")
                .getBytes(StandardCharsets.US_ASCII);
        return new Intake.Read(ReturnedMessage.of(content, Optional.empty(), content.length), List.of(verdict));
    }

    default boolean bounced(String id) {
        return find(id).hasFlag(ProspectFlag.BOUNCED);
    }

    default boolean optedOut(String id) {
        return find(id).hasFlag(ProspectFlag.EMAIL_OPT_OUT);
    }
}
