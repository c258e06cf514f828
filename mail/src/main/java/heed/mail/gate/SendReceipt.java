package heed.mail.gate;

import heed.mail.SmtpReply;

/** What came of handing a mail to a relay. */
public sealed interface SendReceipt {
    <R> R accept(Visitor<R> visitor);

    /** The relay has taken responsibility for it. */
    record Accepted(SmtpReply reply) implements SendReceipt {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.accepted(this);
        }
    }

    /** 5xx: not delivered, and not worth another attempt. */
    record Rejected(SmtpReply reply) implements SendReceipt {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.rejected(this);
        }
    }

    /** 4xx: not delivered, worth another attempt later. */
    record Deferred(SmtpReply reply) implements SendReceipt {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.deferred(this);
        }
    }

    /**
     * Our own relay could not be reached, or the connection broke before the message was complete: surely not delivered,
     * and no recipient's fault.
     *
     * @param reason without addresses: it is logged
     */
    record RelayUnreachable(String reason) implements SendReceipt {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.relayUnreachable(this);
        }
    }

    /**
     * The message was complete and no answer came: perhaps delivered.
     *
     * @param reason without addresses: it is logged
     */
    record InDoubt(String reason) implements SendReceipt {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.inDoubt(this);
        }
    }

    /** The permit was too old when the connection was ready; nothing was transmitted. */
    record PermitExpired() implements SendReceipt {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.permitExpired(this);
        }
    }

    /** One method a kind of receipt. */
    interface Visitor<R> {
        R accepted(Accepted accepted);

        R rejected(Rejected receipt);

        R deferred(Deferred receipt);

        R relayUnreachable(RelayUnreachable unreachable);

        R inDoubt(InDoubt inDoubt);

        R permitExpired(PermitExpired expired);
    }
}
