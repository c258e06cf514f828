package heed.bounces;

/**
 * The cause of a failed mail, and the rule that decided it.
 *
 * @param kind hard or soft; {@link BounceReason#effectiveKind} is applied to it
 * @param evidence the type of evidence that the rule matched
 * @param ruleId the conditions of the rule in the rules file, or "none" if no rule matched
 */
public record Diagnosis(BounceReason reason, BounceKind kind, Evidence evidence, String ruleId) {

    /** The type of evidence for a diagnosis. */
    public enum Evidence {
        /** An enhanced status code (RFC 3463). */
        STATUS_CODE("enhanced status code"),
        /** An SMTP reply code (RFC 5321). */
        SMTP_REPLY("SMTP reply"),
        /** A phrase, or a code, that has this meaning at one mail system. */
        PROVIDER_TEXT("a text of this mail system"),
        /** A phrase that has this meaning at every mail system. */
        GENERAL_TEXT("text"),
        /** A phrase that may also mean something else; it never makes a bounce hard. */
        VAGUE_TEXT("vague words"),
        /** No rule matched. */
        NONE("nothing that we can read");

        private final String label;

        Evidence(String label) {
            this.label = label;
        }

        /** Returns the description of this evidence in output. */
        public String label() {
            return label;
        }
    }

    /** Makes the diagnosis soft if its reason cannot be permanent ({@link BounceReason#effectiveKind}). */
    public Diagnosis {
        kind = reason.effectiveKind(kind);
    }
}
