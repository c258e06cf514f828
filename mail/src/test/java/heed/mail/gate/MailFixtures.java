package heed.mail.gate;

import heed.mail.MailId;
import heed.mail.MailNonce;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.SendState;
import heed.mail.SenderId;
import heed.mail.SkipReason;
import heed.mail.SmtpReply;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import java.time.Instant;
import java.util.Optional;

/** Mails in every state, for tests of the rules. */
public final class MailFixtures {
    public static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    public static final Instant EARLIER = NOW.minusSeconds(3600);
    public static final SenderId SENDER = new SenderId("sender");
    public static final MessageKey KEY = new MessageKey("acme", "welcome", "1", 1);
    public static final EmailAddress ANN = new EmailAddress("ann@example.com");
    public static final EmailAddress BOB = new EmailAddress("bob@example.com");
    public static final ProspectId ANNS = new ProspectId(1);
    public static final ProspectId BOBS = new ProspectId(2);
    public static final RunId RUN = new RunId(7);
    public static final SmtpReply ACCEPTED = SmtpReply.of(SmtpReply.Stage.END_OF_DATA, 250, "250 2.0.0 queued");
    public static final SmtpReply BUSY = SmtpReply.of(SmtpReply.Stage.RCPT_TO, 451, "451 4.7.1 later");
    public static final SmtpReply UNKNOWN_USER = SmtpReply.of(SmtpReply.Stage.RCPT_TO, 550, "550 5.1.1 unknown user");

    private MailFixtures() {}

    /** A mail that waits since an hour ago and is due. */
    public static Mail queued(long id, Optional<ProspectId> prospect, EmailAddress address) {
        Mail mail = Mail.create(
                new MailIdentity(
                        new MailId(id),
                        Optional.of(new MailNonce(1000 + id)),
                        KEY,
                        MessageClass.MARKETING,
                        prospect,
                        Optional.of(address),
                        prospect.isPresent() ? Optional.of(RUN) : Optional.empty()),
                EARLIER);
        mail.queue(EARLIER, EARLIER);
        return mail;
    }

    /** Ann's mail in a state that it entered an hour ago. */
    public static Mail inState(SendState state) {
        Mail mail = queued(1, Optional.of(ANNS), ANN);
        switch (state) {
            case QUEUED -> {}
            case SKIPPED -> mail.skip(SkipReason.of(SkipReason.SkipCode.NO_ADDRESS), EARLIER);
            case CANCELLED -> mail.cancel(EARLIER);
            case IN_FLIGHT -> mail.startAttempt(SENDER, EARLIER);
            case RETRYING -> attempt(mail, AttemptOutcome.retry(EARLIER, BUSY));
            case SENT -> attempt(mail, AttemptOutcome.sent(ACCEPTED));
            case REJECTED -> attempt(mail, AttemptOutcome.rejected(UNKNOWN_USER));
            case EXPIRED -> attempt(mail, AttemptOutcome.expired(BUSY));
            case UNKNOWN -> attempt(mail, AttemptOutcome.unknown("the connection broke"));
            case FAILED -> attempt(mail, AttemptOutcome.failed(Optional.empty(), "its automation is gone"));
        }
        return mail;
    }

    private static void attempt(Mail mail, AttemptOutcome outcome) {
        mail.applyOutcome(mail.startAttempt(SENDER, EARLIER).number(), outcome, false, EARLIER);
    }
}
