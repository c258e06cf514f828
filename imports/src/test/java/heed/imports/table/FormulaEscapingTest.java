package heed.imports.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaEscapingTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "=1+1,'=1+1",
                "+491234,'+491234",
                "-5,'-5",
                "@SUM(A1),'@SUM(A1)",
                "'=1+1,''=1+1",
                "＝1,'＝1",
                "don't,don't",
                "'quoted','quoted'",
                "1-1,1-1"
            })
    void only_cells_that_start_like_formulas_get_an_apostrophe(String cell, String written) {
        assertThat(FormulaEscaping.escape(cell)).isEqualTo(written);
        assertThat(FormulaEscaping.unescape(written)).isEqualTo(cell);
    }

    @Test
    void tabs_and_line_ends_at_the_start_are_escaped_too() {
        assertThat(FormulaEscaping.escape("\t=1")).isEqualTo("'\t=1");
        assertThat(FormulaEscaping.escape("\r=1")).isEqualTo("'\r=1");
        assertThat(FormulaEscaping.escape("")).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void every_cell_is_restored_and_none_is_written_as_a_formula(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder cell = new StringBuilder();
            for (int length = random.nextInt(6); length > 0; length--) {
                cell.append("''=+-@\t\r\n＝a1 é".charAt(random.nextInt(14)));
            }
            String written = FormulaEscaping.escape(cell.toString());
            assertThat(FormulaEscaping.unescape(written)).isEqualTo(cell.toString());
            assertThat(written).doesNotMatch("(?s)[=+@\\-\\t\\r\\n＝].*");
        }
    }
}
