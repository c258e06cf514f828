package heed.imports.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.writer.CsvWriter;
import heed.imports.text.InvalidImportException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowReaderTest {
    private static List<CsvRow> rows(String text) {
        return rows(new StringReader(text));
    }

    private static List<CsvRow> rows(Reader text) {
        List<CsvRow> rows = new ArrayList<>();
        try (CsvRowReader csv = new CsvRowReader(text, ',')) {
            for (Optional<CsvRow> row = csv.next(); row.isPresent(); row = csv.next()) {
                rows.add(row.get());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void a_row_has_its_line_number_after_line_ends_in_cells_and_empty_lines(String end) {
        String text = String.join(end, "a,b", "\"two", "lines\",c", "", "d,e", "");
        assertThat(rows(text))
                .extracting(CsvRow::line, CsvRow::cells)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1L, List.of("a", "b")),
                        org.assertj.core.groups.Tuple.tuple(2L, List.of("two" + end + "lines", "c")),
                        org.assertj.core.groups.Tuple.tuple(5L, List.of("d", "e")));
    }

    @Test
    void a_quote_that_is_never_closed_makes_only_its_line_a_problem() {
        List<CsvRow> rows = rows("a,b\nc,\"d\ne,f\ng,h\n");
        assertThat(rows).extracting(CsvRow::line).containsExactly(1L, 2L, 3L, 4L);
        assertThat(rows.get(1).problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("quote"));
        assertThat(rows.get(1).cells()).containsExactly("c,\"d");
        assertThat(rows.get(3).cells()).containsExactly("g", "h");
    }

    @Test
    void text_after_a_closing_quote_makes_only_its_line_a_problem() {
        List<CsvRow> rows = rows("a,b\r\n\"c\"x,d\r\ne,f\r\n\"g\"y,h\r\ni,j");
        assertThat(rows)
                .filteredOn(row -> row.problem().isPresent())
                .extracting(CsvRow::line)
                .containsExactly(2L, 4L);
        assertThat(rows)
                .filteredOn(row -> row.problem().isEmpty())
                .extracting(CsvRow::line)
                .containsExactly(1L, 3L, 5L);
    }

    @Test
    void two_stray_quotes_far_apart_make_only_their_lines_problems() {
        StringBuilder text = new StringBuilder();
        for (int line = 1; line <= 20_000; line++) {
            text.append(line == 7 || line == 15_000 ? "x,\"y" + line : "x,y" + line)
                    .append('\n');
        }
        List<CsvRow> rows = rows(text.toString());
        assertThat(rows).hasSize(20_000);
        assertThat(rows)
                .filteredOn(row -> row.problem().isPresent())
                .extracting(CsvRow::line)
                .containsExactly(7L, 15_000L);
        assertThat(rows.get(19_999).cells()).containsExactly("x", "y20000");
    }

    @Test
    void a_quote_inside_an_unquoted_cell_is_text() {
        assertThat(rows("5\" disk,Bob \"Bobby\" B\n").get(0).cells()).containsExactly("5\" disk", "Bob \"Bobby\" B");
    }

    @Test
    void spaces_around_quotes_are_ignored() {
        assertThat(rows("a, \"b, c\" ,d\n").get(0).cells()).containsExactly("a", "b, c", "d");
    }

    @Test
    void a_huge_cell_is_a_problem_and_not_a_crash() {
        List<CsvRow> rows = rows("a,b\n" + "x".repeat(200_000) + ",y\nc,d\n");
        assertThat(rows.get(1).problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("200,000 characters"));
        assertThat(rows.get(2).cells()).containsExactly("c", "d");
    }

    @Test
    void a_huge_cell_in_quotes_that_never_close_is_a_problem_and_not_a_crash() {
        StringBuilder text = new StringBuilder("a,b\n\"");
        for (int i = 0; i < 300_000; i++) {
            text.append("row,row\n");
        }
        List<CsvRow> rows = rows(text.toString());
        assertThat(rows).hasSize(300_001);
        assertThat(rows)
                .filteredOn(row -> row.problem().isPresent())
                .extracting(CsvRow::line)
                .containsExactly(2L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_200_000, 3_000_000})
    void a_huge_quoted_cell_is_one_row_with_a_problem_and_nothing_inside_it_is_a_row(int length) {
        String inside = "\nbob@example.com,No\n";
        String text = "a,b,c\nann@example.com,\"" + inside.repeat(length / inside.length()) + "\",Yes\nc,d,e\n";
        List<CsvRow> rows = rows(text);
        assertThat(rows).hasSize(3);
        assertThat(rows.get(1).line()).isEqualTo(2);
        assertThat(rows.get(1).problem()).isPresent();
        assertThat(rows.get(1).cells()).hasSize(3).contains("ann@example.com", "Yes");
        assertThat(rows.get(2).cells()).containsExactly("c", "d", "e");
    }

    @Test
    void a_quote_whose_end_is_too_far_away_ends_the_reading_with_its_line() {
        String text = "a,b\nx,\"" + "bob@example.com,No\n".repeat(1_000_000);
        assertThatThrownBy(() -> rows(text))
                .isInstanceOf(InvalidImportException.class)
                .hasMessageContaining("line 2 ")
                .hasMessageContaining("close its quote");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void written_rows_are_read_back_from_chunks_of_any_size(long seed) throws IOException {
        Random random = new Random(seed);
        StringWriter text = new StringWriter();
        List<List<String>> written = new ArrayList<>();
        CsvWriter csv = CsvWriter.builder().build(text);
        for (int i = 0; i < 2_000; i++) {
            List<String> cells = new ArrayList<>();
            for (int cell = 0; cell < 3; cell++) {
                StringBuilder letters = new StringBuilder("x");
                for (int length = random.nextInt(12); length > 0; length--) {
                    letters.append("ab ,;\"'\r\n\té".charAt(random.nextInt(11)));
                }
                cells.add(letters.append('x').toString());
            }
            written.add(cells);
            csv.writeRecord(cells);
        }
        csv.close();
        Reader dripping = new StringReader(text.toString()) {
            @Override
            public int read(char[] chars, int offset, int length) throws IOException {
                return super.read(chars, offset, Math.min(length, 1 + random.nextInt(50)));
            }
        };
        assertThat(rows(dripping)).extracting(CsvRow::cells).isEqualTo(written);
    }
}
