package heed.mail.outbox;

import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.mail.gate.Mail;
import heed.model.suppression.SuppressionReason;
import java.util.Optional;

/**
 * The mail of a message that a prospect has, because of which it gets no second one.
 *
 * @param skipReason why the mail was skipped or cancelled; empty in every other state
 */
public record ExistingMail(SendState state, Optional<SkipReason> skipReason) {

    /** Returns the state of a mail. */
    public static ExistingMail of(Mail mail) {
        return new ExistingMail(mail.state(), mail.progress().skipReason());
    }

    /** Returns whether the mail has arrived, may have arrived or can still arrive. */
    public boolean mayArrive() {
        return switch (state) {
            case SENT, UNKNOWN, QUEUED, RETRYING, IN_FLIGHT -> true;
            case SKIPPED, REJECTED, EXPIRED, CANCELLED, FAILED -> false;
        };
    }

    /** Returns why the prospect gets no second mail, without times: a clause about the prospect. */
    public String describe() {
        return switch (state) {
            case SENT -> "has this message already";
            case UNKNOWN -> "may have this message already";
            case QUEUED, RETRYING, IN_FLIGHT -> "this message is on its way already";
            case SKIPPED -> "this message was skipped before" + reason();
            case REJECTED, EXPIRED -> "this message was refused before";
            case CANCELLED -> "this message was cancelled before";
            case FAILED -> "this message failed before";
        };
    }

    private String reason() {
        return skipReason
                .map(reason -> reason.suppression()
                        .map(SuppressionReason::label)
                        .orElse(
                                reason.code() == SkipReason.SkipCode.DUPLICATE
                                        ? "duplicate"
                                        : reason.code().label()))
                .map(label -> ": " + label)
                .orElse("");
    }
}
