package heed.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TsvResourceTest {

    @Test
    void blank_lines_and_comments_are_left_out_and_empty_cells_are_kept() {
        assertThat(TsvResource.readRows(TsvResourceTest.class, "table.tsv"))
                .extracting(row -> TsvResource.cells(row, 3))
                .containsExactly(List.of("a", "b", ""), List.of("é", "", ""));
    }

    @Test
    void a_row_with_another_number_of_cells_is_an_error() {
        assertThatThrownBy(() -> TsvResource.cells("a\tb", 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a row has 3 columns: a\tb");
    }

    @Test
    void a_missing_resource_is_an_error_with_its_name() {
        assertThatThrownBy(() -> TsvResource.readRows(TsvResourceTest.class, "missing.tsv"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the jar has no missing.tsv");
    }
}
