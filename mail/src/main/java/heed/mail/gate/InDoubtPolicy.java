package heed.mail.gate;

/** What an account does with a mail whose delivery is unknown. */
public enum InDoubtPolicy {
    /** Leave the mail unknown and never send it again. */
    KEEP_UNKNOWN,
    /** Send the mail again, so that a recipient may get it twice. */
    REPEAT
}
