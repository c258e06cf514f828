package heed.imports.columns;

import java.util.List;

/** Thrown if the user must say what some columns of a file are. Nothing has been imported. */
public final class UndecidedColumnsException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<ColumnQuestion> questions;

    public UndecidedColumnsException(List<ColumnQuestion> questions) {
        super(questions.size() + " columns are undecided", null, false, false);
        this.questions = List.copyOf(questions);
    }

    /** Returns a question for each column, in the file's order. */
    public List<ColumnQuestion> questions() {
        return questions;
    }
}
