package heed.bounces;

import java.util.Optional;

/** The reason why a mail bounced, with advice for the marketer. */
public enum BounceReason {
    USER_UNKNOWN(
            "user unknown",
            Group.RECIPIENT,
            MarkRule.HARD_AT_ONCE,
            BounceKind.HARD,
            "Nobody has this address. Look for a typo and ask the prospect for the right one; until then it stays suppressed."),
    MAILBOX_INACTIVE(
            "mailbox inactive",
            Group.RECIPIENT,
            MarkRule.HARD_AT_ONCE,
            BounceKind.HARD,
            "The mailbox was closed, disabled or abandoned. Reach the prospect another way and ask for a new address."),
    QUOTA_EXCEEDED(
            "quota exceeded",
            Group.RECIPIENT,
            MarkRule.COUNTED,
            BounceKind.SOFT,
            "The mailbox is full. It may be emptied, but a mailbox that stays full is usually one that nobody reads any more."),
    INVALID_DOMAIN(
            "invalid domain",
            Group.DOMAIN,
            MarkRule.HARD_AT_ONCE,
            BounceKind.HARD,
            "The part after the @ does not exist. Look for a typo; if there is none, the organisation has probably given up the domain."),
    NO_MAIL_HOST(
            "no mail host",
            Group.DOMAIN,
            MarkRule.HARD_AT_ONCE,
            BounceKind.SOFT,
            "The domain exists, but no server accepted mail for it in time. If other prospects of the domain bounce too, its mail"
                    + " service is down or it accepts no mail."),
    RELAY_DENIED(
            "relay/access denied",
            Group.DOMAIN,
            MarkRule.NEVER,
            BounceKind.SOFT,
            "The server does not accept mail for this address from us. Check that our mail goes to the right server and that our"
                    + " server may send; the address itself may be fine."),
    GREYLISTED(
            "greylisted",
            Group.DOMAIN,
            MarkRule.COUNTED,
            BounceKind.SOFT,
            "The server makes unknown senders wait. There is nothing to do: a later attempt usually succeeds."),
    SENDER_BLOCKED(
            "sender blocked",
            Group.SPAM,
            MarkRule.NEVER,
            BounceKind.SOFT,
            "The server refuses our address, domain or IP address, often because of a block list. Pause, find the list or rule, and"
                    + " have the block lifted before more mail is sent."),
    CONTENT_BLOCKED(
            "content blocked",
            Group.SPAM,
            MarkRule.NEVER,
            BounceKind.SOFT,
            "A filter refused the content of the message. Check its links, attachments, size and wording, and send a test to yourself"
                    + " before the next run."),
    POLICY_ISSUE(
            "policy issue",
            Group.SPAM,
            MarkRule.NEVER,
            BounceKind.SOFT,
            "The server has a rule that our mail does not meet: authentication (SPF, DKIM, DMARC), rate, or its own policy. The reply"
                    + " says which one; fix that first."),
    SYSTEM_ISSUE(
            "system issue",
            Group.SYSTEM,
            MarkRule.NEVER,
            BounceKind.SOFT,
            "A mail server had a fault of its own, which says nothing about the address. If it lasts, tell the operator of the server."),
    PROTOCOL_ISSUE(
            "protocol issue",
            Group.SYSTEM,
            MarkRule.NEVER,
            BounceKind.SOFT,
            "Two mail servers did not understand each other. Show the reply to the operator of our mail server."),
    CONNECTION_ISSUE(
            "connection issue",
            Group.SYSTEM,
            MarkRule.NEVER,
            BounceKind.SOFT,
            "The connection to the server failed or broke off. This usually passes; if it affects many domains, check our own network."),
    /** The mail failed, and neither a code nor a known phrase of the report gives the cause. */
    UNCLASSIFIED(
            "unclassified",
            Group.UNCLASSIFIED,
            MarkRule.COUNTED,
            BounceKind.SOFT,
            "The mail failed, and the report does not say why in words that we know. Read its text.");

    /** The subject of a reason: the recipient, the domain, the message as spam, or a mail system. */
    public enum Group {
        RECIPIENT("recipient"),
        DOMAIN("domain"),
        SPAM("spam"),
        SYSTEM("system"),
        UNCLASSIFIED("unclassified");

        private final String label;

        Group(String label) {
            this.label = label;
        }

        /** Returns the word for this group in output. */
        public String label() {
            return label;
        }
    }

    /** How bounces of a reason affect the address. */
    public enum MarkRule {
        /** A hard bounce marks the address immediately; a soft bounce counts toward the mark. */
        HARD_AT_ONCE,
        /** Every bounce counts as a soft bounce, whatever its kind. */
        COUNTED,
        /** A bounce neither marks nor counts, because the reason is about the sender or a server. */
        NEVER
    }

    private final String label;
    private final Group group;
    private final MarkRule markRule;
    private final BounceKind defaultKind;
    private final String advice;

    BounceReason(String label, Group group, MarkRule markRule, BounceKind defaultKind, String advice) {
        this.label = label;
        this.group = group;
        this.markRule = markRule;
        this.defaultKind = defaultKind;
        this.advice = advice;
    }

    /** Returns the name of the reason in commands and output, such as "user unknown". */
    public String label() {
        return label;
    }

    /** Returns the reason with the given label; empty if there is none. */
    public static Optional<BounceReason> findByLabel(String label) {
        for (BounceReason reason : values()) {
            if (reason.label.equals(label)) {
                return Optional.of(reason);
            }
        }
        return Optional.empty();
    }

    /** Returns the group that the reason belongs to. */
    public Group group() {
        return group;
    }

    /** Returns how bounces of this reason affect the address. */
    public MarkRule markRule() {
        return markRule;
    }

    /** Returns the kind of a bounce for which neither a status code nor a reply code gives one. */
    public BounceKind defaultKind() {
        return defaultKind;
    }

    /** Returns what a marketer can do, in one to three sentences. */
    public String advice() {
        return advice;
    }

    /**
     * Returns the kind of a bounce of this reason. Only a statement about the recipient or the domain can be permanent. A full
     * mailbox, greylisting, and reasons about the sender or a server are always soft.
     *
     * @param reported the kind that the codes of the report give
     */
    public BounceKind effectiveKind(BounceKind reported) {
        return markRule == MarkRule.HARD_AT_ONCE || this == UNCLASSIFIED ? reported : BounceKind.SOFT;
    }
}
