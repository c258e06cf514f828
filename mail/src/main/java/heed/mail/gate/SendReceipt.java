package heed.mail.gate;

import heed.mail.SkipReason;
import heed.mail.SmtpReply;

/** The result of handing a mail to a relay. */
public sealed interface SendReceipt {
    /** Calls the visitor's method for this kind of receipt. */
    <R> R accept(Visitor<R> visitor);

    /** The relay has accepted responsibility for the mail. */
    record Accepted(SmtpReply reply) implements SendReceipt {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.accepted(this);
        }
    }

    /** The relay replied with a 5xx code: the mail was not delivered, and another attempt is pointless. */
    record Rejected(SmtpReply reply) implements SendReceipt {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.rejected(this);
        }
    }

    /** The relay replied with a 4xx code: the mail was not delivered, and another attempt may succeed later. */
    record Deferred(SmtpReply reply) implements SendReceipt {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.deferred(this);
        }
    }

    /**
     * The relay could not be reached, or the connection broke before the message was complete: the mail was certainly
     * not delivered, and the recipient is not the cause.
     *
     * @param reason in words without addresses, because it is logged
     */
    record RelayUnreachable(String reason) implements SendReceipt {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.relayUnreachable(this);
        }
    }

    /**
     * The message was complete and no reply arrived: the mail may have been delivered.
     *
     * @param reason in words without addresses, because it is logged
     */
    record InDoubt(String reason) implements SendReceipt {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.inDoubt(this);
        }
    }

    /**
     * The permit had run out, or the store could not be asked again: the message was not completed, and so the mail was
     * certainly not delivered.
     */
    record PermitExpired() implements SendReceipt {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.permitExpired(this);
        }
    }

    /**
     * The store withdrew the permit before the message was complete, and has recorded why: the mail was certainly not
     * delivered.
     */
    record Withdrawn(SkipReason reason) implements SendReceipt {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.withdrawn(this);
        }
    }

    /** One method for each kind of receipt. */
    interface Visitor<R> {
        R accepted(Accepted receipt);

        R rejected(Rejected receipt);

        R deferred(Deferred receipt);

        R relayUnreachable(RelayUnreachable receipt);

        R inDoubt(InDoubt receipt);

        R permitExpired(PermitExpired receipt);

        R withdrawn(Withdrawn receipt);
    }
}
