package heed.bounces;

/**
 * Why a mail failed, and what decided it.
 *
 * @param ruleId the id of the rule in the rules file, or "none"
 */
public record Diagnosis(BounceReason reason, BounceKind kind, Evidence evidence, String ruleId) {

    /** What a diagnosis rests on. */
    public enum Evidence {
        STATUS_CODE("enhanced status code"),
        SMTP_REPLY("SMTP reply"),
        PROVIDER_TEXT("a text of this mail system"),
        GENERAL_TEXT("text"),
        VAGUE_TEXT("vague words"),
        NONE("nothing that we can read");

        private final String label;

        Evidence(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** A quota, a greylisting, and what is about a sender or a server cannot be hard. */
    public Diagnosis {
        kind = reason.effectiveKind(kind);
    }
}
