package heed.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @CsvSource({
        "'  Ann.B+news@EXAMPLE.com ', ann.b+news@example.com",
        "o'brien@münchen.de, o'brien@xn--mnchen-3ya.de",
        "Ж@пример.рф, ж@xn--e1afmkfd.xn--p1ai",
        "É@example.com, é@example.com",
        "E\u0301@example.com, é@example.com",
        "\u00a0ann@example.com\u200b, ann@example.com"
    })
    void an_address_becomes_canonical(String typed, String canonical) {
        assertThat(EmailAddress.find(typed.replace("\u200b", "")).orElseThrow().value())
                .isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ann",
                "ann@",
                "@example.com",
                "ann@localhost",
                "\"a b\"@example.com",
                "a(c)@example.com",
                "a@[192.0.2.1]",
                "Ann <ann@example.com>",
                "a..b@example.com",
                "a@example.com, b@example.com",
                "a@-example.com",
                "a b@example.com",
                "a@exa mple.com",
                "a@b@example.com",
                "a@example.com\nBcc: b@example.com"
            })
    void what_is_no_address_is_refused(String typed) {
        assertThat(EmailAddress.find(typed)).isEmpty();
    }

    @Test
    void an_address_longer_than_mail_allows_is_refused_quickly() {
        assertThat(EmailAddress.find("a".repeat(1_000_000) + "@example.com")).isEmpty();
        assertThat(EmailAddress.find("a".repeat(64) + "@" + "b".repeat(60) + ".com"))
                .isPresent();
        assertThat(EmailAddress.find("a".repeat(65) + "@example.com")).isEmpty();
    }

    @Test
    void only_a_canonical_address_can_be_built() {
        assertThatThrownBy(() -> new EmailAddress("Ann@example.com")).isInstanceOf(IllegalArgumentException.class);
        assertThat(new EmailAddress("ann@example.com").value()).isEqualTo("ann@example.com");
    }
}
