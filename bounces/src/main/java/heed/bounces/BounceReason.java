package heed.bounces;

import java.util.Optional;

/** Why a mail bounced, with what a marketer can do about it. */
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
            "The domain exists, but no server took its mail in time. If other prospects of the domain bounce too, its mail is down or it"
                    + " takes none."),
    RELAY_DENIED(
            "relay/access denied",
            Group.DOMAIN,
            MarkRule.NEVER,
            BounceKind.SOFT,
            "The server does not take mail for this address from us. Check that our mail goes to the right server and that ours may"
                    + " send; the address itself may be fine."),
    GREYLISTED(
            "greylisted",
            Group.DOMAIN,
            MarkRule.COUNTED,
            BounceKind.SOFT,
            "The server makes unknown senders wait. There is nothing to do: a later attempt usually arrives."),
    SENDER_BLOCKED(
            "sender blocked",
            Group.SPAM,
            MarkRule.NEVER,
            BounceKind.SOFT,
            "The server refuses our address, domain or IP address, often because of a block list. Pause, find which list or rule, and"
                    + " have it lifted before more is sent."),
    CONTENT_BLOCKED(
            "content blocked",
            Group.SPAM,
            MarkRule.NEVER,
            BounceKind.SOFT,
            "A filter refused what the message holds. Look at its links, attachments, size and wording, and send a test to yourself"
                    + " before the next run."),
    POLICY_ISSUE(
            "policy issue",
            Group.SPAM,
            MarkRule.NEVER,
            BounceKind.SOFT,
            "The server has a rule that our mail does not meet: authentication (SPF, DKIM, DMARC), rate, or its own policy. The reply"
                    + " says which; put that right first."),
    SYSTEM_ISSUE(
            "system issue",
            Group.SYSTEM,
            MarkRule.NEVER,
            BounceKind.SOFT,
            "A mail server had a fault of its own. It says nothing about the address; tell whoever runs the server if it lasts."),
    PROTOCOL_ISSUE(
            "protocol issue",
            Group.SYSTEM,
            MarkRule.NEVER,
            BounceKind.SOFT,
            "Two mail servers did not understand each other. Show the reply to whoever runs our mail server."),
    CONNECTION_ISSUE(
            "connection issue",
            Group.SYSTEM,
            MarkRule.NEVER,
            BounceKind.SOFT,
            "The connection to the server failed or broke off. It usually passes; if it hits many domains, check our own network."),
    /** What came back says that the mail failed, and nothing that we can read says why. */
    UNCLASSIFIED(
            "unclassified",
            Group.UNCLASSIFIED,
            MarkRule.COUNTED,
            BounceKind.SOFT,
            "The mail failed, and the report does not say why in words we know. Read its text.");

    /** What a reason is about. */
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

        public String label() {
            return label;
        }
    }

    /** What bounces of a reason may do to an address. */
    public enum MarkRule {
        /** A hard bounce marks the address at once, a soft one is counted. */
        HARD_AT_ONCE,
        /** Counted as a soft bounce, whatever its kind. */
        COUNTED,
        /** It is about the sender or a server: neither marks nor counts. */
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

    /** As people read and write it: "user unknown". */
    public String label() {
        return label;
    }

    /** The reason with that label; empty if there is none. */
    public static Optional<BounceReason> findByLabel(String label) {
        for (BounceReason reason : values()) {
            if (reason.label.equals(label)) {
                return Optional.of(reason);
            }
        }
        return Optional.empty();
    }

    public Group group() {
        return group;
    }

    public MarkRule markRule() {
        return markRule;
    }

    /** The kind where neither a status code nor a reply code says one. */
    public BounceKind defaultKind() {
        return defaultKind;
    }

    /** What a marketer can do, in one or two sentences. */
    public String advice() {
        return advice;
    }

    /**
     * The kind of a bounce whose codes say so. Only what is known of the recipient or the domain can be permanent: a full
     * mailbox, greylisting, and what is about the sender or a server are soft whatever the codes say.
     */
    public BounceKind effectiveKind(BounceKind reported) {
        return markRule == MarkRule.HARD_AT_ONCE || this == UNCLASSIFIED ? reported : BounceKind.SOFT;
    }
}
