package heed.bounces.marking;

/** Names one bounce that was kept, in its account. */
public record BounceId(long value) implements Comparable<BounceId> {
    /** Before every bounce: where reading in order starts. */
    public static final BounceId START = new BounceId(0);

    @Override
    public int compareTo(BounceId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
