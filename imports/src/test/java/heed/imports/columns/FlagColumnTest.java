package heed.imports.columns;

import static org.assertj.core.api.Assertions.assertThat;

import heed.model.prospect.ProspectFlag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlagColumnTest {
    private static final FlagColumn OPT_OUT = new FlagColumn(ProspectFlag.EMAIL_OPT_OUT, false, false, false);
    private static final FlagColumn BOUNCED = new FlagColumn(ProspectFlag.BOUNCED, false, false, false);
    private static final FlagColumn SUBSCRIBED = new FlagColumn(ProspectFlag.EMAIL_OPT_OUT, true, false, false);
    private static final FlagColumn STATUS = new FlagColumn(ProspectFlag.EMAIL_OPT_OUT, false, true, false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Yes",
                "y",
                "TRUE",
                "1",
                "1.0",
                "x",
                "X",
                "on",
                "Ja",
                "j",
                "WAHR",
                "Oui",
                "o",
                "sí",
                "SI",
                "verdadero",
                "vero",
                "Sim",
                "tak",
                "waar",
                "sant",
                "はい",
                "✓",
                "✔",
                "opted out",
                "Opted-Out",
                "opt_out",
                "unsubscribed",
                "Désabonné",
                "2024-05-01",
                "2024-05-01 10:33:11",
                "2024-05-01T10:00:00.000+0000",
                "01/02/2024",
                "1.2.24",
                "5/1/2024 3:07 PM",
                "Jan 5, 2024",
                "5 January 2024",
                "20240501T101112"
            })
    void these_cells_of_an_opt_out_are_a_Yes(String cell) {
        assertThat(OPT_OUT.read(cell)).isEqualTo(FlagReading.OPTED_OUT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No",
                "n",
                "false",
                "0",
                "0.0",
                "off",
                "Nein",
                "FALSCH",
                "non",
                "faux",
                "falso",
                "não",
                "NAO",
                "nee",
                "onwaar",
                "nie",
                "fałsz",
                "nej",
                "いいえ",
                "☐",
                "subscribed",
                "opted in"
            })
    void these_cells_of_an_opt_out_are_a_No(String cell) {
        assertThat(OPT_OUT.read(cell)).isEqualTo(FlagReading.NO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "NULL", "n/a", "-", "\\N", "0000-00-00 00:00:00"})
    void these_cells_say_nothing(String cell) {
        assertThat(OPT_OUT.read(cell)).isEqualTo(FlagReading.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"maybe", "2", "10", "yes please", "active", "pending", "non-subscribed", "blocked", "✗", "Ann"})
    void these_cells_are_not_understood(String cell) {
        assertThat(OPT_OUT.read(cell)).isEqualTo(FlagReading.UNREADABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "cleaned, BOUNCED, BOUNCED, BOUNCED",
        "Bounced, BOUNCED, BOUNCED, BOUNCED",
        "Unsubscribed, OPTED_OUT, OPTED_OUT, OPTED_OUT",
        "Yes, OPTED_OUT, BOUNCED, NO",
        "No, NO, NO, OPTED_OUT",
        "subscribed, NO, NO, NO",
        "2024-05-01, OPTED_OUT, BOUNCED, NO"
    })
    void a_state_means_its_own_flag_and_a_reversed_column_means_the_opposite(
            String cell, FlagReading optOut, FlagReading bounced, FlagReading subscribed) {
        assertThat(OPT_OUT.read(cell)).isEqualTo(optOut);
        assertThat(BOUNCED.read(cell)).isEqualTo(bounced);
        assertThat(SUBSCRIBED.read(cell)).isEqualTo(subscribed);
    }

    @ParameterizedTest
    @CsvSource({"active, NO", "Aktiv, NO", "subscribed, NO", "unsubscribed, OPTED_OUT", "cleaned, BOUNCED"})
    void a_column_of_states_has_active_contacts(String cell, FlagReading reading) {
        assertThat(STATUS.read(cell)).isEqualTo(reading);
    }
}
