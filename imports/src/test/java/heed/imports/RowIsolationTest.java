package heed.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowIsolationTest {
    private final List<String> written = new ArrayList<>();

    private static List<String> writeUnlessOdd(List<String> rows) {
        if (rows.contains("odd")) {
            throw new IllegalArgumentException("odd");
        }
        if (rows.contains("store")) {
            throw new IllegalStateException("store");
        }
        return rows;
    }

    private void write(List<String> rows) {
        RowIsolation.<String, List<String>>write(
                rows,
                RowIsolationTest::writeUnlessOdd,
                (batch, result) -> written.addAll(result),
                IllegalStateException.class::isInstance,
                (row, fault) -> "rejected " + fault.getMessage());
    }

    @Test
    void odd_rows_are_rejected_and_all_others_are_written_in_their_order() {
        List<String> rows = new ArrayList<>(
                IntStream.range(0, 1_000).mapToObj(Integer::toString).toList());
        List<String> expected = new ArrayList<>(rows);
        for (int place : List.of(0, 17, 18, 999)) {
            rows.set(place, "odd");
            expected.set(place, "rejected odd");
        }
        write(rows);
        assertThat(written).isEqualTo(expected);
    }

    @Test
    void a_failure_of_the_store_ends_the_import() {
        assertThatThrownBy(() -> write(List.of("a", "store", "b"))).isInstanceOf(IllegalStateException.class);
        assertThat(written).isEmpty();
    }

    @Test
    void a_row_whose_reading_fails_is_rejected_with_its_line_and_keeps_its_noes() {
        Optional<RowNoes> noes = RowNoes.of(
                List.of(new EmailAddress("ann@example.com")),
                Set.of(),
                Optional.empty(),
                Set.of(ProspectFlag.EMAIL_OPT_OUT));
        FileRow row = FileRow.read(
                7,
                List.of("ann@example.com", "Yes"),
                () -> {
                    throw new IllegalStateException("odd");
                },
                () -> noes);
        assertThat(row.line()).isEqualTo(7);
        assertThat(row.problem())
                .hasValueSatisfying(problem ->
                        assertThat(problem.message()).contains("cannot be understood", "IllegalStateException"));
        assertThat(row.noes()).isEqualTo(noes);
    }
}
