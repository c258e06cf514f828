package heed.filters;

import heed.filters.json.JsonTree;
import heed.filters.json.ProblemCode;
import heed.filters.json.Problems;
import heed.filters.json.QuotedText;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A formula that combines numbered criteria: {@code 1 AND (2 OR 3)}. It consists of numbers from 1, {@code AND} and
 * {@code OR} in any case, and brackets at most 64 deep. {@code AND} and {@code OR} at one level need brackets. Every
 * criterion must be used and may be used several times.
 */
sealed interface Formula {

    /**
     * A reference to a criterion.
     *
     * @param index the criterion's index, from 0
     */
    record NumberedCriterion(int index) implements Formula {}

    /**
     * A conjunction or disjunction of formulas.
     *
     * @param conjunction true for AND, false for OR
     */
    record Junction(boolean conjunction, List<Formula> operands) implements Formula {}

    /** Reads a formula over {@code criteriaCount} criteria; returns empty and reports a problem if it is wrong. */
    static Optional<Formula> read(JsonTree.StringNode text, int criteriaCount, Problems problems) {
        return new Parser(text, criteriaCount, problems).parse();
    }

    /** A recursive-descent parser that reads one formula. */
    final class Parser {
        private static final int MAX_DEPTH = 64;

        private final JsonTree.StringNode source;
        private final String text;
        private final int criteriaCount;
        private final Problems problems;
        private final BitSet usedNumbers = new BitSet();
        private int tokenStart;
        private int tokenEnd;
        private boolean failed;

        private Parser(JsonTree.StringNode source, int criteriaCount, Problems problems) {
            this.source = source;
            this.text = source.value();
            this.criteriaCount = criteriaCount;
            this.problems = problems;
        }

        private Optional<Formula> parse() {
            try {
                advance();
                Formula formula = parseLevel(0);
                if (tokenStart < text.length()) {
                    throw failure(ProblemCode.BAD_FORMULA, "this bracket closes nothing");
                }
                List<String> unused = IntStream.rangeClosed(1, criteriaCount)
                        .filter(number -> !usedNumbers.get(number))
                        .mapToObj(Integer::toString)
                        .toList();
                if (!unused.isEmpty()) {
                    tokenStart = 0;
                    report(ProblemCode.BAD_FORMULA, describeUnused(unused));
                }
                return failed ? Optional.empty() : Optional.of(formula);
            } catch (MalformedFormulaException malformed) {
                return Optional.empty();
            }
        }

        private static String describeUnused(List<String> numbers) {
            int lastIndex = numbers.size() - 1;
            return lastIndex == 0
                    ? "criterion " + numbers.get(0) + " is not used"
                    : lastIndex < 10
                            ? "criteria " + String.join(", ", numbers.subList(0, lastIndex)) + " and "
                                    + numbers.get(lastIndex) + " are not used"
                            : numbers.size() + " criteria are not used, the first is " + numbers.get(0);
        }

        /** Parses operands and operators up to a closing bracket or the end of the text. */
        private Formula parseLevel(int depth) {
            List<Formula> operands = new ArrayList<>();
            operands.add(parseOperand(depth));
            Optional<Boolean> conjunction = Optional.empty();
            while (tokenStart < text.length() && text.charAt(tokenStart) != ')') {
                boolean isAnd = parseOperator();
                if (conjunction.isPresent() && conjunction.get() != isAnd) {
                    report(ProblemCode.BAD_FORMULA, "AND and OR at one level need brackets, as in 1 AND (2 OR 3)");
                }
                conjunction = Optional.of(isAnd);
                advance();
                operands.add(parseOperand(depth));
            }
            return operands.size() == 1 ? operands.get(0) : new Junction(conjunction.orElse(true), operands);
        }

        private Formula parseOperand(int depth) {
            if (tokenStart >= text.length()) {
                throw failure(
                        ProblemCode.BAD_FORMULA,
                        text.isBlank()
                                ? "the formula is empty; it is written like 1 AND (2 OR 3)"
                                : "the formula ends where a criterion's number is needed");
            }
            char c = text.charAt(tokenStart);
            if (c == '(') {
                return parseBracket(depth);
            } else if (!isDigit(c)) {
                throw failure(
                        ProblemCode.BAD_FORMULA,
                        token().equalsIgnoreCase("not")
                                ? "formulas have no NOT; put the criterion itself into {\"not\": …}"
                                : "a criterion's number or a bracket is expected here, not " + QuotedText.of(token()));
            }
            String number = token();
            int index = number.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(number);
            if (index < 1 || index > criteriaCount) {
                report(
                        ProblemCode.BAD_FORMULA,
                        "there is no criterion %s; they are numbered from 1 to %s"
                                .formatted(number.length() > 9 ? "of so high a number" : number, criteriaCount));
            } else {
                usedNumbers.set(index);
            }
            advance();
            return new NumberedCriterion(index - 1);
        }

        private Formula parseBracket(int depth) {
            int bracketStart = tokenStart;
            if (depth == MAX_DEPTH) {
                throw failure(ProblemCode.TOO_DEEP, "brackets are nested more than " + MAX_DEPTH + " deep");
            }
            advance();
            Formula inner = parseLevel(depth + 1);
            if (tokenStart >= text.length()) {
                tokenStart = bracketStart;
                throw failure(ProblemCode.BAD_FORMULA, "this bracket is not closed");
            }
            advance();
            return inner;
        }

        /** Parses an operator and returns whether it is AND. */
        private boolean parseOperator() {
            String token = token();
            if (token.equalsIgnoreCase("and")) {
                return true;
            } else if (token.equalsIgnoreCase("or")) {
                return false;
            }
            boolean isOperand = isDigit(token.charAt(0)) || token.equals("(");
            throw failure(
                    ProblemCode.BAD_FORMULA,
                    isOperand ? "AND or OR is missing before this" : QuotedText.of(token) + " is neither AND nor OR");
        }

        private String token() {
            return text.substring(tokenStart, tokenEnd);
        }

        /** Advances to the next token: a number, a word, or one character of another kind. */
        private void advance() {
            tokenStart = tokenEnd;
            while (tokenStart < text.length() && Character.isWhitespace(text.charAt(tokenStart))) {
                tokenStart++;
            }
            tokenEnd = tokenStart;
            if (tokenStart < text.length()) {
                boolean digits = isDigit(text.charAt(tokenStart));
                boolean letters = Character.isLetter(text.charAt(tokenStart));
                do {
                    tokenEnd += Character.charCount(text.codePointAt(tokenEnd));
                } while (tokenEnd < text.length()
                        && ((digits && isDigit(text.charAt(tokenEnd)))
                                || (letters && Character.isLetter(text.charAt(tokenEnd)))));
            }
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }

        private void report(ProblemCode code, String message) {
            problems.addInside(source, tokenStart, code, message);
            failed = true;
        }

        private MalformedFormulaException failure(ProblemCode code, String message) {
            report(code, message);
            return new MalformedFormulaException();
        }
    }

    /** Thrown after a problem that makes the rest of the formula unreadable. */
    final class MalformedFormulaException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private MalformedFormulaException() {
            super(null, null, false, false);
        }
    }
}
