package heed.mail;

/** Names one attempt to transmit a mail; each claim counts up. */
public record AttemptId(MailId mail, int number) {
    @Override
    public String toString() {
        return mail + "#" + number;
    }
}
