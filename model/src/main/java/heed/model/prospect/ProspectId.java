package heed.model.prospect;

/** A prospect's key in its store, used in logs, ledgers and effects. People see the Id field instead. */
public record ProspectId(long value) implements Comparable<ProspectId> {
    /** The key before every prospect, from which reading in order starts. */
    public static final ProspectId START = new ProspectId(0);

    @Override
    public int compareTo(ProspectId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
