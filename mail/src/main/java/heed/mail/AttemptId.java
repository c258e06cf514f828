package heed.mail;

/**
 * The identity of one attempt to transmit a mail.
 *
 * @param number counts the claims of the mail, from 1
 */
public record AttemptId(MailId mail, int number) {
    @Override
    public String toString() {
        return mail + "#" + number;
    }
}
