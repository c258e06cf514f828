package heed.mail.gate;

/** What an account wants done with a mail of which nobody can know whether it arrived. */
public enum InDoubtPolicy {
    /** Show it as unknown; never send it again. */
    KEEP_UNKNOWN,
    /** Send it again, and so perhaps twice. */
    REPEAT
}
