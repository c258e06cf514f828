package heed.store.internal.criteria;

import heed.filters.Criterion;
import heed.model.run.EvaluationTime;
import heed.model.store.Prefilter;
import heed.store.internal.sql.SqlCondition;
import heed.store.internal.sql.SqlDialect;

/** A criterion as a condition of this store. */
public final class SqlPrefilter implements Prefilter {
    private final SqlDialect dialect;
    private final SqlCondition condition;

    private SqlPrefilter(SqlDialect dialect, SqlCondition condition) {
        this.dialect = dialect;
        this.condition = condition;
    }

    public static Prefilter from(SqlDialect dialect, Criterion criterion, EvaluationTime evaluationTime) {
        SqlCondition condition = criterion.accept(new SqlOf(dialect, evaluationTime));
        return condition.equals(SqlCondition.UNKNOWN) ? EVERYONE : new SqlPrefilter(dialect, condition);
    }

    /** @throws IllegalArgumentException if another kind of store made it */
    public static SqlPrefilter from(SqlDialect dialect, Prefilter prefilter) {
        if (prefilter == EVERYONE) {
            return new SqlPrefilter(dialect, SqlCondition.UNKNOWN);
        }
        if (prefilter instanceof SqlPrefilter sqlPrefilter && sqlPrefilter.dialect == dialect) {
            return sqlPrefilter;
        }
        throw new IllegalArgumentException("this narrowing was made by another store");
    }

    public SqlCondition condition() {
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
