package heed.cli.internal.files;

import heed.cli.internal.console.SuggestedCommand;
import heed.cli.process.CommandException;
import heed.filters.json.QuotedText;
import heed.imports.columns.ColumnQuestion;
import heed.imports.columns.ColumnQuestion.Answer;
import heed.imports.columns.ColumnQuestion.Option;
import heed.imports.columns.UndecidedColumnsException;
import heed.model.field.TextKey;
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
    private record AnswerAnswer(String option, String value, String meaning, boolean rejectsUnknownFlags) {}

    /** @param command the command that the user gave */
    static CommandException of(UndecidedColumnsException undecided, SuggestedCommand command) {
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
        lines.add("With the first option of each column: " + withFirstAnswers(questions, command));
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
                        .map(answer -> new AnswerAnswer(
                                optionName(answer.option()),
                                answer.value(),
                                answer.meaning(),
                                answer.rejectsUnknownFlags()))
                        .toList());
    }

    private static SuggestedCommand withFirstAnswers(List<ColumnQuestion> questions, SuggestedCommand command) {
        SuggestedCommand answered = command;
        boolean rejectsUnknownFlags = false;
        for (ColumnQuestion question : questions) {
            Answer answer = question.answers().get(0);
            String column = TextKey.of(question.column());
            answered =
                    answered.withoutValues("--map", value -> TextKey.of(value).startsWith(column + "="));
            answered = answer.value().isEmpty() ? answered : answered.with(optionName(answer.option()), answer.value());
            rejectsUnknownFlags |= answer.rejectsUnknownFlags() || answer.option() == Option.REJECT_UNKNOWN_FLAGS;
        }
        return rejectsUnknownFlags ? answered.with(optionName(Option.REJECT_UNKNOWN_FLAGS)) : answered;
    }

    private static String optionText(Answer answer) {
        return optionName(answer.option())
                + (answer.value().isEmpty() ? "" : " " + SuggestedCommand.quote(answer.value()))
                + (answer.rejectsUnknownFlags() ? " " + optionName(Option.REJECT_UNKNOWN_FLAGS) : "");
    }

    private static String optionName(Option option) {
        return switch (option) {
            case MAP -> "--map";
            case IGNORE -> "--ignore";
            case DATE_FORMAT -> "--date-format";
            case DECIMAL -> "--decimal";
            case TAG_SEPARATOR -> "--tag-separator";
            case REJECT_UNKNOWN_FLAGS -> "--reject-unknown-flags";
        };
    }
}
