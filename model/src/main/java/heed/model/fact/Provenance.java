package heed.model.fact;

import heed.model.run.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * Who or what asserted something, when and why.
 *
 * @param actor the person or program, as the operating system or the embedding platform names it
 * @param reason in words for people
 * @param evidence what it rests on: a file and line, an automation's version; empty for an edit by hand
 * @param run the run that did it or, for {@link Origin#UNDO}, that was undone
 */
public record Provenance(
        Instant at, String actor, Origin origin, String reason, Optional<String> evidence, Optional<RunId> run) {

    /** By which way an assertion came in. */
    public enum Origin {
        IMPORT("import"),
        PROFILE("profile edit"),
        AUTOMATION("automation"),
        UNDO("undo"),
        ADDRESS_CHANGE("address change"),
        SUPPRESSION_LIST("suppression list"),
        /** The person asked for it by the link of a mail. */
        UNSUBSCRIBE("unsubscribe link"),
        /** A mail came back, or a server refused it. */
        BOUNCE("bounce"),
        /** The person called a mail spam. */
        COMPLAINT("complaint");

        private final String label;

        Origin(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
