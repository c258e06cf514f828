package heed.bounces.marking;

/** The id of a stored bounce, unique within its account and ascending in the order of storing. */
public record BounceId(long value) implements Comparable<BounceId> {
    /** The id before that of every bounce, from which a listing starts. It is also the id of a bounce not yet stored. */
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
