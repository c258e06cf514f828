package heed.imports.columns;

import static org.assertj.core.api.Assertions.assertThat;

import heed.model.prospect.ProspectFlag;
import heed.model.testing.Promise;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KnownCellsTest {
    private static final List<String> WORDS = List.of(
            "Yes",
            "no",
            "ja ",
            " JA",
            "unsubscribed",
            "Un-subscribed",
            "x",
            "",
            "2026-01-31",
            "maybe",
            "Cleaned",
            "WAHR");

    @Promise(1)
    @Test
    void a_remembered_cell_means_what_the_cell_means_seed_5() {
        Random random = new Random(5);
        FlagColumn column = new FlagColumn(ProspectFlag.EMAIL_OPT_OUT, false, true, false);
        KnownCells<FlagReading> known = new KnownCells<>();
        for (int i = 0; i < 60_000; i++) {
            String word = WORDS.get(random.nextInt(WORDS.size()));
            String cell = random.nextInt(3) == 0 ? word + random.nextInt(9_000) : word;
            FlagReading found = known.find(cell);
            FlagReading read = column.read(cell);
            if (found != null) {
                assertThat(found).as(cell).isEqualTo(read);
            }
            known.put(cell, read);
        }
    }

    @Test
    void a_column_of_different_cells_is_given_up() {
        KnownCells<Integer> known = new KnownCells<>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(known.find("u" + i)).isNull();
            known.put("u" + i, i);
        }
        assertThat(known.find("u1")).isNull();
    }
}
