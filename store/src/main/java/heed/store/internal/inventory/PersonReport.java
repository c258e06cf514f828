package heed.store.internal.inventory;

import heed.model.fact.Provenance;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.person.PersonalData;
import heed.store.internal.inventory.StoredColumn.Content;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.sql.SqlSession.ResultRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads every row that refers to a person or has one of the person's addresses, from all tables that {@link StoredTables} names. */
public final class PersonReport {
    private static final String OTHER_PERSON = "(of another person)";

    private final SqlSession session;
    private final AccountKey account;
    private final FieldCatalog catalog;
    private final PersonRows person;
    private final Map<Long, String> prospectIds = new HashMap<>();
    private final Map<Long, Map<String, Object>> provenances = new HashMap<>();
    private final Map<Long, Map<String, Object>> messages = new HashMap<>();
    private final Set<Long> mails;
    private final Set<String> bounceMessages = new TreeSet<>();
    private final Set<Long> runs = new TreeSet<>();

    public PersonReport(SqlSession session, AccountKey account, FieldCatalog catalog, PersonRows person) {
        this.session = session;
        this.account = account;
        this.catalog = catalog;
        this.person = person;
        this.mails = person.mails();
        session.queryIn(
                        "SELECT key, id FROM prospect WHERE key {in ?}",
                        person.prospects(),
                        row -> Map.entry(row.number(1), row.text(2)))
                .forEach(entry -> prospectIds.put(entry.getKey(), entry.getValue()));
    }

    /** Returns the sections that have rows; each has the rows of one table. The prospects themselves are no section. */
    public List<PersonalData.Section> sections() {
        List<PersonalData.Section> sections = new ArrayList<>();
        for (StoredTable table : StoredTables.ALL) {
            if (table.title().isEmpty() || table.name().equals("prospect")) {
                continue;
            }
            Collection<List<@Nullable Object>> rows = read(table);
            if (!rows.isEmpty()) {
                load(table, rows);
                sections.add(new PersonalData.Section(
                        table.title(),
                        rows.stream().map(row -> describe(table, row)).toList()));
            }
        }
        return sections;
    }

    private Collection<List<@Nullable Object>> read(StoredTable table) {
        Set<List<@Nullable Object>> rows = new LinkedHashSet<>();
        for (StoredColumn column : table.columns()) {
            switch (column.content()) {
                case PROSPECT -> rows.addAll(select(table, "", column.name(), person.prospects()));
                case ADDRESS ->
                    rows.addAll(select(table, "account = ? AND ", column.name(), person.addresses(), account.id()));
                case MAIL -> rows.addAll(select(table, "", column.name(), mails));
                case BOUNCE_MESSAGE ->
                    rows.addAll(select(table, "account = ? AND ", column.name(), bounceMessages, account.id()));
                case RUN -> {
                    if (table.name().equals("run")) {
                        rows.addAll(select(table, "account = ? AND ", column.name(), runs, account.id()));
                    }
                }
                case MAIL_ADDRESS, TEXT, MESSAGE, PROVENANCE, FIELD, TIME, FLAG, PLAIN, INTERNAL -> {}
            }
        }
        if (table.name().equals("fact")) {
            for (String column : List.of("from_text", "to_text")) {
                for (long holder : person.formerHolders()) {
                    rows.addAll(select(
                            table,
                            "prospect = ? AND field = ? AND ",
                            column,
                            person.addresses(),
                            holder,
                            StandardFields.EMAIL.slot()));
                }
            }
        }
        return rows;
    }

    private List<List<@Nullable Object>> select(
            StoredTable table, String condition, String column, Collection<?> values, Object... bound) {
        return session.queryIn(
                "SELECT "
                        + table.columns().stream().map(StoredColumn::name).collect(Collectors.joining(", "))
                        + " FROM " + table.name() + " WHERE " + condition + column + " {in ?}"
                        + " ORDER BY 1, 2, 3",
                values,
                row -> readRow(table, row),
                bound);
    }

    private static List<@Nullable Object> readRow(StoredTable table, ResultRow row) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 1; i <= table.columns().size(); i++) {
            values.add(
                    table.columns().get(i - 1).content() == Content.FLAG ? (Object) row.bool(i) : row.valueOrNull(i));
        }
        return values;
    }

    /** Loads what the rows of a table refer to. */
    private void load(StoredTable table, Collection<List<@Nullable Object>> rows) {
        Set<Long> provenanceIds = new TreeSet<>();
        Set<Long> messageIds = new TreeSet<>();
        for (List<@Nullable Object> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                Object value = row.get(i);
                if (value != null) {
                    switch (table.columns().get(i).content()) {
                        case PROVENANCE -> provenanceIds.add(number(value));
                        case MESSAGE -> messageIds.add(number(value));
                        case RUN -> runs.add(number(value));
                        case BOUNCE_MESSAGE -> bounceMessages.add(value.toString());
                        case ADDRESS, MAIL_ADDRESS, PROSPECT, TEXT, MAIL, FIELD, TIME, FLAG, PLAIN, INTERNAL -> {}
                    }
                }
            }
        }
        provenanceIds.removeAll(provenances.keySet());
        session.queryIn(
                        "SELECT id, at, actor, source, reason, evidence FROM provenance WHERE id {in ?}",
                        provenanceIds,
                        row -> {
                            Map<String, Object> told = new LinkedHashMap<>();
                            told.put("at", row.text(2));
                            told.put("by", row.text(3));
                            told.put(
                                    "source",
                                    Provenance.Origin.valueOf(row.text(4)).label());
                            told.put("reason", row.text(5));
                            row.optionalText(6).ifPresent(evidence -> told.put("evidence", evidence));
                            return Map.entry(row.number(1), told);
                        })
                .forEach(entry -> provenances.put(entry.getKey(), entry.getValue()));
        session.queryIn("SELECT id, automation, action, entry FROM message WHERE id {in ?}", messageIds, row -> {
                    Map<String, Object> told = new LinkedHashMap<>();
                    told.put("automation", row.text(2));
                    told.put("action", row.text(3));
                    told.put("mailing", row.number(4));
                    return Map.entry(row.number(1), told);
                })
                .forEach(entry -> messages.put(entry.getKey(), entry.getValue()));
    }

    private Map<String, Object> describe(StoredTable table, List<@Nullable Object> row) {
        Map<String, Object> told = new LinkedHashMap<>();
        boolean withheld = isOfAnother(table, row);
        for (int i = 0; i < row.size(); i++) {
            StoredColumn column = table.columns().get(i);
            Object value = row.get(i);
            if (value != null && column.content() != Content.INTERNAL) {
                told.put(
                        camelCase(column.name()),
                        withheld && column.content() == Content.TEXT
                                ? ownAddress(value)
                                : describe(column.content(), value));
            }
        }
        if (table.name().equals("fact") && !told.containsKey("field")) {
            told.put("field", "(the prospect was created)");
        }
        return told;
    }

    /** Returns whether the row is about another prospect and only refers to the person. */
    private boolean isOfAnother(StoredTable table, List<@Nullable Object> row) {
        boolean other = false;
        for (int i = 0; i < row.size(); i++) {
            Object value = row.get(i);
            if (value != null) {
                switch (table.columns().get(i).content()) {
                    case ADDRESS, MAIL_ADDRESS -> {
                        if (person.addresses().contains(value.toString())) {
                            return false;
                        }
                    }
                    case PROSPECT ->
                        other |= table.columns().get(i).name().equals("prospect")
                                && !prospectIds.containsKey(number(value));
                    case TEXT, MAIL, BOUNCE_MESSAGE, MESSAGE, RUN, PROVENANCE, FIELD, TIME, FLAG, PLAIN, INTERNAL -> {}
                }
            }
        }
        return other;
    }

    private Object ownAddress(Object value) {
        return person.addresses().contains(value.toString()) ? value : OTHER_PERSON;
    }

    private Object describe(Content content, Object value) {
        return switch (content) {
            case ADDRESS, MAIL_ADDRESS -> person.addresses().contains(value.toString()) ? value : OTHER_PERSON;
            case PROSPECT -> prospectIds.getOrDefault(number(value), OTHER_PERSON);
            case PROVENANCE -> provenances.getOrDefault(number(value), Map.of());
            case MESSAGE -> messages.getOrDefault(number(value), Map.of());
            case FIELD -> catalog.all().get((int) number(value)).label();
            case TIME -> Instant.ofEpochMilli(number(value)).toString();
            case TEXT, MAIL, RUN, BOUNCE_MESSAGE, FLAG, PLAIN, INTERNAL -> value;
        };
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }

    private static String camelCase(String name) {
        StringBuilder camel = new StringBuilder();
        for (String part : name.split("_", -1)) {
            camel.append(camel.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return camel.toString();
    }
}
