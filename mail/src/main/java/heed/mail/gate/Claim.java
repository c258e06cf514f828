package heed.mail.gate;

import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import java.util.Optional;

/**
 * A request to the gate: to transmit one message to one address now. Immutable.
 *
 * @param prospect the prospect whose mail it is; empty for a one-off mail
 * @param run the run that sends the mail; empty for a one-off mail
 */
public record Claim(
        MessageKey key,
        EmailAddress address,
        Optional<ProspectId> prospect,
        MessageClass messageClass,
        Optional<RunId> run) {

    /** Returns the claim of a one-off mail, which no run sends and which belongs to no prospect. */
    public static Claim of(MessageKey key, EmailAddress address, MessageClass messageClass) {
        return new Claim(key, address, Optional.empty(), messageClass, Optional.empty());
    }

    /** Returns the message key only: an address does not belong in a log. */
    @Override
    public String toString() {
        return "claim of " + key;
    }
}
