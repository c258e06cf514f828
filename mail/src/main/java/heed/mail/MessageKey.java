package heed.mail;

/**
 * The identity of one message: one send-email action in one mailing of one automation. A message reaches an address,
 * and a prospect, at most once, whichever run, process or retry sends it.
 *
 * @param automation the id of the automation
 * @param action the id of the automation's step that sends the message
 * @param mailing the number of the mailing, from 1. A run that is resumed, or that runs the automation again, keeps
 *     the number, so that nobody gets a message twice; a run that sends the messages anew has the next number
 */
public record MessageKey(String account, String automation, String action, int mailing) {
    public MessageKey {
        if (account.isEmpty() || automation.isEmpty() || action.isEmpty() || mailing < 1) {
            throw new IllegalArgumentException(
                    "a message key needs an account, an automation, an action and a mailing");
        }
    }
}
