package heed.cli.internal.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void columns_are_aligned_and_numbers_are_aligned_to_the_right() {
        TextTable table = TextTable.of("Run", ">Affected", "State");
        table.addRow("1", "1,204", "finished");
        table.addRow("12", "7", "running");
        assertThat(table.drainLines(96))
                .containsExactly("Run  Affected  State", "1       1,204  finished", "12          7  running");
    }

    @Test
    void wide_characters_and_accents_do_not_break_the_columns() {
        TextTable table = TextTable.of("Name", "City");
        table.addRow("山田", "東京");
        table.addRow("Zoe\u0308", "Łódź");
        assertThat(table.drainLines(96)).containsExactly("Name  City", "山田  東京", "Zoe\u0308   Łódź");
    }

    @Test
    void a_long_cell_is_cut_so_that_the_row_fits_a_page() {
        TextTable table = TextTable.of("Id", "Why");
        table.addRow("H1", "x".repeat(300));
        List<String> lines = table.drainLines(96);
        assertThat(lines.get(1)).hasSize(96).endsWith("x…");
    }

    @Test
    void no_cell_is_cut_for_a_file_or_another_program() {
        TextTable table = TextTable.of("Why", "Id");
        table.addRow("x".repeat(300), "H1");
        assertThat(table.drainUncutLines()).containsExactly("Why" + " ".repeat(299) + "Id", "x".repeat(300) + "  H1");
    }

    @Test
    void a_column_that_is_empty_in_every_row_is_left_out() {
        TextTable table = TextTable.of("Id", "Empty", "City");
        table.addRow("H1", "", "Paris");
        assertThat(table.drainLines(96)).containsExactly("Id  City", "H1  Paris");
    }

    @Test
    void a_line_end_in_a_cell_does_not_break_the_row() {
        TextTable table = TextTable.of("Id", "City");
        table.addRow("H1", "Paris\nH2");
        assertThat(table.drainLines(96)).containsExactly("Id  City", "H1  Paris\\u000aH2");
    }

    @Test
    void later_parts_of_a_long_table_use_the_column_widths_of_the_first() {
        TextTable table = TextTable.of("Address", "Reason");
        table.addRow("ann@example.com", "Bounced");
        assertThat(table.drainLines(96)).containsExactly("Address          Reason", "ann@example.com  Bounced");
        table.addRow("b@x.org", "Bounced");
        assertThat(table.drainLines(96)).containsExactly("b@x.org          Bounced");
    }
}
