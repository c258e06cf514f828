package heed.mail.server;

/** A user name at a mail server, and its password. */
public record MailServerCredentials(String user, String password) {
    /** Keeps the password to itself. */
    @Override
    public String toString() {
        return "login of " + user;
    }
}
