package heed.bounces.marking;

/** Whether a stored bounce has an effect. */
public enum BounceStatus {
    /** The bounce has the effect that its reason and the policy give it. */
    COUNTS("counts"),
    /** The bounce has no effect yet, because marking is paused for its reason. */
    HELD("held"),
    /** The bounce has no effect any more, because it was reversed, for example after an outage. */
    REVERSED("reversed"),
    /** The bounce has no effect, because nothing shows that it is about a mail of ours. */
    UNTRUSTED("untrusted");

    private final String id;

    BounceStatus(String id) {
        this.id = id;
    }

    /** Returns the word for this status in commands and output. */
    public String id() {
        return id;
    }
}
