package heed.filters;

import heed.filters.json.JsonTree;
import heed.filters.json.ProblemCode;
import heed.filters.json.Problems;
import heed.filters.json.Quoted;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How numbered criteria combine: {@code 1 AND (2 OR 3)}. Numbers from 1, {@code AND} and {@code OR} in any case, brackets
 * at most 64 deep. {@code AND} and {@code OR} at one level need brackets, every criterion is used, and may be used again.
 */
sealed interface Formula {

    /** @param index of the criterion, from 0 */
    record Numbered(int index) implements Formula {}

    record Joined(boolean and, List<Formula> parts) implements Formula {}

    /** The formula over so many criteria; empty if it is wrong, and then there is a problem. */
    static Optional<Formula> read(JsonTree.Text text, int criteria, Problems problems) {
        return new Parser(text, criteria, problems).whole();
    }

    /** Reads a formula from its start to its end, once. */
    final class Parser {
        private static final int DEEPEST = 64;

        private final JsonTree.Text source;
        private final String text;
        private final int criteria;
        private final Problems problems;
        private final BitSet used = new BitSet();
        private int at;
        private int end;
        private boolean wrong;

        private Parser(JsonTree.Text source, int criteria, Problems problems) {
            this.source = source;
            this.text = source.text();
            this.criteria = criteria;
            this.problems = problems;
        }

        private Optional<Formula> whole() {
            try {
                next();
                Formula formula = level(0);
                if (at < text.length()) {
                    throw wrong(ProblemCode.BAD_FORMULA, "this bracket closes nothing");
                }
                List<String> unused = IntStream.rangeClosed(1, criteria)
                        .filter(number -> !used.get(number))
                        .mapToObj(Integer::toString)
                        .toList();
                if (!unused.isEmpty()) {
                    at = 0;
                    problem(ProblemCode.BAD_FORMULA, notUsed(unused));
                }
                return wrong ? Optional.empty() : Optional.of(formula);
            } catch (Stop stopped) {
                return Optional.empty();
            }
        }

        private static String notUsed(List<String> numbers) {
            int last = numbers.size() - 1;
            return last == 0
                    ? "criterion " + numbers.get(0) + " is not used"
                    : last < 10
                            ? "criteria " + String.join(", ", numbers.subList(0, last)) + " and " + numbers.get(last)
                                    + " are not used"
                            : numbers.size() + " criteria are not used, the first is " + numbers.get(0);
        }

        /** Up to a closing bracket or the end. */
        private Formula level(int depth) {
            List<Formula> parts = new ArrayList<>();
            parts.add(operand(depth));
            Optional<Boolean> and = Optional.empty();
            while (at < text.length() && text.charAt(at) != ')') {
                boolean isAnd = operator();
                if (and.isPresent() && and.get() != isAnd) {
                    problem(ProblemCode.BAD_FORMULA, "AND and OR at one level need brackets, as in 1 AND (2 OR 3)");
                }
                and = Optional.of(isAnd);
                next();
                parts.add(operand(depth));
            }
            return parts.size() == 1 ? parts.get(0) : new Joined(and.orElse(true), parts);
        }

        private Formula operand(int depth) {
            if (at >= text.length()) {
                throw wrong(
                        ProblemCode.BAD_FORMULA,
                        text.isBlank()
                                ? "the formula is empty; it is written like 1 AND (2 OR 3)"
                                : "the formula ends where a criterion's number is needed");
            }
            char c = text.charAt(at);
            if (c == '(') {
                return bracket(depth);
            } else if (!digit(c)) {
                throw wrong(
                        ProblemCode.BAD_FORMULA,
                        word().equalsIgnoreCase("not")
                                ? "formulas have no NOT; put the criterion itself into {\"not\": …}"
                                : "a criterion's number or a bracket belongs here, not " + Quoted.of(word()));
            }
            String number = word();
            int index = number.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(number);
            if (index < 1 || index > criteria) {
                problem(
                        ProblemCode.BAD_FORMULA,
                        "there is no criterion %s; they are numbered from 1 to %s"
                                .formatted(number.length() > 9 ? "of so high a number" : number, criteria));
            } else {
                used.set(index);
            }
            next();
            return new Numbered(index - 1);
        }

        private Formula bracket(int depth) {
            int opened = at;
            if (depth == DEEPEST) {
                throw wrong(ProblemCode.TOO_DEEP, "brackets are nested more than " + DEEPEST + " deep");
            }
            next();
            Formula inner = level(depth + 1);
            if (at >= text.length()) {
                at = opened;
                throw wrong(ProblemCode.BAD_FORMULA, "this bracket is not closed");
            }
            next();
            return inner;
        }

        /** Whether it is AND. */
        private boolean operator() {
            String word = word();
            if (word.equalsIgnoreCase("and")) {
                return true;
            } else if (word.equalsIgnoreCase("or")) {
                return false;
            }
            boolean operand = digit(word.charAt(0)) || word.equals("(");
            throw wrong(
                    ProblemCode.BAD_FORMULA,
                    operand ? "AND or OR is missing before this" : Quoted.of(word) + " is neither AND nor OR");
        }

        private String word() {
            return text.substring(at, end);
        }

        /** Goes to the next word: a number, letters, or one character of another kind. */
        private void next() {
            at = end;
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            end = at;
            if (at < text.length()) {
                boolean digits = digit(text.charAt(at));
                boolean letters = Character.isLetter(text.charAt(at));
                do {
                    end += Character.charCount(text.codePointAt(end));
                } while (end < text.length()
                        && ((digits && digit(text.charAt(end))) || (letters && Character.isLetter(text.charAt(end)))));
            }
        }

        private static boolean digit(char c) {
            return c >= '0' && c <= '9';
        }

        private void problem(ProblemCode code, String message) {
            problems.addInside(source, at, code, message);
            wrong = true;
        }

        private Stop wrong(ProblemCode code, String message) {
            problem(code, message);
            return new Stop();
        }
    }

    /** Nothing more can be told of this formula. */
    final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Stop() {
            super(null, null, false, false);
        }
    }
}
