package heed.model.run;

/** The id of a run in its store, counted from 1. */
public record RunId(long value) implements Comparable<RunId> {
    @Override
    public int compareTo(RunId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
