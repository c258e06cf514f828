package heed.store.internal;

import heed.filters.Criterion;
import heed.model.Moment;
import heed.model.Narrowing;

/** A criterion as a condition of this store. */
public final class SqlNarrowing implements Narrowing {
    private final Sql condition;

    private SqlNarrowing(Sql condition) {
        this.condition = condition;
    }

    public static Narrowing of(Criterion who, Moment moment) {
        Sql condition = who.accept(new SqlOf(moment));
        return condition.equals(Sql.UNKNOWN) ? EVERYONE : new SqlNarrowing(condition);
    }

    /** @throws IllegalArgumentException if another store made it */
    static SqlNarrowing of(Narrowing narrowing) {
        if (narrowing == EVERYONE) {
            return new SqlNarrowing(Sql.UNKNOWN);
        }
        if (narrowing instanceof SqlNarrowing ours) {
            return ours;
        }
        throw new IllegalArgumentException("this narrowing was made by another store");
    }

    Sql condition() {
        return condition;
    }

    @Override
    public boolean exact() {
        return condition.exact();
    }

    @Override
    public String description() {
        return exact() ? "only those who match are read" : "only those who may match are read";
    }
}
