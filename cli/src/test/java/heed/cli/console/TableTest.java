package heed.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columns_are_aligned_numbers_to_the_right() {
        Table table = Table.of("Run", ">Affected", "State");
        table.row("1", "1,204", "finished");
        table.row("12", "7", "running");
        assertThat(table.lines())
                .containsExactly("Run  Affected  State", "1       1,204  finished", "12          7  running");
    }

    @Test
    void wide_characters_and_accents_do_not_break_the_columns() {
        Table table = Table.of("Name", "City");
        table.row("山田", "東京");
        table.row("Zoe\u0308", "Łódź");
        assertThat(table.lines()).containsExactly("Name  City", "山田  東京", "Zoe\u0308   Łódź");
    }

    @Test
    void a_long_cell_is_cut_so_that_the_row_fits_a_page() {
        Table table = Table.of("Id", "Why");
        table.row("H1", "x".repeat(300));
        List<String> lines = table.lines();
        assertThat(lines.get(1)).hasSize(96).endsWith("x…");
    }

    @Test
    void a_column_without_a_value_is_left_out() {
        Table table = Table.of("Id", "Empty", "City");
        table.row("H1", "", "Paris");
        assertThat(table.lines()).containsExactly("Id  City", "H1  Paris");
    }

    @Test
    void a_line_end_in_a_cell_does_not_break_the_row() {
        Table table = Table.of("Id", "City");
        table.row("H1", "Paris\nH2");
        assertThat(table.lines()).containsExactly("Id  City", "H1  Paris\\u000aH2");
    }

    @Test
    void later_parts_of_a_long_table_stand_in_the_columns_of_the_first() {
        Table table = Table.of("Address", "Reason");
        table.row("ann@example.com", "Bounced");
        assertThat(table.lines()).containsExactly("Address          Reason", "ann@example.com  Bounced");
        table.row("b@x.org", "Bounced");
        assertThat(table.lines()).containsExactly("b@x.org          Bounced");
    }
}
