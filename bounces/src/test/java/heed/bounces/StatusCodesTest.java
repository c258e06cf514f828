package heed.bounces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusCodesTest {
    @ParameterizedTest
    @CsvSource({
        "550 5.1.1 unknown, 5.1.1",
        "550 #5.1.1 unknown, 5.1.1",
        "550-5.7.26 the first line of two, 5.7.26",
        "(#5.7.1), 5.7.1",
        "5.7.510, 5.7.510",
        "host [192.0.2.1] said 4.2.2, 4.2.2",
        "said 5.1.1., 5.1.1"
    })
    void a_status_code_is_found_if_it_is_not_part_of_a_longer_word(String text, String code) {
        assertThat(EnhancedStatusCode.findIn(text).map(EnhancedStatusCode::toString))
                .contains(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5.2.0.1",
                "192.5.2.1",
                "Exim 4.96",
                "v5.1.1",
                "5.1.1-rc",
                "release-5.1.1",
                "15.1.1",
                "3.1.1",
                "5.1.1234",
                "5..1",
                "5.1"
            })
    void ip_addresses_and_version_numbers_are_not_status_codes(String text) {
        assertThat(EnhancedStatusCode.findIn(text)).isEmpty();
    }

    @Test
    void a_status_code_with_a_number_outside_its_range_cannot_be_created() {
        assertThatThrownBy(() -> new EnhancedStatusCode(3, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EnhancedStatusCode(5, 1, 1000)).isInstanceOf(IllegalArgumentException.class);
        assertThat(EnhancedStatusCode.parse("5.1.1 ")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"550 no, 550", "smtp;452 full, 452", "said: 421-wait, 421", "<<< 554 no, 554", "(reason: 550 no), 550"})
    void a_reply_code_is_found_in_the_text_of_a_server(String text, int code) {
        assertThat(ReplyCode.findIn(text)).contains(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.550", "size 512000", "5500", "port 465", "0x550", "id 4E550", "2550 bytes"})
    void other_numbers_are_not_reply_codes(String text) {
        assertThat(ReplyCode.findIn(text)).isEmpty();
    }
}
