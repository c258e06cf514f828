package heed.mail.server;

/** A user name and password at a mail server. */
public record MailServerCredentials(String user, String password) {
    /** Returns the user name only: the password does not belong in a log. */
    @Override
    public String toString() {
        return "login of " + user;
    }
}
