package heed.cli.mail;

/**
 * Why mail waits that was to go out.
 *
 * @param resumeCommand what goes on with it
 */
public record PendingMail(String reason, String resumeCommand) {
    /** For whoever reads it. */
    public String sentence() {
        return "mail waits: " + reason + ". `" + resumeCommand + "` goes on with it";
    }
}
