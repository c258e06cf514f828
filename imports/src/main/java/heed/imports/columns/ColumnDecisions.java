package heed.imports.columns;

import heed.filters.json.QuotedText;
import heed.imports.columns.ColumnQuestion.Answer;
import heed.imports.columns.ColumnQuestion.Option;
import heed.imports.format.ScanResult;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides which columns the user must explain before a file is imported. A column that may mean a no is never passed
 * over, and one that may mean a yes is never guessed.
 */
public final class ColumnDecisions {
    private final List<ColumnContents> columns;
    private final boolean rejectUnknownFlags;
    private final List<ColumnQuestion> questions = new ArrayList<>();

    private ColumnDecisions(List<ColumnContents> columns, boolean rejectUnknownFlags) {
        this.columns = columns;
        this.rejectUnknownFlags = rejectUnknownFlags;
    }

    /**
     * Checks the columns of a file.
     *
     * @param rejectUnknownFlags whether rows with a flag that is not understood are rejected instead
     * @throws UndecidedColumnsException if the user must explain a column
     */
    public static void require(List<ColumnContents> columns, boolean rejectUnknownFlags) {
        ColumnDecisions decisions = new ColumnDecisions(columns, rejectUnknownFlags);
        columns.stream().filter(column -> !column.isEmpty()).forEach(decisions::check);
        decisions.checkFieldsOnce();
        if (!decisions.questions.isEmpty()) {
            throw new UndecidedColumnsException(decisions.questions);
        }
    }

    /** Only a flag may have several columns: a Yes in any of them is a Yes. */
    private void checkFieldsOnce() {
        Map<Field, ColumnContents> byField = new LinkedHashMap<>();
        for (ColumnContents column : columns) {
            Optional<Field> field = column.match().field().filter(found -> !found.isFlag());
            ColumnContents other = field.isPresent() ? byField.putIfAbsent(field.get(), column) : null;
            if (other != null) {
                List<Answer> answers = new ArrayList<>();
                if (field.get().equals(StandardFields.EMAIL)) {
                    answers.add(
                            map(column, "other " + field.get().label(), "it has other addresses of the same people"));
                }
                answers.add(ignore(column));
                answers.add(ignore(other));
                ask(
                        column,
                        "is " + field.get().label() + ", and so is the column " + QuotedText.of(other.name()),
                        answers.toArray(Answer[]::new));
            }
        }
    }

    private void check(ColumnContents column) {
        column.openFormat().ifPresent(open -> askAboutFormat(column, open));
        switch (column.match().kind()) {
            case IGNORED -> {}
            case MAPPED -> checkMapped(column);
            case NAMED, KNOWN_WORD -> checkNamed(column);
            case OTHER_EMAIL -> checkAddresses(column);
            case UNMATCHED -> checkUnmatched(column);
        }
    }

    private void checkMapped(ColumnContents column) {
        ColumnMatch match = column.match();
        if (match.isFlag() && !match.reversed() && match.meaning() == HeaderMeaning.YES) {
            Field flag = match.field().orElseThrow();
            ask(
                    column,
                    "is mapped to " + flag.label() + ", but its name says that a Yes in it allows mail",
                    map(column, "not " + flag.label(), "a No in it means " + flag.label()),
                    ignore(column));
        } else {
            checkFlagCells(column);
        }
    }

    private void checkNamed(ColumnContents column) {
        ColumnMatch match = column.match();
        Field field = match.field().orElseThrow();
        if (!field.isStandard() && match.meaning().isFlag()) {
            ask(
                    column,
                    "has the name of a custom field, which suppresses nobody, but its name means "
                            + match.meaning().field().orElseThrow().label(),
                    mapToFlag(column),
                    map(column, field.label(), "it is only the custom field"));
        } else if (field.equals(StandardFields.EMAIL) && column.holdsNoAddress()) {
            ask(
                    column,
                    "is Email by its name, but holds no email addresses",
                    Stream.concat(
                                    columns.stream()
                                            .filter(ColumnContents::holdsAddresses)
                                            .map(other ->
                                                    map(other, field.label(), "the addresses are in that column")),
                                    Stream.of(ignore(column)))
                            .toArray(Answer[]::new));
        } else if (column.saysNo().isPresent()) {
            askAboutStates(column, map(column, field.label(), "it is " + field.label() + " all the same"));
        } else {
            checkFlagCells(column);
        }
    }

    private void checkFlagCells(ColumnContents column) {
        if (column.flag().isEmpty() || column.unreadable().isEmpty() || rejectUnknownFlags) {
            return;
        }
        Field flag = column.match().field().orElseThrow();
        ask(
                column,
                "is " + flag.label() + ", but has cells that are neither a Yes nor a No: " + unreadableCells(column),
                new Answer(
                        Option.REJECT_UNKNOWN_FLAGS,
                        "",
                        "the rows with these cells are to be rejected and the others imported"),
                ignore(column));
    }

    private static String unreadableCells(ColumnContents column) {
        return column.unreadable().entrySet().stream()
                .map(cell -> QuotedText.of(cell.getKey()) + " (line " + cell.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    private void checkUnmatched(ColumnContents column) {
        if (column.saysNo().isPresent()) {
            askAboutStates(column, ignore(column));
            return;
        }
        switch (column.match().meaning()) {
            case YES, PROBABLY_YES -> {
                if (!column.holdsOnlyDates()) { // a date of a consent says no to nothing
                    ask(column, "probably means a yes to mail", mapReversed(column), ignore(column));
                }
            }
            case STATES ->
                ask(
                        column,
                        "probably says who may be mailed",
                        mapFlag(
                                column,
                                StandardFields.EMAIL_OPT_OUT.label(),
                                "it has words such as unsubscribed or bounced"),
                        ignore(column));
            case PROBABLY_NO -> ask(column, "probably means a no to mail", mapToFlag(column), ignore(column));
            case PERHAPS -> {
                if (column.holdsOnlyFlags()) {
                    ask(
                            column,
                            "may mean a yes or a no to mail",
                            mapReversed(column),
                            mapToFlag(column),
                            ignore(column));
                }
            }
            case EMAIL, OTHER_EMAIL, EMAIL_OPT_OUT, BOUNCED, NONE -> checkAddresses(column);
        }
    }

    private void checkAddresses(ColumnContents column) {
        if (column.holdsAddresses() && !hasEmail()) {
            ask(
                    column,
                    "holds email addresses, and no column is Email by its name",
                    map(column, StandardFields.EMAIL.label(), "they are the addresses of the prospects"),
                    ignore(column));
        }
    }

    private void askAboutFormat(ColumnContents column, ScanResult.Open open) {
        Option option = switch (open.option()) {
            case DATE_FORMAT -> Option.DATE_FORMAT;
            case DECIMAL -> Option.DECIMAL;
            case TAG_SEPARATOR -> Option.TAG_SEPARATOR;
        };
        ask(
                column,
                open.problem(),
                open.choices().stream()
                        .map(choice -> new Answer(option, column.name() + "=" + choice.value(), open.describe(choice)))
                        .toArray(Answer[]::new));
    }

    private boolean hasEmail() {
        return columns.stream().anyMatch(other -> other.match().is(StandardFields.EMAIL));
    }

    private void askAboutStates(ColumnContents column, Answer otherwise) {
        ask(
                column,
                "has cells such as " + QuotedText.of(column.saysNo().orElseThrow()) + ", which mean a no to mail",
                mapFlag(column, StandardFields.EMAIL_OPT_OUT.label(), "these cells mean Email Opt Out or Bounced"),
                otherwise);
    }

    private void ask(ColumnContents column, String reason, Answer... answers) {
        questions.add(new ColumnQuestion(column.name(), column.samples(), reason, List.of(answers)));
    }

    private Answer mapReversed(ColumnContents column) {
        String flag = StandardFields.EMAIL_OPT_OUT.label();
        return mapFlag(column, "not " + flag, "a No in it means that the person opted out");
    }

    private Answer mapToFlag(ColumnContents column) {
        boolean bounced = column.match().meaning() == HeaderMeaning.BOUNCED
                || WordKey.ofHeader(column.name()).contains("bounc");
        String yes = HeaderWords.namesReason(column.name()) ? "any text" : "a Yes";
        return bounced
                ? mapFlag(column, StandardFields.BOUNCED.label(), yes + " in it means that mail to the person bounced")
                : mapFlag(column, StandardFields.EMAIL_OPT_OUT.label(), yes + " in it means that the person opted out");
    }

    /** Maps a column to a flag. If some of its cells would then not be understood, the answer also says what becomes of them. */
    private Answer mapFlag(ColumnContents column, String flag, String meaning) {
        return column.unreadable().isEmpty() || rejectUnknownFlags
                ? map(column, flag, meaning)
                : new Answer(
                        Option.MAP,
                        column.name() + "=" + flag,
                        meaning + ", and the rows with cells that mean neither are to be rejected: "
                                + unreadableCells(column),
                        true);
    }

    private static Answer map(ColumnContents column, String field, String meaning) {
        return new Answer(Option.MAP, column.name() + "=" + field, meaning);
    }

    private static Answer ignore(ColumnContents column) {
        return new Answer(Option.IGNORE, column.name(), "it is not to be imported");
    }
}
