package heed.store;

import static org.assertj.core.api.Assertions.assertThat;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.BounceVerdict;
import heed.bounces.Diagnosis;
import heed.bounces.VerdictKind;
import heed.bounces.mailbox.BounceIngest;
import heed.bounces.marking.BounceMarker.BounceEffect;
import heed.bounces.marking.BounceRecords;
import heed.bounces.marking.ReturnedMessage;
import heed.mail.AttemptId;
import heed.mail.MailCorrelation;
import heed.mail.MailId;
import heed.mail.MailMark;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.SenderId;
import heed.mail.SmtpReply;
import heed.mail.delivery.AccountMail;
import heed.mail.gate.AttemptOutcome;
import heed.mail.gate.Attempts.AttemptResult;
import heed.mail.gate.Claim;
import heed.mail.gate.ClaimVerdict;
import heed.mail.outbox.SendQuery;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectFlag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A store under the contracts of bounces, with short forms for sending mail and receiving verdicts about it. */
interface BounceTestStore extends TestStore {
    String BOUNCE_ADDRESS = "bounces@acme.example";
    AtomicInteger NUMBER = new AtomicInteger();
    SenderId SENDER = new SenderId("sender");

    /** Returns the mail of {@link #account}, which must exist. */
    AccountMail mail();

    BounceRecords bounces();

    default MailCorrelation correlation() {
        return new MailCorrelation(mail().tokens(), new EmailAddress(BOUNCE_ADDRESS));
    }

    /** Returns what the links, the return path and the Message-ID of a mail say. */
    default MailMark mark(MailId mail) {
        return mail().outbox()
                .listSends(SendQuery.ALL, new MailId(mail.value() - 1), 1)
                .get(0)
                .mark();
    }

    default BounceIngest ingest() {
        return new BounceIngest(bounces(), correlation());
    }

    /** Sends a mail to the address, which the relay accepts now. */
    default MailId sendMail(String address) {
        return attempt(address, AttemptOutcome.sent(SmtpReply.of(SmtpReply.Stage.END_OF_DATA, 250, "2.0.0 queued")));
    }

    default MailId attempt(String address, AttemptOutcome outcome) {
        List<Prospect> prospects = account().read(reading -> reading.findProspects(address));
        Claim claim = new Claim(
                new MessageKey("Acme", "news", "1", NUMBER.incrementAndGet()),
                new EmailAddress(address),
                prospects.stream().findFirst().map(Prospect::key),
                MessageClass.MARKETING,
                Optional.empty());
        AttemptId attempt = mail().attempts()
                .claim(List.of(claim), clock(), SENDER)
                .get(0)
                .either(ClaimVerdict.Granted::attempt, reason -> {
                    throw new AssertionError(reason.describe());
                });
        mail().attempts().record(List.of(new AttemptResult(attempt, outcome)), clock().instant());
        return attempt.mail();
    }

    /** Returns why a mail to the address would be skipped now; empty if it would be sent. */
    default Optional<String> findSkipReason(String address) {
        return mail().attempts()
                .claim(
                        List.of(Claim.of(
                                new MessageKey("Acme", "probe", "1", NUMBER.incrementAndGet()),
                                new EmailAddress(address),
                                MessageClass.TRANSACTIONAL)),
                        clock(),
                        SENDER)
                .get(0)
                .either(
                        granted -> {
                            mail().attempts()
                                    .record(
                                            List.of(new AttemptResult(
                                                    granted.attempt(), AttemptOutcome.unknown("a probe"))),
                                            clock().instant());
                            return Optional.empty();
                        },
                        reason -> Optional.of(reason.describe()));
    }

    static Diagnosis diagnosis(BounceReason reason, BounceKind kind) {
        return new Diagnosis(reason, kind, Diagnosis.Evidence.STATUS_CODE, "a rule");
    }

    /** Returns the verdict of a report about one of our mails, which is found by its envelope sender. */
    default BounceVerdict verdict(VerdictKind kind, MailId mail, Optional<Diagnosis> diagnosis) {
        return new BounceVerdict(
                kind,
                mark(mail).address().map(EmailAddress::value),
                Optional.empty(),
                diagnosis,
                new BounceVerdict.DeliveryReport(
                        Optional.empty(), Optional.empty(), Optional.of("mx.example"), Optional.empty(), "it failed"),
                new BounceVerdict.MailTrace(
                        Optional.empty(),
                        List.of(correlation().envelopeSender(mark(mail)).value())),
                true,
                "1");
    }

    /** Returns the verdict of a report about an address, without anything that identifies one of our mails. */
    static BounceVerdict uncorrelatedVerdict(String address, BounceReason reason, BounceKind kind) {
        return uncorrelatedVerdict(address, reason, kind, true);
    }

    /** Returns the verdict of a person's mail that quotes a hard bounce of an address. */
    static BounceVerdict quotedVerdict(String address) {
        return uncorrelatedVerdict(address, BounceReason.USER_UNKNOWN, BounceKind.HARD, false);
    }

    private static BounceVerdict uncorrelatedVerdict(
            String address, BounceReason reason, BounceKind kind, boolean automatic) {
        return new BounceVerdict(
                VerdictKind.FAILED,
                Optional.of(address),
                Optional.empty(),
                Optional.of(diagnosis(reason, kind)),
                BounceVerdict.DeliveryReport.NONE,
                BounceVerdict.MailTrace.NONE,
                automatic,
                "1");
    }

    default BounceEffect bounce(MailId mail, BounceReason reason, BounceKind kind) {
        return receive(verdict(VerdictKind.FAILED, mail, Optional.of(diagnosis(reason, kind))));
    }

    default BounceEffect hardBounce(MailId mail) {
        return bounce(mail, BounceReason.USER_UNKNOWN, BounceKind.HARD);
    }

    default BounceEffect softBounce(MailId mail) {
        return bounce(mail, BounceReason.QUOTA_EXCEEDED, BounceKind.SOFT);
    }

    /** Ingests a message with one verdict and returns its effect. */
    default BounceEffect receive(BounceVerdict verdict) {
        BounceIngest.IngestResult result = ingest().ingest(List.of(toReadMessage(verdict)), clock().instant())
                .get(0);
        assertThat(result.duplicate()).isFalse();
        return result.effects().get(0);
    }

    static BounceIngest.ReadMessage toReadMessage(BounceVerdict verdict) {
        byte[] content = ("Message-ID: <" + NUMBER.incrementAndGet() + "@mx.example>\n\nIt failed.")
                .getBytes(StandardCharsets.US_ASCII);
        return new BounceIngest.ReadMessage(
                ReturnedMessage.of(content, Optional.empty(), content.length), List.of(verdict), Optional.empty());
    }

    default boolean isBounced(String id) {
        return find(id).hasFlag(ProspectFlag.BOUNCED);
    }

    default boolean isOptedOut(String id) {
        return find(id).hasFlag(ProspectFlag.EMAIL_OPT_OUT);
    }
}
