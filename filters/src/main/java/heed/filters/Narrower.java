package heed.filters;

import heed.model.Moment;
import heed.model.Narrowing;

/** A store's reading of criteria in its own language, to read fewer prospects. Thread-safe. */
@FunctionalInterface
public interface Narrower {
    /** Leaves out only prospects that the criterion does not match at that moment. */
    Narrowing narrow(Criterion who, Moment moment);
}
