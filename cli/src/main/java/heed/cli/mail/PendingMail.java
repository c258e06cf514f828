package heed.cli.mail;

import heed.cli.internal.console.SuggestedCommand;

/**
 * The reason why due mail waits.
 *
 * @param reason a clause without a full stop
 * @param resumeCommand the command that continues with it
 */
public record PendingMail(String reason, SuggestedCommand resumeCommand) {
    /** Returns the reason and the command as a message for people. */
    public String sentence() {
        return "mail is waiting: " + reason + ". `" + resumeCommand + "` continues with it";
    }
}
