package heed.cli.internal.files;

import heed.cli.internal.console.SuggestedCommand;
import heed.cli.process.CommandException;
import heed.filters.json.QuotedText;
import heed.imports.columns.ColumnQuestion;
import heed.imports.columns.ColumnQuestion.Answer;
import heed.imports.columns.UndecidedColumnsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells which columns the user must explain, and with which options. */
final class ColumnQuestionText {
    private ColumnQuestionText() {}

    /** A question, as JSON. */
    private record QuestionAnswer(String column, List<String> samples, String reason, List<AnswerAnswer> answers) {}

    /** A possible answer, as JSON. */
    private record AnswerAnswer(String option, String value, String meaning) {}

    static CommandException of(UndecidedColumnsException undecided) {
        List<ColumnQuestion> questions = undecided.questions();
        List<String> lines = new ArrayList<>();
        for (ColumnQuestion question : questions) {
            lines.add("The column " + QuotedText.of(question.column()) + " " + question.reason() + ".");
            if (!question.samples().isEmpty()) {
                lines.add("  Its cells: "
                        + question.samples().stream().map(QuotedText::of).collect(Collectors.joining(", ")));
            }
            question.answers().forEach(answer -> lines.add("  " + optionText(answer) + "  if " + answer.meaning()));
        }
        return CommandException.invalid(
                        "columns",
                        "nothing was imported, because it is not certain what "
                                + (questions.size() == 1 ? "a column means" : questions.size() + " columns mean")
                                + "; add one of the options for each column")
                .withDetails(
                        lines,
                        Map.of(
                                "columns",
                                questions.stream()
                                        .map(ColumnQuestionText::toAnswer)
                                        .toList()));
    }

    private static QuestionAnswer toAnswer(ColumnQuestion question) {
        return new QuestionAnswer(
                question.column(),
                question.samples(),
                question.reason(),
                question.answers().stream()
                        .map(answer -> new AnswerAnswer(optionName(answer), answer.value(), answer.meaning()))
                        .toList());
    }

    private static String optionText(Answer answer) {
        return answer.value().isEmpty()
                ? optionName(answer)
                : optionName(answer) + " " + SuggestedCommand.quote(answer.value());
    }

    private static String optionName(Answer answer) {
        return switch (answer.option()) {
            case MAP -> "--map";
            case IGNORE -> "--ignore";
            case DATE_FORMAT -> "--date-format";
            case DECIMAL -> "--decimal";
            case TAG_SEPARATOR -> "--tag-separator";
            case REJECT_UNKNOWN_FLAGS -> "--reject-unknown-flags";
        };
    }
}
