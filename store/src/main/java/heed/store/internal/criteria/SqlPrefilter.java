package heed.store.internal.criteria;

import heed.filters.Criterion;
import heed.model.run.EvaluationTime;
import heed.model.store.Prefilter;
import heed.store.internal.sql.SqlCondition;
import heed.store.internal.sql.SqlDialect;

/** A prefilter as a condition in SQL. */
public final class SqlPrefilter implements Prefilter {
    private final SqlDialect dialect;
    private final SqlCondition condition;

    private SqlPrefilter(SqlDialect dialect, SqlCondition condition) {
        this.dialect = dialect;
        this.condition = condition;
    }

    /** Returns the prefilter of a criterion, {@link Prefilter#EVERYONE} if SQL cannot express any of it. */
    public static Prefilter from(SqlDialect dialect, Criterion criterion, EvaluationTime evaluationTime) {
        SqlCondition condition = criterion.accept(new SqlOf(dialect, evaluationTime));
        return condition.equals(SqlCondition.UNKNOWN) ? EVERYONE : new SqlPrefilter(dialect, condition);
    }

    /**
     * Returns the condition of a prefilter.
     *
     * @throws IllegalArgumentException if another store made the prefilter
     */
    public static SqlPrefilter from(SqlDialect dialect, Prefilter prefilter) {
        if (prefilter == EVERYONE) {
            return new SqlPrefilter(dialect, SqlCondition.UNKNOWN);
        }
        if (prefilter instanceof SqlPrefilter sqlPrefilter && sqlPrefilter.dialect == dialect) {
            return sqlPrefilter;
        }
        throw new IllegalArgumentException("this prefilter was made by another store");
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
        return exact() ? "only matching prospects are read" : "only prospects that may match are read";
    }
}
