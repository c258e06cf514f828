package heed.model.prospect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
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
        assertThat(EmailAddress.parse(typed.replace("\u200b", "")).orElseThrow().value())
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
    void text_that_is_not_an_address_is_rejected(String typed) {
        assertThat(EmailAddress.parse(typed)).isEmpty();
    }

    @Test
    void an_address_longer_than_mail_allows_is_rejected_quickly() {
        assertThat(EmailAddress.parse("a".repeat(1_000_000) + "@example.com")).isEmpty();
        assertThat(EmailAddress.parse("a".repeat(64) + "@" + "b".repeat(60) + ".com"))
                .isPresent();
        assertThat(EmailAddress.parse("a".repeat(65) + "@example.com")).isEmpty();
    }

    /** The fast path rejects upper case, so that an address in upper case is always parsed in full. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void the_fast_path_for_plain_addresses_agrees_with_the_full_parser(long seed) {
        Random random = new Random(seed);
        int validCount = 0;
        for (int i = 0; i < 20_000; i++) {
            String typed =
                    part(random, "ab0._+-", 70) + "@" + part(random, "ab0.-", 70) + "." + part(random, "abx0-", 70);
            Optional<EmailAddress> read = EmailAddress.parse(typed);
            assertThat(EmailAddress.parse(typed.toUpperCase(Locale.ROOT)))
                    .as(typed)
                    .isEqualTo(read);
            validCount += read.isPresent() ? 1 : 0;
        }
        assertThat(validCount).isBetween(1_000, 19_000);
    }

    private static String part(Random random, String letters, int maxLength) {
        int length = random.nextInt(10) == 0 ? random.nextInt(maxLength) : random.nextInt(6);
        return random.ints(length, 0, letters.length())
                .mapToObj(letters::charAt)
                .map(String::valueOf)
                .collect(Collectors.joining());
    }

    @Test
    void only_a_canonical_address_can_be_created() {
        assertThatThrownBy(() -> new EmailAddress("Ann@example.com")).isInstanceOf(IllegalArgumentException.class);
        assertThat(new EmailAddress("ann@example.com").value()).isEqualTo("ann@example.com");
    }
}
