package heed.mail;

/**
 * Names one message: one send-email action of one entry of one automation. It reaches an address, and a prospect, at most
 * once, whichever run, process or retry sends it.
 *
 * @param mailing which time the automation runs, from 1; running on or again keeps it, sending anew counts it up
 */
public record MessageKey(String account, String automation, String action, int mailing) {
    public MessageKey {
        if (account.isEmpty() || automation.isEmpty() || action.isEmpty() || mailing < 1) {
            throw new IllegalArgumentException("a message key has an account, an automation, an action and an entry");
        }
    }
}
