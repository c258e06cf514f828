package heed.imports;

import heed.imports.columns.FieldValues;
import heed.imports.columns.FlagColumn;
import heed.imports.table.JsonRow;
import heed.imports.table.JsonRow.JsonCell;
import heed.imports.table.JsonRow.Kind;
import heed.imports.table.JsonRowReader;
import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.field.ValueType;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A JSON Lines file of prospects: one object on each line. A null clears its field; an empty text leaves it unchanged,
 * as an empty CSV cell does.
 */
final class JsonProspectFile implements ProspectFile {
    private final JsonRowReader rows;
    private final Map<String, PlannedColumn> columns;
    private final ZoneId zone;
    private final Map<List<Field>, List<Field>> fieldLists = new HashMap<>();

    JsonProspectFile(JsonRowReader rows, List<PlannedColumn> columns, ZoneId zone) {
        this.rows = rows;
        this.columns = columns.stream().collect(Collectors.toMap(PlannedColumn::name, Function.identity()));
        this.zone = zone;
    }

    @Override
    public Optional<FileRow> next() throws IOException {
        return rows.next()
                .map(row -> FileRow.read(row.line(), List.of(row.text()), () -> parse(row), () -> findNoes(row)));
    }

    private Optional<RowNoes> findNoes(JsonRow row) {
        List<PlannedColumn> ordered = columns.values().stream()
                .sorted(Comparator.comparingInt(PlannedColumn::position))
                .toList();
        List<String> cells = new ArrayList<>(
                Collections.nCopies(1 + ordered.get(ordered.size() - 1).position(), ""));
        row.cells().forEach(cell -> {
            PlannedColumn column = columns.get(cell.name());
            if (column != null) {
                cells.set(column.position(), String.join(" ", cell.texts()));
            }
        });
        return BrokenRowNoes.find(ordered, cells);
    }

    private FileRow parse(JsonRow row) {
        RowBuilder builder = new RowBuilder(zone, fieldLists);
        Set<String> names = new HashSet<>();
        row.problem().ifPresent(problem -> builder.addProblem("the row is not valid JSON", problem));
        for (JsonCell cell : row.cells()) {
            PlannedColumn column = columns.get(cell.name());
            if (column != null && column.hasOtherEmails()) {
                cell.texts().forEach(builder::addOtherEmails);
            }
            if (column == null || column.field().isEmpty()) {
                continue;
            }
            Field field = column.field().get();
            if (!names.add(cell.name()) || builder.has(field)) {
                builder.addProblem(field.label() + " occurs twice", field.label() + " occurs twice");
            }
            if (column.flag().isPresent()) {
                addFlag(builder, column.flag().get(), cell);
            } else if (!builder.has(field)) {
                addValue(builder, field, cell);
            }
        }
        return builder.build(row.line(), List.of(row.text()));
    }

    private static void addFlag(RowBuilder builder, FlagColumn flag, JsonCell cell) {
        switch (cell.kind()) {
            case NULL -> builder.clearFlag(flag.flag());
            case TEXT -> builder.addFlag(flag, cell.text(), flag.read(cell.text()));
            case TEXTS, LIST -> {
                addNotAValue(builder, flag.flag().field(), "list");
                cell.texts().forEach(text -> builder.addFlag(flag, text, flag.read(text)));
            }
            case OBJECT -> addNotAValue(builder, flag.flag().field(), "object");
        }
    }

    private static void addValue(RowBuilder builder, Field field, JsonCell cell) {
        switch (cell.kind()) {
            case NULL -> builder.put(field, Optional.empty());
            case TEXT -> builder.add(field, cell.text());
            case TEXTS, LIST -> addTags(builder, field, cell);
            case OBJECT -> addNotAValue(builder, field, "object");
        }
    }

    private static void addNotAValue(RowBuilder builder, Field field, String kind) {
        String article = kind.equals("object") ? "an " : "a ";
        String message = field.label() + ": " + article + kind + " is not a value";
        builder.addProblem(message, message);
    }

    private static void addTags(RowBuilder builder, Field field, JsonCell cell) {
        if (field.type() != ValueType.TAGS) {
            addNotAValue(builder, field, "list");
        } else if (cell.kind() == Kind.LIST || !cell.texts().stream().allMatch(FieldValues::isStorable)) {
            String message = field.label() + ": the list may contain only texts";
            builder.addProblem(message, message);
        } else {
            List<Value.Text> tags = new ArrayList<>();
            cell.texts().forEach(text -> Value.Text.from(text).ifPresent(tags::add));
            builder.put(field, tags.isEmpty() ? Optional.empty() : Optional.of(new Value.Tags(tags)));
        }
    }

    @Override
    public List<String> headings() {
        return List.of("Row");
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
