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
        "\u00a0ann@example.com\u200b, ann@example.com",
        "an\u200bn@example.com, ann@example.com",
        "an\u00adn@exam\u00adple.com, ann@example.com",
        "a\u2060nn@exa\ufeffmple.com, ann@example.com",
        "\u200eann@example.com\u200f, ann@example.com",
        "\u202aann@example.com\u202c, ann@example.com",
        "ann@exam\u200dple.com, ann@example.com",
        "a\u200cnn@exam\u200cple.com, ann@example.com",
        "ann\ufe0f@example\ufe0e.com, ann@example.com",
        "a\u034fnn@exam\u061cple.com, ann@example.com",
        "ａｎｎ＠ｅｘａｍｐｌｅ．ｃｏｍ, ann@example.com",
        "ann﹫example.com, ann@example.com",
        "ann@example。com, ann@example.com",
        "ann@example｡com, ann@example.com",
        "ann@example.com., ann@example.com",
        "ann@faß.example, ann@xn--fa-hia.example",
        "ann@FAẞ.example, ann@xn--fa-hia.example",
        "ann@xn--fa-hia.example, ann@xn--fa-hia.example",
        "ann@XN--FA-HIA.EXAMPLE., ann@xn--fa-hia.example",
        "ann@fass.example, ann@fass.example",
        "ann@FASS.example, ann@fass.example",
        "ann@ΟΔΟΣ.example, ann@xn--pxavbq.example",
        "ann@οδοσ.example, ann@xn--pxavbq.example",
        "ann@οδος.example, ann@xn--pxavbm.example",
        "ann@ab--cd.example, ann@ab--cd.example",
        "Ann@xn--a.example, ann@xn--a.example",
        "ﬁn@example.com, ﬁn@example.com"
    })
    void an_address_becomes_canonical(String typed, String canonical) {
        assertThat(EmailAddress.parse(typed).orElseThrow().value()).isEqualTo(canonical);
        assertThat(EmailAddress.parse(canonical).orElseThrow().value()).isEqualTo(canonical);
    }

    /** In Persian words the joiner tells two domains apart (UTS 46, CheckJoiners). */
    @Test
    void a_joiner_stays_in_a_domain_whose_script_needs_it() {
        EmailAddress joined = EmailAddress.parse("ann@نامهای.example").orElseThrow();
        EmailAddress apart = EmailAddress.parse("ann@نامه\u200cای.example").orElseThrow();
        assertThat(apart).isNotEqualTo(joined);
        assertThat(EmailAddress.parse(apart.value())).contains(apart);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void an_address_with_any_invisible_characters_is_the_address_without_them(long seed) {
        Random random = new Random(seed);
        String[] invisible = {"\u00ad", "\u200b", "\u2060", "\ufeff", "\u200e", "\u202e", "\u2066", "\ufe0f", "\u200d"};
        for (int i = 0; i < 2_000; i++) {
            StringBuilder typed = new StringBuilder("Ann.Lee+x@Mail.Example.com");
            for (int inserted = 0; inserted < 3; inserted++) {
                typed.insert(random.nextInt(typed.length() + 1), invisible[random.nextInt(invisible.length)]);
            }
            assertThat(EmailAddress.parse(typed.toString())).contains(new EmailAddress("ann.lee+x@mail.example.com"));
        }
    }

    /** Stored addresses are read by the same rule, so none may become unreadable or change again. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void the_canonical_form_of_a_canonical_form_is_itself(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String typed = part(random, "aBßÉςΣ\u0301\u0130\u200c\uff21\uff76\uff9e.+", 20) + "@"
                    + part(random, "aBßςΣéЖ\u200d\uff21.-\u3002ا", 20) + "." + part(random, "abxß0-", 10);
            EmailAddress.parse(typed)
                    .ifPresent(address -> assertThat(EmailAddress.parse(address.value()))
                            .as(typed)
                            .contains(address));
        }
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

    /** A no-break space around the text keeps it from every fast path, and changes nothing else. */
    @Test
    void the_fast_path_reads_what_the_slow_one_reads_seed_11() {
        Random random = new Random(11);
        String signs = "aZz09AB.-_+@@éß \u200b'\"xn--";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(24); length >= 0; length--) {
                text.append(signs.charAt(random.nextInt(random.nextBoolean() ? 13 : signs.length())));
            }
            String typed = random.nextBoolean() ? text + "@Example.COM" : text.toString();
            assertThat(EmailAddress.parse(typed)).as(typed).isEqualTo(EmailAddress.parse("\u00a0" + typed + "\u00a0"));
        }
    }
}
