package heed.store.internal.prospects;

import heed.model.field.Field;
import heed.model.store.UnknownCountries;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.FieldColumns;
import heed.store.internal.sql.SqlSession;
import java.util.List;

/** Counts the countries that are stored as text, because they name none. The standard field has an index of them. */
final class UnknownCountryQueries {
    private UnknownCountryQueries() {}

    static UnknownCountries count(SqlSession session, AccountKey account, Field field) {
        String text = !field.isStandard() ? session.dialect().customField(field) : FieldColumns.columnOf(field);
        String from = " FROM prospect WHERE account = ? AND substr(" + text + ", 1, 1) = '?'";
        long prospects = session.queryNumber("SELECT count(*)" + from, account.id());
        List<String> values = prospects == 0
                ? List.of()
                : session.query(
                        "SELECT " + text + " AS value, count(*) AS prospects" + from
                                + " GROUP BY 1 ORDER BY prospects DESC, value LIMIT "
                                + (UnknownCountries.MAX_VALUES + 1),
                        row -> row.text(1).substring(1),
                        account.id());
        boolean more = values.size() > UnknownCountries.MAX_VALUES;
        return new UnknownCountries(
                field, prospects, more ? values.subList(0, UnknownCountries.MAX_VALUES) : values, more);
    }
}
