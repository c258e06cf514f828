package heed.model.fact;

import heed.model.run.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * The origin of an assertion: who or what made it, when and why.
 *
 * @param at when it was asserted
 * @param actor the person or program, as named by the operating system or the embedding platform
 * @param origin the way by which the assertion arrived
 * @param reason the reason, in words for people
 * @param evidence what the assertion rests on, such as a file and line or the version of an automation; empty for a
 *     manual edit
 * @param run the run that made the assertion or, for {@link Origin#UNDO}, the run that was undone
 */
public record Provenance(
        Instant at, String actor, Origin origin, String reason, Optional<String> evidence, Optional<RunId> run) {

    /** The way by which an assertion arrived. */
    public enum Origin {
        IMPORT("import"),
        PROFILE("profile edit"),
        AUTOMATION("automation"),
        UNDO("undo"),
        ADDRESS_CHANGE("address change"),
        SUPPRESSION_LIST("suppression list"),
        /** The person used the unsubscribe link of a mail. */
        UNSUBSCRIBE("unsubscribe link"),
        /** A mail was returned, or a server refused it. */
        BOUNCE("bounce"),
        /** The person reported a mail as spam. */
        COMPLAINT("complaint"),
        /** The person asked by a mail to the bounce mailbox. */
        REPLY("reply by mail");

        private final String label;

        Origin(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
