package heed.store.internal;

import heed.filters.Criterion;
import heed.model.run.EvaluationTime;
import heed.model.store.Prefilter;

/** A criterion as a condition of this store. */
public final class SqlNarrowing implements Prefilter {
    private final Dialect dialect;
    private final Sql condition;

    private SqlNarrowing(Dialect dialect, Sql condition) {
        this.dialect = dialect;
        this.condition = condition;
    }

    public static Prefilter of(Dialect dialect, Criterion who, EvaluationTime moment) {
        Sql condition = who.accept(new SqlOf(dialect, moment));
        return condition.equals(Sql.UNKNOWN) ? EVERYONE : new SqlNarrowing(dialect, condition);
    }

    /** @throws IllegalArgumentException if another kind of store made it */
    static SqlNarrowing of(Dialect dialect, Prefilter narrowing) {
        if (narrowing == EVERYONE) {
            return new SqlNarrowing(dialect, Sql.UNKNOWN);
        }
        if (narrowing instanceof SqlNarrowing ours && ours.dialect == dialect) {
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
