package heed.mail.gate;

import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import java.util.Optional;

/** What is asked of the gate: to transmit one message to one address, now. */
public record Claim(
        MessageKey key,
        EmailAddress address,
        Optional<ProspectId> prospect,
        MessageClass messageClass,
        Optional<RunId> run) {

    /** Of a mail that no run sends and no prospect is known for. */
    public static Claim of(MessageKey key, EmailAddress address, MessageClass messageClass) {
        return new Claim(key, address, Optional.empty(), messageClass, Optional.empty());
    }

    /** Names the message only: an address does not belong in a log. */
    @Override
    public String toString() {
        return "claim of " + key;
    }
}
