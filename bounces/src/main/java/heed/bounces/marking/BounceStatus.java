package heed.bounces.marking;

/** Whether a kept bounce is taken for what it says. */
public enum BounceStatus {
    /** It is: what it does to the address is for its reason and the policy to say. */
    COUNTS("counts"),
    /** Not yet: marking is paused for its reason until somebody says what it was. */
    HELD("held"),
    /** Not any more: it was taken back, as after an outage. */
    REVERSED("reversed"),
    /** Not at all: nothing shows that it is about a mail of ours. */
    UNTRUSTED("untrusted");

    private final String id;

    BounceStatus(String id) {
        this.id = id;
    }

    /** The word for it in commands and listings. */
    public String id() {
        return id;
    }
}
