package heed.cli.mail;

/**
 * Why mail waits that was to go out.
 *
 * @param command what goes on with it
 */
public record Waiting(String why, String command) {
    /** For whoever reads it. */
    public String sentence() {
        return "mail waits: " + why + ". `" + command + "` goes on with it";
    }
}
