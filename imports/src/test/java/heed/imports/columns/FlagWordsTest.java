package heed.imports.columns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlagWordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Unsubscribed",
                "UNSUBSCRIBED!!!",
                "Unsubscribed (2024)",
                "Unsubscribed on 3 May",
                "unsubscribes",
                "opted-out 2023-04-01",
                "abgemeldet am 3.5.2024",
                "Désabonné le 3 mai",
                "vip, unsubscribed",
                "\"vip\",\"Unsubscribed\"",
                "vip;do not email",
                "please do not email me again"
            })
    void a_cell_with_words_of_a_no_says_no_whatever_stands_beside_them(String cell) {
        assertThat(FlagWords.saysNo(cell)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Active",
                "Subscribed",
                "vip, gold",
                "Marketing contact",
                "Optician",
                "Unstrut 3",
                "Doe, Jane",
                "Abgemagert",
                "12 Main Street",
                "",
                "—"
            })
    void other_cells_do_not(String cell) {
        assertThat(FlagWords.saysNo(cell)).isFalse();
    }
}
